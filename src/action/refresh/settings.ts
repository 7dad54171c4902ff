import { faultsOf } from '../../json-schema.js';
import { BUCKET_SCHEMA, LABEL_SCHEMA } from '../../wire.js';
import { exportNameFault } from '../fetch/export-names.js';
import { readJob } from '../runner/job.js';
import type { Reading } from '../sources/absence.js';
import { oidcEndpoint, readSourceInputs } from '../sources/source-inputs.js';
import type { TokenRequest } from '../sources/types.js';
import type { RefreshSettings } from './types.js';

/** What the user of refresh-token decides. */
export type RefreshChoices = {
  readonly settings: Omit<RefreshSettings, 'worker' | 'startedAtMonotonicMs' | 'nodePath' | 'bundles'>;
  readonly git: boolean;
  readonly gh: boolean;
  readonly exportNames: readonly string[];
};

/** Reads all inputs; throws `InputFaults` with everything that is wrong among them. */
export function readChoices(reading: Reading): RefreshChoices {
  const { inputs, env } = reading;
  const seconds = (name: string, rule: { max: number; fallback: number }) =>
    (inputs.integer(name, { min: 1, ...rule }) ?? rule.fallback) * 1000;
  const minRemaining = inputs.integer('min-remaining', { min: 0, max: 1_000_000, fallback: null });
  const choices: RefreshChoices = {
    settings: {
      request: readRequest(reading, {
        minRemaining,
        timeoutMs: seconds('timeout-seconds', { max: 600, fallback: 30 }),
      }),
      oidc: oidcEndpoint(env),
      serverUrl: env.GITHUB_SERVER_URL || 'https://github.com',
      refreshBeforeMs: seconds('refresh-before', { max: 86_400, fallback: 300 }),
      minRemaining,
      maxLifetimeMs: seconds('max-lifetime', { max: 5 * 86_400, fallback: 21_600 }),
    },
    git: inputs.flag('git', true),
    gh: inputs.flag('gh', true),
    exportNames: readExportNames(reading),
  };
  inputs.check();
  return choices;
}

function readRequest(
  reading: Reading,
  known: Pick<TokenRequest, 'minRemaining' | 'timeoutMs'>,
): TokenRequest {
  const { inputs, env } = reading;
  const given = inputs.text('token');
  if (/[\s\p{Cc}]/u.test(given)) inputs.fault('token', 'write one token, without white space.');
  const bucket = inputs.text('bucket') || 'core';
  if (faultsOf(BUCKET_SCHEMA, bucket).length > 0) {
    inputs.fault(
      'bucket',
      "write the name of one of GitHub's rate-limit resources, such as core or graphql.",
    );
  }
  const label = inputs.text('label');
  if (label !== '' && faultsOf(LABEL_SCHEMA, label).length > 0) {
    inputs.fault('label', 'write small letters, digits and dashes, at most 40, such as push.');
  }
  return {
    ...readSourceInputs(reading),
    ...known,
    given: given === '' ? null : given,
    job: readJob(env),
    count: 1,
    bucket,
    label: label === '' ? null : label,
    exclude: [],
    expectedRequests: null,
    minTtlSeconds: null,
    required: inputs.flag('required', false),
    wait: false,
    verify: true,
    attempts: 3,
  };
}

function readExportNames({ inputs }: Reading): string[] {
  const names = [...new Set(inputs.list('export-env'))];
  for (const fault of new Set(names.flatMap((name) => exportNameFault(name) ?? []))) {
    inputs.fault('export-env', `${fault}.`);
  }
  return names;
}
