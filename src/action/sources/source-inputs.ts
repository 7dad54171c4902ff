import { DEFAULT_OIDC_AUDIENCE } from '../../wire.js';
import { addressFault } from '../http/address.js';
import { tokenMasks } from '../runner/masks.js';
import { readJob } from '../runner/job.js';
import type { Inputs, Mask, StepInputs } from '../runner/types.js';
import { readPrivateKey } from './app-key.js';
import { ACCOUNT, APP_ID, type AppScope, candidateSecrets, readCandidates } from './candidate-inputs.js';
import { readBucket, readLabel, readRequests } from './lease-inputs.js';
import { explainMissingCredentials } from './missing-credentials.js';
import { oidcEndpoint } from './oidc.js';
import type { AppSettings, PoolSettings, Required } from './types.js';

/** The part of a request that the inputs common to both actions decide. */
export type CommonRequest = ReturnType<typeof readCommonRequest>;

/** Masks every secret input. Call it before anything is logged. */
export function maskSecretInputs(inputs: Inputs, mask: Mask): void {
  const { keys, tokens } = candidateSecrets(inputs);
  const tokenTexts = [readToken(inputs, 'github-token'), readToken(inputs, 'token'), ...tokens].filter(
    (token) => token !== '',
  );
  const keyTexts = [inputs.text('private-key'), ...keys].flatMap((key) => [key, decodedKey(key)]);
  mask(inputs.text('api-secret'), ...keyTexts, ...tokenTexts.flatMap(tokenMasks));
}

/** A workflow expression that finds nothing in JSON yields the text `null`. */
export function readToken(inputs: Inputs, name: 'github-token' | 'token'): string {
  const text = inputs.text(name);
  return text === 'null' ? '' : text;
}

function decodedKey(key: string): string {
  const decoded = key.includes('-----') ? '' : Buffer.from(key, 'base64').toString('utf8');
  return decoded.includes('-----') ? decoded : '';
}

/** Reads the inputs that both actions have and that say which token to get. Faults are added to `inputs`. */
export function readCommonRequest(step: StepInputs) {
  const { inputs } = step;
  const bucket = readBucket(inputs);
  const apiUrl = githubApiUrl(step);
  const seconds = inputs.integer('timeout-seconds', { min: 1, max: 600, fallback: 30 });
  return {
    ...readSources(step),
    githubApiUrl: apiUrl,
    bucket,
    minRemaining: readRequests(inputs, 'min-remaining', { bucket, githubApiUrl: apiUrl }),
    label: readLabel(inputs),
    timeoutMs: (seconds ?? 30) * 1000,
    job: readJob(step.context),
    exclude: [],
  };
}

function readSources(step: StepInputs) {
  const { inputs } = step;
  const scope = readScope(inputs);
  const pool = poolSettings(step);
  const candidates = readCandidates(inputs, scope);
  const app = appSettings(inputs, scope);
  const hasOwnCredentials = candidates.length > 0 || app !== null;
  const fallbackToken = readToken(inputs, 'github-token');
  if (!/^[!-~]*$/.test(fallbackToken) && /[\s\p{Cc}]/u.test(fallbackToken)) {
    inputs.fault('github-token', 'write one token, without white space.');
  }
  return {
    pool,
    candidates,
    jobIndex: inputs.integer('job-index', { min: 0, max: 1_000_000, fallback: 0 }) ?? 0,
    app,
    missingCredentials: pool || hasOwnCredentials ? null : explainMissingCredentials(step),
    required: readRequired(inputs, { isImplied: hasOwnCredentials && pool === null }),
    fallbackToken: fallbackToken === '' ? null : fallbackToken,
  };
}

/** By default, a job that asked for an App's rights must not go on with those of GITHUB_TOKEN. */
function readRequired(inputs: Inputs, { isImplied }: { isImplied: boolean }): Required {
  if (inputs.text('required') === '') return isImplied ? 'implied' : 'no';
  return inputs.flag('required', false) ? 'asked' : 'no';
}

