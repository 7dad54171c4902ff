import { readExportNames } from '../runner/export-names.js';
import type { StepInputs } from '../runner/types.js';
import { checkLifetime } from '../sources/lease-inputs.js';
import { oidcEndpoint } from '../sources/oidc.js';
import { readCommonRequest, readToken } from '../sources/source-inputs.js';
import type { TokenRequest } from '../sources/types.js';
import type { ToolName } from '../tools/catalogue.js';
import { readTools, toolFilesOf } from '../tools/plan.js';
import type { RefreshSettings } from './types.js';

/** refresh-token's inputs. */
export type RefreshChoices = {
  readonly settings: Omit<RefreshSettings, 'worker' | 'startedAtMonotonicMs' | 'nodePath' | 'bundles'>;
  readonly git: boolean;
  readonly gh: boolean;
  readonly exportNames: readonly string[];
  /** Without git and gh, which are set up separately here. */
  readonly tools: readonly ToolName[];
  readonly summary: boolean;
};

/** Reads all inputs; throws `InputFaults` listing everything that is wrong. */
export function readChoices(step: StepInputs): RefreshChoices {
  const { inputs, env } = step;
  const seconds = (name: string, rule: { max: number; fallback: number }) =>
    (inputs.integer(name, { min: 1, ...rule }) ?? rule.fallback) * 1000;
  const request = readRequest(step);
  const refreshBeforeMs = seconds('refresh-before', { max: 86_400, fallback: 300 });
  checkLifetime(inputs, 'refresh-before', { seconds: refreshBeforeMs / 1000, sources: request });
  const tools = readTools(inputs);
  const choices: RefreshChoices = {
    settings: {
      request,
      oidc: oidcEndpoint(env),
      serverUrl: env.GITHUB_SERVER_URL || 'https://github.com',
      toolFiles: toolFilesOf(tools),
      refreshBeforeMs,
      minRemaining: request.minRemaining,
      maxLifetimeMs: seconds('max-lifetime', { max: 5 * 86_400, fallback: 21_600 }),
    },
    git: inputs.flag('git', true) || tools.includes('git'),
    gh: inputs.flag('gh', true) || tools.includes('gh'),
    exportNames: readExportNames(inputs),
    tools: tools.filter((name) => name !== 'git' && name !== 'gh'),
    summary: inputs.flag('summary', true),
  };
  inputs.check();
  return choices;
}

function readRequest(step: StepInputs): TokenRequest {
  const { inputs } = step;
  const given = readToken(inputs, 'token');
  if (given !== '' && /[\s\p{Cc}]/u.test(given))
    inputs.fault('token', 'write one token, without white space.');
  return {
    ...readCommonRequest(step),
    given: given === '' ? null : given,
    count: 1,
    expectedRequests: null,
    minTtlSeconds: null,
    wait: false,
    verify: true,
    attempts: null,
  };
}
