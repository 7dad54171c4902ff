import type { LeaseRecord, Owner, Token } from '../store/records.js';
import { coreFirst } from './core-first.js';
import type { ViewDeps } from './deps.js';
import type { OwnLendingView } from './page/home.js';
import type { JoiningView } from './page/joining.js';
import type { LendingState } from './page/lending.js';
import type { MeView, Notice, OwnTokenView } from './page/me.js';
import type { UsesView, UseView } from './page/uses.js';

const USES_SHOWN = 50;
const USES_ON_ME = 10;

export function joiningView(deps: ViewDeps): JoiningView {
  const { operator, reservePercent, canJoin } = deps;
  return { operator, reservePercent, canJoin };
}

/** If the token is unavailable for several reasons, names the one that lasts longest. */
function lendingState(owner: Owner, now: { tokens: readonly Token[]; nowMs: number }): LendingState {
  const has = (status: Token['status']) => now.tokens.some((token) => token.status === status);
  if (owner.status === 'suspended') return 'refused';
  if (!has('active') && !has('suspect')) return 'stopped';
  if (owner.paused) return 'paused';
  if (!has('active')) return 'checking';
  return owner.cooldownUntilMs > now.nowMs ? 'resting' : 'lending';
}

/** A contributor's own lending, for the front page. */
export async function ownLendingView({ store }: ViewDeps, owner: Owner): Promise<OwnLendingView> {
  const [nowMs, tokens] = await Promise.all([store.nowMs(), store.tokens.ofOwner(owner.id)]);
  return { ref: owner.ref, state: lendingState(owner, { tokens, nowMs }) };
}

const TOKEN_WORDS: { readonly [kind: string]: string } = {
  oauth: 'OAuth sign-in',
  app_user: 'App sign-in',
  pat: 'personal access token',
  installation: 'App installation',
};

function ownTokenView(token: Token): OwnTokenView {
  const states = {
    active: 'in use',
    suspect: 'being checked',
    unreadable: 'no longer valid',
    dead: 'no longer valid',
    removed: 'no longer valid',
  } as const;
  return {
    tokenId: token.id,
    kind: TOKEN_WORDS[token.kind] ?? token.kind,
    addedAtMs: token.createdAtMs,
    expiresAtMs: token.expiresAtMs,
    state: states[token.status],
  };
}

/** A lease by a program or a mise-versions client names no run: its run id is 0. */
function useView(lease: LeaseRecord, githubServerUrl: string): UseView {
  const { runId, workflow, job } = lease;
  const isKnown = runId !== '0';
  const url = `${githubServerUrl}/${lease.repository}/actions/runs/${runId}/attempts/${lease.runAttempt}`;
  return {
    atMs: lease.grantedAtMs,
    repository: isKnown ? lease.repository : lease.principalName,
    run: isKnown ? { id: runId, url, workflow, job } : null,
    requestsSpent: lease.requestsSpent,
    state: lease.state,
  };
}

type Asker = { owner: Owner; csrf: string };

/** Gathers a contributor's own page: everything about their tokens, nothing about others. */
export async function meView(deps: ViewDeps, { owner, csrf }: Asker, notice: Notice | null): Promise<MeView> {
  const [nowMs, budgets, tokens, uses] = await Promise.all([
    deps.store.nowMs(),
    deps.store.budgets.ofOwner(owner.id),
    deps.store.tokens.ofOwner(owner.id),
    usesView(deps, owner, { cursor: null, count: USES_ON_ME }),
  ]);
  return {
    nowMs,
    login: owner.login,
    ref: owner.ref,
    state: lendingState(owner, { tokens, nowMs }),
    reservePercent: owner.reserve === null ? deps.reservePercent : Math.round(100 * owner.reserve),
    budgets: coreFirst(budgets),
    tokens: tokens.filter((token) => token.status !== 'removed').map(ownTokenView),
    uses: uses.uses,
    hasMoreUses: uses.olderCursor !== null,
    csrf,
    notice,
  };
}

/** A position in the list of uses: after `skip` of those granted at `atMs`, since leases of one batch have the same time. */
type Cursor = { atMs: number; skip: number };

/** The cursor that a link to older uses carries, or null when it is none. */
export function readCursor(text: unknown): Cursor | null {
  const [, atMs, skip] = (typeof text === 'string' && /^(\d{1,15})-(\d{1,4})$/.exec(text)) || [];
  return atMs === undefined ? null : { atMs: Number(atMs), skip: Number(skip) };
}

/** A page of the uses of a contributor's tokens, newest first. */
export async function usesView(
  deps: ViewDeps,
  owner: Owner,
  { cursor, count = USES_SHOWN }: { cursor: Cursor | null; count?: number },
): Promise<UsesView> {
  const skip = cursor?.skip ?? 0;
  const beforeMs = cursor === null ? undefined : cursor.atMs + 1;
  const found = (await deps.store.leases.ofOwner(owner.id, skip + count + 1, beforeMs)).slice(skip);
  const shown = found.slice(0, count);
  const last = shown.at(-1);
  return {
    uses: shown.map((lease) => useView(lease, deps.githubServerUrl)),
    olderCursor: last && found.length > count ? cursorAfter(shown, cursor, last.grantedAtMs) : null,
    isNewest: cursor === null,
  };
}

function cursorAfter(shown: readonly LeaseRecord[], from: Cursor | null, atMs: number): string {
  const here = shown.filter((lease) => lease.grantedAtMs === atMs).length;
  return `${atMs}-${here + (from?.atMs === atMs ? from.skip : 0)}`;
}
