import { join } from 'node:path';
import type { Server } from './server.js';
import { withForwardSlashes } from './sh.js';
import { TOKEN_FILES, type ToolFile } from './token-files.js';

/** What a tool's variables and files may depend on. */
export type ToolSite = {
  readonly server: Server;
  readonly token: string;
  /** The private folder. */
  readonly folder: string;
};

/** A variable to set. */
export type ToolVariable = {
  readonly name: string;
  readonly value: string;
  /** Set if the value is a list: ours is appended unless the list has another entry for the same host. */
  readonly list?: { readonly separator: string; readonly host: string };
};

export type Tool = {
  readonly variables: (site: ToolSite) => readonly ToolVariable[];
  readonly files: readonly ToolFile[];
  /** It sends the token to github.com even in a job of another server. */
  readonly asksGitHubCom: boolean;
};

/** A tool that reads one variable and sends it to github.com. */
function variable(name: string): Tool {
  return { variables: ({ token }) => [{ name, value: token }], files: [], asksGitHubCom: true };
}

const NOTHING: Tool = { variables: () => [], files: [], asksGitHubCom: false };

/** How each tool gets the token; docs/tools.md has the sources and versions. */
export const TOOLS = {
  aqua: variable('AQUA_GITHUB_TOKEN'),
  'cargo-binstall': variable('GITHUB_TOKEN'),
  chezmoi: variable('CHEZMOI_GITHUB_ACCESS_TOKEN'),
  composer: {
    ...NOTHING,
    variables: ({ server, token }) => [
      { name: 'COMPOSER_AUTH', value: JSON.stringify({ 'github-oauth': { [server.host]: token } }) },
    ],
  },
  deno: {
    ...variable(''),
    variables: ({ token }) => [
      {
        name: 'DENO_AUTH_TOKENS',
        value: `${token}@raw.githubusercontent.com`,
        list: { separator: ';', host: '@raw.githubusercontent.com' },
      },
    ],
  },
  docker: { ...NOTHING, files: ['secret'] },
  eget: variable('EGET_GITHUB_TOKEN'),
  gh: {
    ...NOTHING,
    variables: ({ server, token }) => [
      { name: server.ghVariables[0], value: token },
      ...(server.host === 'github.com' ? [] : [{ name: 'GH_HOST', value: server.host }]),
    ],
  },
  /** Uses a credential helper: see git.ts. */
  git: NOTHING,
  homebrew: variable('HOMEBREW_GITHUB_API_TOKEN'),
  mise: {
    ...NOTHING,
    variables: ({ server, token }) => {
      const isCom = server.host === 'github.com';
      return [{ name: isCom ? 'MISE_GITHUB_TOKEN' : 'MISE_GITHUB_ENTERPRISE_TOKEN', value: token }];
    },
  },
  netrc: {
    ...NOTHING,
    variables: ({ folder }) => [{ name: 'NETRC', value: join(folder, TOKEN_FILES.netrc) }],
    files: ['netrc'],
  },
  nix: {
    ...NOTHING,
    // `!` ignores a missing file: it is deleted at the end of the job.
    variables: ({ server, folder }) => [
      {
        name: 'NIX_CONFIG',
        value: `!include ${withForwardSlashes(join(folder, TOKEN_FILES.nix))}`,
        list: { separator: '\n', host: `${server.host}=` },
      },
    ],
    files: ['nix'],
  },
  renovate: variable('RENOVATE_GITHUB_COM_TOKEN'),
  tflint: {
    ...NOTHING,
    variables: ({ server, token }) => [{ name: tflintVariable(server), value: token }],
  },
  trivy: variable('GITHUB_TOKEN'),
} as const satisfies { readonly [name: string]: Tool };

export type ToolName = keyof typeof TOOLS;

export const TOOL_NAMES = Object.keys(TOOLS) as ToolName[];

/** The variable for a host, spelled tflint's way. */
function tflintVariable({ host }: Server): string {
  if (host === 'github.com') return 'GITHUB_TOKEN';
  return `GITHUB_TOKEN_${host.replace(/:\d+$/, '').replaceAll('-', '__').replaceAll('.', '_')}`;
}
