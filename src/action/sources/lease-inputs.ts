import { BUCKETS, highestLimitOf, INSTALLATION_TOKEN_SECONDS } from '../../github/buckets.js';
import { faultsOf } from '../../json-schema.js';
import { LABEL_SCHEMA } from '../../wire.js';
import type { Inputs } from '../runner/types.js';
import type { TokenRequest } from './types.js';

const MOST_REQUESTS = 1_000_000;

/** The rate-limit resource that the job will spend from; `core` by default. */
export function readBucket(inputs: Inputs): string {
  const bucket = inputs.text('bucket') || 'core';
  if (BUCKETS.every((known) => known !== bucket)) {
    inputs.fault('bucket', `write one of GitHub's rate-limit resources: ${BUCKETS.join(', ')}.`);
  }
  return bucket;
}

/** Reads a number of requests within one owner's budget; null if the input is empty. */
export function readRequests(
  inputs: Inputs,
  name: 'expected-requests' | 'min-remaining',
  { bucket, githubApiUrl }: { bucket: string; githubApiUrl: string },
): number | null {
  const count = inputs.integer(name, { min: 0, max: MOST_REQUESTS, fallback: null });
  const most = highestLimitOf(bucket);
  if (count !== null && count > most && !isEnterpriseServer(githubApiUrl)) {
    inputs.fault(name, `write at most ${most}: GitHub gives no one more of ${bucket} in a window.`);
  }
  return count;
}

/** GHES serves its API under this path, and its administrator sets the limits. */
export function isEnterpriseServer(githubApiUrl: string): boolean {
  return /\/api\/v3\/*$/.test(githubApiUrl);
}

/** Adds a fault if Apps are the only source and the input asks for a longer life than their tokens have. */
export function checkLifetime(
  inputs: Inputs,
  name: 'min-ttl-seconds' | 'refresh-before',
  { seconds, sources }: { seconds: number; sources: Pick<TokenRequest, 'pool' | 'candidates' | 'app'> },
): void {
  const { pool, candidates, app } = sources;
  const hasApps = app !== null || candidates.some(({ kind }) => kind === 'app');
  const hasOthers = pool !== null || candidates.some(({ kind }) => kind === 'token');
  if (seconds < INSTALLATION_TOKEN_SECONDS || !hasApps || hasOthers) return;
  const most = INSTALLATION_TOKEN_SECONDS - 1;
  inputs.fault(name, `write at most ${most}: the token of an App lives for an hour.`);
}

/** The label of the pool's tokens to choose from; null means the default ones. */
export function readLabel(inputs: Inputs): string | null {
  const label = inputs.text('label');
  if (label === '') return null;
  if (faultsOf(LABEL_SCHEMA, label).length > 0) {
    inputs.fault('label', 'write small letters, digits and dashes, at most 40, such as push.');
  }
  return label;
}
