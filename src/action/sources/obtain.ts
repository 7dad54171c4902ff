import { checkTokenFormat } from '../../github/token-format.js';
import { HttpFailure } from '../http/types.js';
import { tokenMasks } from '../runner/masks.js';
import { mintAppToken } from './app.js';
import { obtainFromCandidates } from './candidates.js';
import { checkToken } from './check-token.js';
import { obtainedToken } from './obtained-token.js';
import { obtainFromPool } from './pool-rounds.js';
import {
  type ObtainedToken,
  type PoolAuth,
  type Required,
  type SourceDeps,
  SourceFailure,
  type TokenRequest,
} from './types.js';

/** Time limit for reading the fallback's budget. */
const FALLBACK_CHECK_MS = 3000;

/** Gets tokens from the first source that has them, masked. Never returns an empty list; throws `SourceFailure`. */
export async function obtainTokens(deps: SourceDeps, request: TokenRequest): Promise<ObtainedToken[]> {
  const deadlineAtMs = deps.now() + request.timeoutMs;
  if (request.given !== null)
    return [
      await onlyToken(deps, { text: request.given, source: 'given', request, reason: null, deadlineAtMs }),
    ];
  const failures: SourceFailure[] = [];
  for (const source of [fromPool, fromCandidates, fromApp]) {
    try {
      const tokens = await source(deps, request, deadlineAtMs);
      if (tokens.length > 0) return tokens;
    } catch (error) {
      failures.push(failureOf(error));
      if (deps.signal.aborted) throw failureOf(error);
    }
  }
  return fallBack(deps, { request, failures, deadlineAtMs });
}

async function fromPool(
  deps: SourceDeps,
  request: TokenRequest,
  deadlineAtMs: number,
): Promise<ObtainedToken[]> {
  if (!request.pool) return [];
  const fault = secretFault(request.pool.auth);
  if (fault !== null)
    throw new SourceFailure(
      'refused',
      `api-secret is not a key of a pool: ${fault}. Store the key in that secret again.`,
    );
  // A slow pool must leave time for the next sources.
  const share = request.app || request.candidates.length > 0 ? 0.6 : 0.9;
  const poolDeadlineAtMs = deps.now() + (deadlineAtMs - deps.now()) * share;
  return obtainFromPool(deps, { settings: request.pool, request, deadlineAtMs: poolDeadlineAtMs });
}

/** Why a secret cannot be a pool's key, or null. Does not quote it. */
function secretFault(auth: PoolAuth): string | null {
  if (auth.kind !== 'key') return null;
  if (/[\s\p{Cc}]/u.test(auth.secret)) return 'it has white space or control characters in it';
  if (!/^[!-~]*$/.test(auth.secret)) return 'it has non-ASCII characters in it';
  return auth.secret.length < 8 ? 'it is shorter than 8 characters' : null;
}

async function fromCandidates(
  deps: SourceDeps,
  request: TokenRequest,
  deadlineAtMs: number,
): Promise<ObtainedToken[]> {
  return request.candidates.length === 0 ? [] : obtainFromCandidates(deps, { request, deadlineAtMs });
}

async function fromApp(
  deps: SourceDeps,
  request: TokenRequest,
  deadlineAtMs: number,
): Promise<ObtainedToken[]> {
  if (!request.app) return [];
  const { app, githubApiUrl } = request;
  const token = await mintAppToken(deps, {
    app,
    source: 'app',
    githubApiUrl,
    repository: request.job.repository,
    minTtlSeconds: request.minTtlSeconds,
    deadlineAtMs,
  });
  const checked = await checkToken(deps, { token, request, deadlineAtMs });
  if (checked.usable) return [checked.token];
  throw new SourceFailure('exhausted', `The App's token cannot be used: ${checked.why}.`);
}

const WHY_REQUIRED: { readonly [how in Exclude<Required, 'no'>]: string } = {
  asked: ' The step fails because `required` is set.',
  renewal: '',
  implied: ' The step fails because github-token has other rights; set `required: false` to use it anyway.',
};

type Failed = { request: TokenRequest; failures: readonly SourceFailure[]; deadlineAtMs: number };

async function fallBack(
  deps: SourceDeps,
  { request, failures, deadlineAtMs }: Failed,
): Promise<ObtainedToken[]> {
  const reason =
    failures.map((failure) => failure.message).join(' ') ||
    request.missingCredentials ||
    'No source is configured.';
  const worst = failures.at(-1);
  if (request.required !== 'no') {
    throw new SourceFailure(worst?.code ?? 'no_credential', `${reason}${WHY_REQUIRED[request.required]}`);
  }
  if (request.fallbackToken === null) {
    throw new SourceFailure(
      worst?.code ?? 'no_credential',
      `${reason} There is no github-token to fall back to.`,
    );
  }
  return [
    await onlyToken(deps, {
      text: request.fallbackToken,
      source: 'fallback',
      request,
      reason,
      deadlineAtMs,
    }),
  ];
}

type OnlyToken = {
  readonly text: string;
  readonly source: 'given' | 'fallback';
  readonly request: TokenRequest;
  readonly reason: string | null;
  readonly deadlineAtMs: number;
};

/** A token that the job was given. Used whatever its check says, because there is no other. */
async function onlyToken(
  deps: SourceDeps,
  { text, source, request, reason, deadlineAtMs }: OnlyToken,
): Promise<ObtainedToken> {
  deps.mask(...tokenMasks(text));
  const format = checkTokenFormat(text);
  // Some servers that speak the Actions protocol issue tokens without GitHub's prefixes.
  const kind = format.ok ? format.kind : 'installation';
  const token = obtainedToken({ source, token: text, kind, fallbackReason: reason });
  deps.onObtained(token);
  const checked = await checkToken(deps, {
    token,
    request,
    deadlineAtMs: Math.min(deadlineAtMs, deps.now() + FALLBACK_CHECK_MS),
    floorOf: () => 1,
  });
  const name = source === 'given' ? 'token' : 'github-token';
  if (!checked.usable)
    deps.log.warning(`The token in \`${name}\` may not work: ${checked.why}. Use another one.`);
  return checked.token;
}

function failureOf(error: unknown): SourceFailure {
  if (error instanceof SourceFailure) return error;
  if (error instanceof HttpFailure) {
    const code = error.code === 'cancelled' ? 'cancelled' : 'unreachable';
    return new SourceFailure(code, error.message, { cause: error });
  }
  throw error;
}
