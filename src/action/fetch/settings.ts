import { readExportNames } from '../runner/export-names.js';
import type { StepInputs } from '../runner/types.js';
import { checkLifetime, readRequests } from '../sources/lease-inputs.js';
import { type CommonRequest, readCommonRequest } from '../sources/source-inputs.js';
import type { TokenRequest } from '../sources/types.js';
import type { ToolName } from '../tools/catalogue.js';
import { readTools } from '../tools/plan.js';

/** fetch-token's inputs. */
export type FetchSettings = {
  readonly request: TokenRequest;
  readonly exportNames: readonly string[];
  readonly tools: readonly ToolName[];
  readonly serverUrl: string;
  readonly reportUsage: boolean;
  readonly summary: boolean;
};

/** Reads all inputs; throws `InputFaults` listing everything that is wrong. */
export function readSettings(step: StepInputs): FetchSettings {
  const { inputs, env } = step;
  const common = readCommonRequest(step);
  const settings = {
    request: { ...common, ...readOwnRequest(step, common) },
    exportNames: readExportNames(inputs),
    tools: readTools(inputs),
    serverUrl: env.GITHUB_SERVER_URL || 'https://github.com',
    reportUsage: inputs.flag('report-usage', true),
    summary: inputs.flag('summary', true),
  };
  inputs.check();
  return settings;
}

/** What only fetch-token lets its users choose. */
function readOwnRequest(
  { inputs }: StepInputs,
  common: CommonRequest,
): Omit<TokenRequest, keyof CommonRequest> {
  const minTtlSeconds = inputs.integer('min-ttl-seconds', { min: 0, max: 86_400, fallback: null });
  checkLifetime(inputs, 'min-ttl-seconds', { seconds: minTtlSeconds ?? 0, sources: common });
  return {
    given: null,
    count: inputs.integer('count', { min: 1, max: 20, fallback: 1 }) ?? 1,
    attempts: inputs.integer('attempts', { min: 1, max: 10, fallback: null }),
    minTtlSeconds,
    expectedRequests: readRequests(inputs, 'expected-requests', common),
    wait: inputs.flag('wait', false),
    verify: inputs.flag('verify', true),
  };
}
