import { requestPatiently } from '../http/retry.js';
import { HttpFailure, type HttpResponse } from '../http/types.js';
import type { Environment } from '../runner/types.js';
import { memberOf, parseJson } from './answers.js';
import { type RequestDeps, type OidcEndpoint, SourceFailure } from './types.js';

/** GitHub's issuer usually answers in well under a second, and the pool needs the rest of the time. */
const TIMEOUT_MS = 5000;

/** Where the job gets OIDC identities; null if it may not. */
export function oidcEndpoint(env: Environment): OidcEndpoint | null {
  const requestUrl = env.ACTIONS_ID_TOKEN_REQUEST_URL ?? '';
  const requestToken = env.ACTIONS_ID_TOKEN_REQUEST_TOKEN ?? '';
  return requestUrl !== '' && requestToken !== '' ? { requestUrl, requestToken } : null;
}

/**
 * Gets an OIDC identity of this job for a pool, masked. Each request needs a new one, because a pool accepts each only
 * once.
 */
export async function fetchOidcToken(
  deps: RequestDeps,
  audience: string,
  deadlineAtMs: number,
): Promise<string> {
  const endpoint = deps.oidc;
  if (!endpoint) {
    throw new SourceFailure(
      'no_credential',
      'This job may not ask for an OIDC identity; add `permissions: id-token: write`.',
    );
  }
  const url = URL.parse(endpoint.requestUrl);
  if (!url)
    throw new SourceFailure(
      'refused',
      'ACTIONS_ID_TOKEN_REQUEST_URL is not an address; leave it to the runner.',
    );
  url.searchParams.set('audience', audience);
  const request = {
    method: 'GET',
    url: url.href,
    // The path contains ids of the run's plan and job.
    shownPath: '/*',
    headers: { authorization: `Bearer ${endpoint.requestToken}` },
    timeoutMs: TIMEOUT_MS,
    signal: deps.signal,
  } as const;
  const response = await answered(
    requestPatiently(deps, () => request, { deadlineAtMs, perTryMs: TIMEOUT_MS, maxTries: 3 }),
  );
  return identityIn(deps, response);
}

async function answered(asked: Promise<HttpResponse>): Promise<HttpResponse> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    const code = error.code === 'cancelled' ? 'cancelled' : 'unreachable';
    throw new SourceFailure(code, `No OIDC identity from GitHub: ${error.message}`, { cause: error });
  }
}

function identityIn(deps: RequestDeps, response: HttpResponse): string {
  const value = memberOf(parseJson(response.body), 'value');
  // A signed JWT has three base64url parts; anything else may not be valid in a header.
  if (
    response.status === 200 &&
    typeof value === 'string' &&
    /^[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}$/.test(value)
  ) {
    deps.mask(value);
    return value;
  }
  throw new SourceFailure(
    'refused',
    `GitHub gave no OIDC identity (status ${response.status}); check \`permissions: id-token: write\`.`,
  );
}
