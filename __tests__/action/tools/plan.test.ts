import { describe, expect, it } from '@jest/globals';
import { TOOL_NAMES, type ToolName } from '../../../src/action/tools/catalogue.js';
import { planTools } from '../../../src/action/tools/plan.js';
import { type Server, serverOf } from '../../../src/action/tools/server.js';

const TOKEN = 'ghs_0123456789abcdefghij';
const FOLDER = '/tmp/runner/fetch-token-abc';

function plan(
  tools: readonly ToolName[],
  { server = 'https://github.com', env = {}, exported = [] as string[], ours = [FOLDER, TOKEN] } = {},
) {
  const site = { server: serverOf(server) as Server, token: TOKEN, folder: FOLDER };
  const { exports, messages } = planTools(tools, site, { env, exported, ours });
  return { set: Object.fromEntries(exports), messages };
}

describe('each tool', () => {
  it('in a job on github.com gets the token in the variable that it reads', () => {
    expect(plan(TOOL_NAMES)).toEqual({
      set: {
        AQUA_GITHUB_TOKEN: TOKEN,
        GITHUB_TOKEN: TOKEN,
        CHEZMOI_GITHUB_ACCESS_TOKEN: TOKEN,
        COMPOSER_AUTH: `{"github-oauth":{"github.com":"${TOKEN}"}}`,
        DENO_AUTH_TOKENS: `${TOKEN}@raw.githubusercontent.com`,
        EGET_GITHUB_TOKEN: TOKEN,
        GH_TOKEN: TOKEN,
        HOMEBREW_GITHUB_API_TOKEN: TOKEN,
        MISE_GITHUB_TOKEN: TOKEN,
        NETRC: `${FOLDER}/netrc`,
        NIX_CONFIG: `!include ${FOLDER}/nix.conf`,
        RENOVATE_GITHUB_COM_TOKEN: TOKEN,
      },
      messages: [],
    });
  });

  it('in a job on an enterprise server gets it only if it uses that server', () => {
    const { set, messages } = plan(TOOL_NAMES, { server: 'https://ghe-2.example.com' });
    expect(set).toEqual({
      COMPOSER_AUTH: `{"github-oauth":{"ghe-2.example.com":"${TOKEN}"}}`,
      GH_ENTERPRISE_TOKEN: TOKEN,
      GH_HOST: 'ghe-2.example.com',
      GITHUB_TOKEN_ghe__2_example_com: TOKEN,
      MISE_GITHUB_ENTERPRISE_TOKEN: TOKEN,
      NETRC: `${FOLDER}/netrc`,
      NIX_CONFIG: `!include ${FOLDER}/nix.conf`,
    });
    expect(messages).toEqual([
      'Skipped, because they use github.com and this job belongs to ghe-2.example.com: aqua, cargo-binstall, chezmoi, deno, eget, homebrew, renovate, trivy.',
    ]);
  });
});

describe('a variable that the job sets itself', () => {
  it('is left unchanged, and the log says so', () => {
    const env = { GH_TOKEN: 'mine', NETRC: '/home/me/.netrc', AQUA_GITHUB_TOKEN: '' };
    const { set, messages } = plan(['gh', 'netrc', 'aqua'], { env });
    expect(set).toEqual({ AQUA_GITHUB_TOKEN: TOKEN });
    expect(messages).toEqual(['Left unchanged, because the job sets them itself: GH_TOKEN, NETRC.']);
  });

  it('by an earlier step of the suite is renewed', () => {
    const env = { GH_TOKEN: 'ghs_of_an_earlier_step', NETRC: '/tmp/runner/fetch-token-xyz/netrc' };
    const ours = ['ghs_of_an_earlier_step', '/tmp/runner/fetch-token-xyz', TOKEN];
    expect(plan(['gh', 'netrc'], { env, ours })).toEqual({
      set: { GH_TOKEN: TOKEN, NETRC: `${FOLDER}/netrc` },
      messages: [],
    });
  });

  it("in a list for other hosts stays, and an earlier step's entry is replaced", () => {
    const env = {
      NIX_CONFIG: 'cores = 2\n!include /tmp/runner/fetch-token-xyz/nix.conf',
      DENO_AUTH_TOKENS: 'other@deno.land',
    };
    expect(plan(['nix', 'deno'], { env, ours: ['/tmp/runner/fetch-token-xyz'] }).set).toEqual({
      NIX_CONFIG: `cores = 2\n!include ${FOLDER}/nix.conf`,
      DENO_AUTH_TOKENS: `other@deno.land;${TOKEN}@raw.githubusercontent.com`,
    });
  });

  it('in a list for the same host is left unchanged', () => {
    const env = {
      NIX_CONFIG: 'access-tokens = github.com=mine',
      DENO_AUTH_TOKENS: 'mine@raw.githubusercontent.com',
    };
    expect(plan(['nix', 'deno'], { env })).toEqual({
      set: {},
      messages: ['Left unchanged, because the job sets them itself: NIX_CONFIG, DENO_AUTH_TOKENS.'],
    });
  });

  it('does not matter if the step exports the token under that name', () => {
    expect(plan(['tflint', 'trivy'], { exported: ['GITHUB_TOKEN'], env: { GITHUB_TOKEN: 'old' } })).toEqual({
      set: {},
      messages: [],
    });
  });
});
