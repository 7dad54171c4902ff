import { readJob } from '../runner/job.js';
import { checkLifetime, readBucket, readLabel, readRequests } from '../sources/lease-inputs.js';
import type { Reading } from '../sources/missing-credentials.js';
import { readSourceInputs, type SourceInputs } from '../sources/source-inputs.js';
import type { TokenRequest } from '../sources/types.js';
import type { ToolName } from '../tools/catalogue.js';
import { readTools } from '../tools/plan.js';
import { readExportNames } from './export-names.js';

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
export function readSettings(reading: Reading): FetchSettings {
  const { inputs } = reading;
  const sources = readSourceInputs(reading);
  const bucket = readBucket(inputs);
  const settings = {
    request: {
      ...sources,
      ...readNumbers(reading, sources),
      expectedRequests: readRequests(inputs, 'expected-requests', { ...sources, bucket }),
      minRemaining: readRequests(inputs, 'min-remaining', { ...sources, bucket }),
      given: null,
      job: readJob(reading.context),
      bucket,
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

function readNumbers({ inputs }: Reading, sources: SourceInputs) {
  const seconds = inputs.integer('timeout-seconds', { min: 1, max: 600, fallback: 30 });
  const minTtlSeconds = inputs.integer('min-ttl-seconds', { min: 0, max: 86_400, fallback: null });
  checkLifetime(inputs, 'min-ttl-seconds', { seconds: minTtlSeconds ?? 0, sources });
  return {
    count: inputs.integer('count', { min: 1, max: 20, fallback: 1 }) ?? 1,
    attempts: inputs.integer('attempts', { min: 1, max: 10, fallback: null }),
    timeoutMs: (seconds ?? 30) * 1000,
    minTtlSeconds,
  };
}