function githubApiUrl({ inputs, env }: StepInputs): string {
  const url = inputs.text('github-api-url') || env.GITHUB_API_URL || 'https://api.github.com';
  const fault = addressFault(url);
  if (fault !== null) inputs.fault('github-api-url', `${fault}.`);
  return url;
}

/** With any of these inputs, an api-secret without the address of its pool is no mistake. */
const OTHER_SOURCES = ['client-id', 'app-id', 'apps', 'tokens'];

function poolSettings({ inputs, env }: StepInputs): PoolSettings | null {
  const url = inputs.text('pool-url') || (env.TOKEN_POOL_URL ?? '').trim();
  const secret = inputs.text('api-secret');
  const oidc = inputs.choice('oidc', ['auto', 'always', 'never']);
  const audience = inputs.text('oidc-audience') || DEFAULT_OIDC_AUDIENCE;
  const fault = url === '' ? null : addressFault(url);
  if (fault !== null) inputs.fault('pool-url', `${fault}.`);
  if (secret !== '' && url === '' && OTHER_SOURCES.every((name) => inputs.text(name) === '')) {
    inputs.fault(
      'pool-url',
      'write the address of the pool that the api-secret is for, or set TOKEN_POOL_URL.',
    );
  }
  if (url === '') return null;
  const mayAsk = oidcEndpoint(env) !== null;
  if (oidc === 'always' || (oidc === 'auto' && secret === '')) {
    return mayAsk ? { url, auth: { kind: 'oidc', audience } } : null;
  }
  return secret === '' ? null : { url, auth: { kind: 'key', secret } };
}

function readScope(inputs: Inputs): AppScope {
  const owner = inputs.text('owner');
  if (owner !== '' && !ACCOUNT.test(owner)) inputs.fault('owner', 'write one user or organization name.');
  const repositories = inputs.list('repositories');
  if (!repositories.every((name) => /^[\w.-]{1,100}$/.test(name))) {
    inputs.fault('repositories', 'write names without the owner, separated by commas or lines.');
  }
  return { owner: owner || null, repositories, permissions: readPermissions(inputs) };
}

function appSettings(inputs: Inputs, scope: AppScope): AppSettings | null {
  const [clientId, appId] = [inputs.text('client-id'), inputs.text('app-id')];
  const key = inputs.text('private-key');
  if (clientId !== '' && appId !== '') inputs.fault('app-id', 'leave it empty when client-id is given.');
  const id = clientId || appId;
  if (id !== '' && !APP_ID.test(id)) {
    inputs.fault(
      clientId === '' ? 'app-id' : 'client-id',
      "write the id from the App's settings page, such as Iv1.0123456789abcdef or 12345.",
    );
  }
  if (id === '' && key !== '')
    inputs.fault('client-id', 'write the client id of the App that the private-key is for.');
  // A job without access to secrets has an id and an empty key.
  if (id === '' || key === '') return null;
  const reading = readPrivateKey(key, process.getBuiltinModule('node:crypto'));
  if (!reading.ok) {
    inputs.fault(
      'private-key',
      `${reading.rule}; paste the whole .pem file of the App, or its base64, into the secret.`,
    );
  }
  return { ...scope, id, privateKeyPem: reading.ok ? reading.pem : '' };
}

function readPermissions(inputs: Inputs): AppSettings['permissions'] {
  const entries = inputs
    .list('permissions')
    .map((entry) => /^([a-z][a-z_-]{1,50})\s*[:=]\s*(read|write|admin)$/.exec(entry));
  if (entries.length === 0) return null;
  if (entries.includes(null))
    inputs.fault('permissions', 'write pairs such as `contents: read, issues: write`.');
  const pairs = entries.flatMap((match) =>
    match ? [[(match[1] ?? '').replaceAll('-', '_'), match[2] ?? '']] : [],
  );
  return Object.fromEntries(pairs);
}
