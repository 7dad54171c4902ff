import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { tokenMasks } from '../runner/masks.js';
import type { Runner } from '../runner/types.js';
import { reportLease } from '../sources/lease.js';
import { revokeInstallationToken } from '../sources/revoke.js';
import { maskSecretInputs } from '../sources/source-inputs.js';
import { type BudgetReading, type RequestDeps, type ObtainedToken, SourceFailure } from '../sources/types.js';
import { readBudget } from '../sources/read-budget.js';
import { usageReport } from '../sources/usage-report.js';
import { type ActionDeps, requestDepsOf } from '../start.js';
import { addToSummary } from '../summary/add-to-summary.js';
import type { SummaryEntry } from '../summary/table.js';
import type { GitUndo } from '../tools/git-environment.js';
import { restoreExports } from '../tools/git-restore.js';
import { type Folder, readCached, readSettings } from './folder.js';
import { needsSettling, openTokens } from './ledger.js';
import { loadState } from './state.js';
import { stopKeeper } from './stop-keeper.js';
import { summaryEntry } from './summary-entry.js';
import { FILES } from './types.js';
import { type UsedToken, usedTokens } from './used-tokens.js';

const READ_TIMEOUT_MS = 3_000;
const SETTLE_TIMEOUT_MS = 5_000;

/** What must be read before the folder is deleted. */
type Leftovers = {
  readonly tokens: readonly ObtainedToken[];
  readonly used: readonly UsedToken[];
  readonly githubApiUrl: string;
  readonly bucket: string;
  /** The token in use at the end, the only one whose budget is reported. */
  readonly lastToken: string | null;
};

/**
 * refresh-token's post: restores git, stops the keeper, deletes every file, then settles the job's tokens. The network
 * comes last, because it may be slow and a cancelled job has only seconds.
 */
export async function endRefreshing(deps: ActionDeps): Promise<void> {
  const entry = await endAll(deps);
  await addToSummary(deps.runner, entry);
}

/** Null if there is nothing for the summary. */
async function endAll(deps: ActionDeps): Promise<SummaryEntry | null> {
  const { runner } = deps;
  maskSecretInputs(runner.inputs, runner.mask);
  const state = loadState(runner);
  if (state === null) return null;
  if (state.gitUndo !== null) restoreGit(runner, state.gitUndo);
  if (state.role === 'later') return null;
  const folder: Folder = { path: state.folder };
  if (!existsSync(folder.path)) {
    runner.log.info('The private folder is already gone; open leases expire by themselves.');
    return null;
  }
  await endKeeper(deps, folder);
  const leftovers = collect(folder);
  runner.mask(...leftovers.tokens.flatMap(({ token }) => tokenMasks(token)));
  showKeeperLog(runner, folder);
  rmSync(folder.path, { recursive: true, force: true });
  const end = readAtEnd(deps, leftovers);
  await settleAll(deps, leftovers, end);
  return state.summary ? summaryEntry(leftovers.used, { end: await end, bucket: leftovers.bucket }) : null;
}

function restoreGit(runner: Runner, undo: GitUndo): void {
  if (runner.missingFiles(['GITHUB_ENV']).length > 0) return;
  for (const [name, value] of restoreExports(runner.env, undo)) runner.exportVariable(name, value);
}

async function endKeeper(deps: ActionDeps, folder: Folder): Promise<void> {
  const { log } = deps.runner;
  const outcome = await stopKeeper({ sleep: (ms) => deps.sleep(ms) }, folder);
  if (outcome === 'stopped') log.debug('The keeper has stopped.');
  if (outcome === 'none') log.info('The keeper was no longer running; tokens were renewed on demand.');
  if (outcome === 'survived') log.warning('The keeper could not be stopped; it will exit within seconds.');
}

function collect(folder: Folder): Leftovers {
  const settings = readSettings(folder);
  const read = readCached(folder);
  return {
    tokens: openTokens(folder).filter(needsSettling),
    used: usedTokens(folder.path),
    githubApiUrl: 'fault' in settings ? '' : settings.request.githubApiUrl,
    bucket: 'fault' in settings ? '' : settings.request.bucket,
    lastToken: read.state === 'ok' ? read.credentials.token : null,
  };
}

function showKeeperLog(runner: Runner, folder: Folder): void {
  if (runner.env.RUNNER_DEBUG !== '1') return;
  const path = join(folder.path, FILES.log);
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : [];
  runner.log.group('Log of the keeper', lines.slice(-200));
}

/** The budgets of the token in use at the end. */
async function readAtEnd(deps: ActionDeps, leftovers: Leftovers): Promise<BudgetReading> {
  const { githubApiUrl, lastToken: token } = leftovers;
  if (token === null) return { state: 'unknown', why: 'there is no token' };
  try {
    return await readBudget(deps, { githubApiUrl, token, timeoutMs: READ_TIMEOUT_MS });
  } catch {
    return { state: 'unknown', why: 'the job was cancelled' };
  }
}

async function settleAll(deps: ActionDeps, leftovers: Leftovers, end: Promise<BudgetReading>): Promise<void> {
  const { log } = deps.runner;
  const requestDeps = requestDepsOf(deps);
  const outcomes = await Promise.all(
    leftovers.tokens.map(async (token) => {
      const reading = token.token === leftovers.lastToken ? await end : null;
      const { githubApiUrl, bucket } = leftovers;
      return settle(requestDeps, { token, reading, githubApiUrl, bucket }).catch(() => 'failed' as const);
    }),
  );
  const count = (outcome: string) => outcomes.filter((one) => one === outcome).length;
  const [released, revoked, failed] = [count('released'), count('revoked'), count('failed')];
  if (released + revoked > 0) {
    log.info(`Gave back ${counted(released, 'lease')} and revoked ${counted(revoked, 'token')} of this job.`);
  }
  if (failed > 0) {
    log.warning(
      `${counted(failed, 'token')} could not be given back; leases and tokens expire by themselves.`,
    );
  }
}

function counted(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}

type Settling = {
  readonly token: ObtainedToken;
  /** Null for a token that was replaced. */
  readonly reading: BudgetReading | null;
  readonly githubApiUrl: string;
  readonly bucket: string;
};

async function settle(
  deps: RequestDeps,
  { token, reading, githubApiUrl, bucket }: Settling,
): Promise<'released' | 'revoked' | 'nothing'> {
  if (token.lease !== null && token.lease.leaseId !== null) {
    await reportLease(deps, {
      lease: token.lease,
      body: usageReport(reading, { bucket, budgets: token.rateLimit ? [token.rateLimit] : [] }),
      timeoutMs: SETTLE_TIMEOUT_MS,
    }).catch(ignoreEnded);
    return 'released';
  }
  // Nothing to revoke once it has expired.
  const hasExpired = token.expiresAtMs !== null && token.expiresAtMs < deps.now();
  if (!token.mintedForThisJob || hasExpired) return 'nothing';
  const revocation = { githubApiUrl, token: token.token, timeoutMs: SETTLE_TIMEOUT_MS };
  const outcome = await revokeInstallationToken(deps, revocation);
  return outcome === 'spent' ? 'nothing' : 'revoked';
}

/** A lease that the pool already ended, for example by replacing its token, counts as settled. */
function ignoreEnded(error: unknown): void {
  const isEnded = error instanceof SourceFailure && error.code === 'lease_ended';
  if (!isEnded) throw error;
}
