import { readJob } from '../runner/job.js';
import { readBucket, readLabel } from '../sources/lease-inputs.js';
import type { Reading } from '../sources/missing-credentials.js';
import { readSourceInputs } from '../sources/source-inputs.js';
import type { TokenRequest } from '../sources/types.js';
import type { ToolName } from '../tools/catalogue.js';
import { readTools } from '../tools/plan.js';
import { readExportNames } from './export-names.js';

/** Everything that the user of fetch-token decides. */
export type FetchSettings = {
  readonly request: TokenRequest;
  readonly exportNames: readonly string[];
  readonly tools: readonly ToolName[];
  readonly serverUrl: string;
  readonly reportUsage: boolean;
  readonly summary: boolean;
};

const MOST_REQUESTS = 1_000_000;

/** Reads all inputs; throws `InputFaults` with everything that is wrong among them. */
export function readSettings(reading: Reading): FetchSettings {
  const { inputs } = reading;
  const numbers = readNumbers(reading);
  const settings = {
    request: {
      ...readSourceInputs(reading),
      ...numbers,
      given: null,
      job: readJob(reading.context),
      bucket: readBucket(inputs),
      label: readLabel(inputs),
      exclude: [],
      wait: inputs.flag('wait', false),
      verify: inputs.flag('verify', true),
    },
    exportNames: readExportNames(inputs),
    tools: readTools(inputs),
    serverUrl: reading.env.GITHUB_SERVER_URL || 'https://github.com',
    reportUsage: inputs.flag('report-usage', true),
    summary: inputs.flag('summary', true),
  };
  inputs.check();
  return settings;
}

function readNumbers({ inputs }: Reading) {
  const optional = (name: string, max: number) => inputs.integer(name, { min: 0, max, fallback: null });
  const seconds = inputs.integer('timeout-seconds', { min: 1, max: 600, fallback: 30 });
  return {
    count: inputs.integer('count', { min: 1, max: 20, fallback: 1 }) ?? 1,
    attempts: inputs.integer('attempts', { min: 1, max: 10, fallback: null }),
    timeoutMs: (seconds ?? 30) * 1000,
    expectedRequests: optional('expected-requests', MOST_REQUESTS),
    minRemaining: optional('min-remaining', MOST_REQUESTS),
    minTtlSeconds: optional('min-ttl-seconds', 86_400),
  };
}
