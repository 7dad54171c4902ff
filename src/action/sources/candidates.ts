import { checkTokenFormat } from '../../github/token-format.js';
import { tokenMasks } from '../runner/masks.js';
import { mintAppToken } from './app.js';
import { readPrivateKey } from './app-key.js';
import { legOrder } from './candidate-order.js';
import { checkToken } from './check-token.js';
import { obtainedToken } from './obtained-token.js';
import { revokeInstallationToken } from './revoke.js';
import {
  type Candidate,
  type ObtainedToken,
  type SourceDeps,
  SourceFailure,
  type TokenRequest,
} from './types.js';

/** A candidate with less than this share of its limit left is skipped, unless `min-remaining` is set. */
const LOW_SHARE = 5;
/** One slow candidate must leave time for the others. */
const SHARE_OF_TIME = 0.5;
const REVOKE_TIMEOUT_MS = 3000;
/** How many reasons to show in one log line. */
const MOST_REASONS = 5;

type Round = { readonly request: TokenRequest; readonly deadlineAtMs: number };

type Tried =
  | { readonly state: 'good' | 'low'; readonly token: ObtainedToken; readonly why: string }
  | {
      readonly state: 'refused';
      readonly token: ObtainedToken | null;
      readonly name: string;
      readonly failure: SourceFailure;
    };

/**
 * Takes `count` tokens of different candidates in this leg's order: the first whose budgets are not low or, if all are
 * low, those with the most left. Tokens are minted only for candidates that are tried, and revoked if skipped. Never
 * returns an empty list.
 */
export async function obtainFromCandidates(deps: SourceDeps, round: Round): Promise<ObtainedToken[]> {
  const { request, deadlineAtMs } = round;
  const { candidates, count, job, jobIndex } = request;
  const leg = { runId: job.run_id, attempt: job.run_attempt, jobIndex, wanted: count };
  const most = request.attempts === null ? candidates.length : request.attempts * count;
  const good: ObtainedToken[] = [];
  const skipped: Tried[] = [];
  for (const index of legOrder(candidates.length, leg).slice(0, most)) {
    if (good.length === count || (skipped.length > 0 && deps.now() >= deadlineAtMs)) break;
    const tried = await tryCandidate(deps, round, index);
    if (tried.state === 'good') good.push(tried.token);
    else skipped.push(tried);
  }
  const low = byBudgetLeft(skipped, request).slice(0, count - good.length);
  const taken = [...good, ...low.map(({ token }) => token)];
  await revokeOthers(deps, round, { skipped, taken });
  if (taken.length === 0) throw noneOf(skipped);
  for (const { name, failure } of refusedOf(skipped))
    deps.log.warning(`${name} is skipped: ${failure.message}`);
  for (const { why } of low) deps.log.warning(`All budgets that were tried are low; ${why}.`);
  if (taken.length < count)
    deps.log.warning(
      `Only ${taken.length} of ${count} tokens can be used. Add other owners, or lower \`count\`.`,
    );
  return taken;
}

async function tryCandidate(deps: SourceDeps, round: Round, index: number): Promise<Tried> {
  const { request, deadlineAtMs } = round;
  const name = nameOf(request.candidates, index);
  const share = { request, deadlineAtMs: deps.now() + (deadlineAtMs - deps.now()) * SHARE_OF_TIME };
  let token: ObtainedToken | null = null;
  try {
    token = await tokenOf(deps, share, index);
    const floorOf = (budget: { limit: number }) =>
      request.minRemaining ?? Math.ceil(budget.limit / LOW_SHARE);
    const checked = await checkToken(deps, { ...share, token, floorOf });
    if (checked.usable) return { state: 'good', token: checked.token, why: '' };
    if (checked.report.outcome === 'exhausted') {
      deps.log.info(`${name} is skipped: ${checked.why}.`);
      return { state: 'low', token: checked.token, why: `${name} is used: ${checked.why}` };
    }
    throw new SourceFailure('bad_token', `${checked.why}. Replace it in the secret.`);
  } catch (error) {
    if (!(error instanceof SourceFailure) || deps.signal.aborted) throw error;
    return { state: 'refused', token, name, failure: error };
  }
}

