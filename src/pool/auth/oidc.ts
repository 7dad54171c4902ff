import {
  createRemoteJWKSet,
  customFetch,
  decodeJwt,
  errors,
  type FetchImplementation,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose';
import { PoolError } from '../errors.js';
import type { Principal } from '../leasing/types.js';
import type { PolicyStore } from '../store/types.js';
import type { IdentifyByToken } from './authenticate.js';
import { isAdmitted, type JobClaims, type PolicyDocument, parsePolicy } from './policy.js';
import type { AuthResult } from './types.js';

const CLOCK_TOLERANCE_SECONDS = 30;

export type OidcDeps = {
  policies: Pick<PolicyStore, 'list' | 'useOnce'>;
  config: { issuers: readonly string[]; audience: string };
  fetch: FetchImplementation;
  now: () => number;
};

/** Verifies GitHub Actions OIDC tokens and matches them against the policies. */
export function createOidc(deps: OidcDeps): IdentifyByToken {
  const keySets = new Map<string, JWTVerifyGetKey>();
  for (const issuer of deps.config.issuers) keySets.set(issuer, remoteKeys(deps, issuer));
  return async (jwt) => {
    const verified = await verify(deps, keySets, jwt);
    if (!('payload' in verified)) return verified;
    const { payload } = verified;
    const job = readClaims(payload);
    if (!job) return invalid('it lacks claims that GitHub Actions tokens have');
    const admitted = await findPolicy(deps, job);
    if (!admitted) return notAdmitted(job);
    // Last of all, so that a token refused for another reason is not spent; a second use is a replay.
    const expiresAtMs = (payload.exp ?? 0) * 1000 + CLOCK_TOLERANCE_SECONDS * 1000;
    if (!(await deps.policies.useOnce(`${job.issuer} ${payload.jti ?? ''}`, expiresAtMs))) {
      return invalid('it was used before; ask the runner for a new one for each request');
    }
    return { principal: principalOf(admitted, job) };
  };
}

function remoteKeys(deps: OidcDeps, issuer: string): JWTVerifyGetKey {
  return createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks`), {
    // New keys are picked up when a token names one; the cooldown keeps strangers from making the pool ask.
    cooldownDuration: 30_000,
    cacheMaxAge: 600_000,
    timeoutDuration: 5_000,
    [customFetch]: deps.fetch,
  });
}

async function verify(
  deps: OidcDeps,
  keySets: ReadonlyMap<string, JWTVerifyGetKey>,
  jwt: string,
): Promise<{ payload: JWTPayload } | AuthResult> {
  const keys = keySets.get(issuerOf(jwt));
  if (!keys) return invalid('its issuer is not one that this pool trusts');
  try {
    return await jwtVerify(jwt, keys, {
      issuer: [...keySets.keys()],
      audience: deps.config.audience,
      algorithms: ['RS256'],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: new Date(deps.now()),
      requiredClaims: ['exp', 'iat', 'jti'],
    });
  } catch (fault) {
    return refusalOf(fault, deps.config.audience);
  }
}

/** Unverified: it only chooses which keys to verify with, and `jwtVerify` checks it again. */
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
  throw new PoolError('unavailable', 'the keys of the OIDC issuer cannot be read now; try again', {
    retryAfterSeconds: 30,
    cause: fault,
  });
}

function readClaims(payload: JWTPayload): JobClaims | undefined {
  const text = (name: string) => {
    const value = payload[name];
    return typeof value === 'string' && value !== '' && value.length <= 500 ? value : undefined;
  };
  const repositoryId = text('repository_id');
  const repositoryOwnerId = text('repository_owner_id');
  const eventName = text('event_name');
  if (!payload.iss || !repositoryId || !repositoryOwnerId || !eventName) return undefined;
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

type Admitted = { policyId: string; policy: PolicyDocument };

async function findPolicy(deps: OidcDeps, job: JobClaims): Promise<Admitted | undefined> {
  const defaultIssuer = deps.config.issuers[0] ?? '';
  for (const record of await deps.policies.list()) {
    const policy = parsePolicy(record);
    if (policy && isAdmitted(policy, job, defaultIssuer)) return { policyId: record.id, policy };
  }
  return undefined;
}

/** One principal per repository and policy: its jobs share a quota, and each may report what another leased. */
function principalOf({ policyId, policy }: Admitted, job: JobClaims): Principal {
  return {
    id: `oidc:${policyId}:${job.repositoryId}`,
    kind: 'oidc',
    name: job.repository.slice(0, 200),
    role: 'lease',
    labels: policy.labels ?? [],
    quotaPerHour: policy.quota_per_hour ?? null,
  };
}

function invalid(reason: string): AuthResult {
  return { refused: 'invalid', message: `the OIDC token is refused: ${reason}` };
}

function notAdmitted(job: JobClaims): AuthResult {
  return {
    refused: 'forbidden',
    message:
      `no policy of this pool admits repository ${job.repositoryId} of owner ${job.repositoryOwnerId} ` +
      `on event ${job.eventName}; the pool's operator can add one with "token-pool policy add"`,
  };
}
