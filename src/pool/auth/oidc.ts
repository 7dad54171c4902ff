import { decodeJwt, errors, type FetchImplementation, type JWTPayload, jwtVerify } from 'jose';
import { PoolError, type RefusedJob } from '../faults/pool-error.js';
import type { Principal } from '../leasing/types.js';
import type { PolicyStore } from '../store/types.js';
import type { IdentifyByToken } from './authenticate.js';
import { createIssuerKeys, type IssuerKeys } from './oidc-keys.js';
import { type JobClaims, type PolicyDocument, parsePolicy, type Unmet, unmetBy } from './policy.js';
import type { AuthResult } from './types.js';

const CLOCK_TOLERANCE_SECONDS = 30;

/** In the order of checking: a job that fails on a later condition is closer to being admitted. */
const CONDITIONS: readonly Unmet[] = ['issuer', 'repository', 'event', 'ref', 'environment'];

export type OidcDeps = {
  policies: Pick<PolicyStore, 'list' | 'useOnce'>;
  config: { issuers: readonly string[]; audience: string };
  fetch: FetchImplementation;
  now: () => number;
};

/** Verifies GitHub Actions OIDC tokens and matches them against the policies. */
export function createOidc(deps: OidcDeps): IdentifyByToken {
  const { issuers } = deps.config;
  const keySets = new Map(issuers.map((issuer) => [issuer, createIssuerKeys(deps.fetch, issuer)]));
  return async (jwt) => {
    const verified = await verify(deps, keySets, jwt);
    if (!('payload' in verified)) return verified;
    const { payload } = verified;
    const claims = readClaims(payload);
    if (!claims) return invalid('it lacks claims of a GitHub Actions token');
    const job = { repository: claims.repository, event: claims.eventName };
    const found = await findPolicy(deps, claims);
    if (!('policy' in found)) return { ...notAdmitted(claims, found.unmet), job };
    // Last, so that a token refused for another reason is not used up; a second use is a replay.
    const expiresAtMs = (payload.exp ?? 0) * 1000 + CLOCK_TOLERANCE_SECONDS * 1000;
    if (!(await deps.policies.useOnce(`${claims.issuer} ${payload.jti ?? ''}`, expiresAtMs))) {
      return { ...invalid('it was used before; ask the runner for a new one for each request'), job };
    }
    return { principal: principalOf(found, claims) };
  };
}

async function verify(
  deps: OidcDeps,
  keySets: ReadonlyMap<string, IssuerKeys>,
  jwt: string,
): Promise<{ payload: JWTPayload } | AuthResult> {
  const keys = keySets.get(issuerOf(jwt));
  if (!keys) return invalid('its issuer is not one that this pool trusts');
  const timesRead = keys.timesRead();
  try {
    return await jwtVerify(jwt, keys.getKey, {
      issuer: [...keySets.keys()],
      audience: deps.config.audience,
      algorithms: ['RS256'],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: new Date(deps.now()),
      requiredClaims: ['exp', 'iat', 'jti'],
    });
  } catch (fault) {
    // The key may have been published since the key set was last read; only a new read can tell.
    const isUnknown = fault instanceof errors.JWKSNoMatchingKey && keys.timesRead() === timesRead;
    if (isUnknown) throw keysUnavailable(fault);
    return refusalOf(fault, deps.config.audience);
  }
}

/** Unverified: it only selects the keys, and `jwtVerify` checks it again. */
function issuerOf(jwt: string): string {
  try {
    return decodeJwt(jwt).iss ?? '';
  } catch {
    return '';
  }
}