async function tokenOf(deps: SourceDeps, round: Round, index: number): Promise<ObtainedToken> {
  const { request, deadlineAtMs } = round;
  const candidate = request.candidates[index];
  if (candidate?.kind === 'app') {
    const reading = readPrivateKey(candidate.app.privateKeyPem, process.getBuiltinModule('node:crypto'));
    if (!reading.ok) throw new SourceFailure('bad_key', `Its private_key cannot be used: ${reading.rule}.`);
    const app = { ...candidate.app, privateKeyPem: reading.pem };
    const { githubApiUrl, job, minTtlSeconds } = request;
    return mintAppToken(deps, {
      app,
      source: 'apps',
      githubApiUrl,
      repository: job.repository,
      minTtlSeconds,
      deadlineAtMs,
    });
  }
  const token = listedToken(candidate?.token ?? '', index - countApps(request.candidates));
  deps.mask(...tokenMasks(token.token));
  deps.onObtained(token);
  return token;
}

function listedToken(text: string, index: number): ObtainedToken {
  const format = checkTokenFormat(text);
  if (!format.ok) throw new SourceFailure('bad_token', `It is refused: ${format.rule}.`);
  return obtainedToken({
    source: 'tokens',
    token: text,
    kind: format.kind,
    ownerRef: `tokens-${index + 1}`,
  });
}

function countApps(candidates: readonly Candidate[]): number {
  return candidates.filter(({ kind }) => kind === 'app').length;
}

/** Names a candidate by its number, so that nothing of a secret is quoted. */
function nameOf(candidates: readonly Candidate[], index: number): string {
  const apps = countApps(candidates);
  return index < apps ? `App ${index + 1} of \`apps\`` : `Token ${index - apps + 1} of \`tokens\``;
}

/** Skipped tokens with any budget left, most first. Excluded owners stay excluded. */
function byBudgetLeft(
  skipped: readonly Tried[],
  { exclude }: TokenRequest,
): Extract<Tried, { why: string }>[] {
  const left = (tried: Extract<Tried, { why: string }>) => tried.token.rateLimit?.remaining ?? 0;
  return skipped
    .flatMap((tried) => (tried.state === 'refused' ? [] : [tried]))
    .filter((tried) => left(tried) > 0 && !exclude.includes(tried.token.ownerRef ?? ''))
    .sort((one, other) => left(other) - left(one));
}

type Outcome = { readonly skipped: readonly Tried[]; readonly taken: readonly ObtainedToken[] };

/** Post retries what fails here: it knows every token that was obtained. */
async function revokeOthers(
  deps: SourceDeps,
  { request }: Round,
  { skipped, taken }: Outcome,
): Promise<void> {
  const texts = new Set(taken.map(({ token }) => token));
  const others = skipped.flatMap(({ token }) => (token !== null && !texts.has(token.token) ? [token] : []));
  await Promise.all(
    others.map(async (token) => {
      if (await isGone(deps, request.githubApiUrl, token)) deps.onSettled(token);
      else deps.log.info('A skipped token will be revoked at the end of the job.');
    }),
  );
}

async function isGone(deps: SourceDeps, githubApiUrl: string, token: ObtainedToken): Promise<boolean> {
  if (!token.mintedForThisJob) return true;
  try {
    const revocation = { githubApiUrl, token: token.token, timeoutMs: REVOKE_TIMEOUT_MS };
    return (await revokeInstallationToken(deps, revocation)) !== 'spent';
  } catch {
    return false;
  }
}

function refusedOf(skipped: readonly Tried[]) {
  return skipped.flatMap((tried) => (tried.state === 'refused' ? [tried] : []));
}

function noneOf(skipped: readonly Tried[]): SourceFailure {
  const failures = refusedOf(skipped);
  const spent = skipped.length - failures.length;
  const shown = failures.slice(0, MOST_REASONS).map(({ name, failure }) => `${name}: ${failure.message}`);
  const omitted = failures.length - shown.length;
  const lines = [
    'None of `apps` and `tokens` can be used.',
    ...shown,
    ...(omitted > 0 ? [`${omitted} more failed.`] : []),
    ...(spent > 0 ? [`Without budget: ${spent}. Budgets reset within the hour.`] : []),
  ];
  return new SourceFailure(
    spent > 0 ? 'exhausted' : (failures.at(-1)?.failure.code ?? 'no_credential'),
    lines.join(' '),
  );
}