function refusalOf(fault: unknown, audience: string): AuthResult {
  if (fault instanceof errors.JWTExpired) return invalid('it has expired');
  if (fault instanceof errors.JWTClaimValidationFailed) {
    if (fault.claim === 'aud')
      return invalid(`its audience is not "${audience}"; set the input oidc-audience`);
    return invalid(`its claim "${fault.claim}" is not acceptable`);
  }
  const aboutToken = [
    errors.JWSSignatureVerificationFailed,
    errors.JWSInvalid,
    errors.JWTInvalid,
    errors.JOSEAlgNotAllowed,
    errors.JOSENotSupported,
    errors.JWKSNoMatchingKey,
    errors.JWKSMultipleMatchingKeys,
  ];
  if (aboutToken.some((type) => fault instanceof type)) return invalid('its signature is not valid');
  throw keysUnavailable(fault);
}

function keysUnavailable(cause: unknown): PoolError {
  const message = 'the signing keys of the OIDC issuer are not available now; try again in 30 s';
  return new PoolError('unavailable', message, { retryAfterSeconds: 30, cause });
}

function readClaims(payload: JWTPayload): JobClaims | undefined {
  const text = (name: string) => {
    const value = payload[name];
    if (typeof value === 'string' && /\p{Cc}/u.test(value)) throw controlCharacters(name);
    return typeof value === 'string' && value !== '' && value.length <= 500 ? value : undefined;
  };
  const repositoryId = text('repository_id');
  const repositoryOwnerId = text('repository_owner_id');
  const eventName = text('event_name');
  if (!payload.iss || !text('jti') || !repositoryId || !repositoryOwnerId || !eventName) return undefined;
  return {
    issuer: payload.iss,
    repositoryId,
    repositoryOwnerId,
    repository: text('repository') ?? repositoryId,
    ref: text('ref') ?? '',
    environment: text('environment') ?? null,
    eventName,
  };
}

function controlCharacters(claim: string): PoolError {
  return new PoolError('invalid_request', `the claim "${claim}" of the OIDC token has control characters`);
}

type Admitted = { policyId: string; policy: PolicyDocument };

/** The policy that admits a job, else the condition on which the closest policy failed. */
async function findPolicy(deps: OidcDeps, job: JobClaims): Promise<Admitted | { unmet: Unmet }> {
  const defaultIssuer = deps.config.issuers[0] ?? '';
  let closest: Unmet = 'issuer';
  for (const record of await deps.policies.list()) {
    const policy = parsePolicy(record);
    const unmet = policy && unmetBy(policy, job, defaultIssuer);
    if (policy && unmet === undefined) return { policyId: record.id, policy };
    if (unmet && CONDITIONS.indexOf(unmet) > CONDITIONS.indexOf(closest)) closest = unmet;
  }
  return { unmet: closest };
}

/** One principal per repository and policy: its jobs share a quota, and may report each other's leases. */
function principalOf({ policyId, policy }: Admitted, job: JobClaims): Principal {
  return {
    id: `oidc:${policyId}:${job.repositoryId}`,
    kind: 'oidc',
    name: job.repository,
    role: 'lease',
    labels: policy.labels ?? [],
    quotaPerHour: policy.quota_per_hour ?? null,
  };
}

type Refusal = { refused: 'invalid' | 'forbidden'; message: string; job?: RefusedJob };

function invalid(reason: string): Refusal {
  return { refused: 'invalid', message: `the OIDC token is refused: ${reason}` };
}

function notAdmitted(job: JobClaims, unmet: Unmet): Refusal {
  const who = `repository ${job.repositoryId} of owner ${job.repositoryOwnerId}`;
  const reason = {
    issuer: `no policy of this pool admits ${who} on event ${job.eventName}`,
    repository: `no policy of this pool admits ${who} on event ${job.eventName}`,
    event: `this pool admits ${who}, but not on event ${job.eventName}`,
    ref: `this pool admits ${who}, but not on ${job.ref === '' ? 'this ref' : job.ref}`,
    environment: `this pool admits ${who}, but only in certain environments, and not in ${job.environment ?? 'none'}`,
  }[unmet];
  const hint = 'the pool\'s operator can change that with "token-pool policy add"';
  return { refused: 'forbidden', message: `${reason}; ${hint}` };
}
