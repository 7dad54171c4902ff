import type { Command } from 'commander';
import { isoOrNull } from '../format/iso-time.js';
import { mintProblems } from '../owners/installations.js';
import { createOwnerControls, type OwnerControls } from '../owners/owner-controls.js';
import { printable } from '../format/printable.js';
import type { Owner } from '../store/records.js';
import type { Store } from '../store/types.js';
import { UsageError } from '../faults/usage-error.js';
import { confirm } from './confirm.js';
import { type CliIo, type CommonOptions, print } from './io.js';
import { withCommonOptions, withYesOption, wholeNumber } from './options.js';
import { fateOf } from './revocations.js';
import { clockTime, table } from './table.js';
import { commandOwnersDeps, withPool } from './with-pool.js';

const NAMED_BY = 'its reference, id or login';

/** `token-pool owner`: the owners whose budgets the pool lends. */
export function addOwnerCommand(program: Command, io: CliIo): void {
  const owner = program.command('owner').description('the owners whose budgets the pool lends');
  const named = (name: string, description: string) =>
    withCommonOptions(owner.command(name)).description(description).argument('<owner>', NAMED_BY);
  withCommonOptions(owner.command('list'))
    .description('list owners and their remaining core budgets')
    .action((options: CommonOptions) => list(io, options));
  named('pause', 'lease no tokens of this owner until it is resumed').action(
    (text: string, options: CommonOptions) =>
      change(io, { text, options }, async (controls, { id }) => {
        await controls.pause(id);
        return 'is paused';
      }),
  );
  named('resume', 'lend again').action((text: string, options: CommonOptions) =>
    change(io, { text, options }, async (controls, { id }) => {
      await controls.resume(id);
      return 'is lent again';
    }),
  );
  named('reserve', 'set the share of every budget that stays with the owner')
    .argument('<percent>', 'from 0 to 100, or "default"', (text) =>
      text === 'default' ? null : wholeNumber(0, 100)(text),
    )
    .action((text: string, percent: number | null, options: CommonOptions) =>
      change(io, { text, options }, async (controls, { id }) => {
        await controls.setReserve(id, percent === null ? null : percent / 100);
        return percent === null ? 'keeps the share of the configuration' : `keeps ${percent} %`;
      }),
    );
  withYesOption(owner.command('remove'))
    .description('forget the owner and its tokens, revoking sign-ins at GitHub')
    .argument('<owner>', NAMED_BY)
    .action((text: string, options: CommonOptions) =>
      change(io, { text, options }, async (controls, { id, login, ref }) => {
        await confirm(io, options, `Forget ${login} (${ref}) and all its tokens?`);
        return fateOf(await controls.leave(id));
      }),
    );
}

async function change(
  io: CliIo,
  about: { text: string; options: CommonOptions },
  apply: (controls: OwnerControls, owner: Owner) => Promise<string>,
): Promise<void> {
  await withPool(io, about.options, async (pool) => {
    const owner = await findOwner(pool.store, about.text);
    const result = await apply(createOwnerControls(commandOwnersDeps(pool, io), 'cli'), owner);
    const now = await pool.store.owners.find(owner.id);
    print(io, about.options, {
      json: {
        owner: owner.ref,
        login: owner.login,
        paused: now?.paused ?? true,
        reserve: now?.reserve ?? null,
        status: now?.status ?? 'removed',
      },
      text: `${printable(owner.login)} (${owner.ref}) ${result}.`,
    });
  });
}

async function findOwner(store: Store, text: string): Promise<Owner> {
  const found = (await store.owners.find(text)) ?? (await store.owners.findByRef(text));
  if (found && found.status !== 'removed') return found;
  const named = (await store.owners.list()).filter(
    (owner) => owner.login === text && owner.status !== 'removed',
  );
  const [only] = named;
  if (only && named.length === 1) return only;
  throw new UsageError(
    named.length > 1
      ? `several owners are called ${text}; name one by its reference, which "token-pool owner list" shows`
      : 'no owner has that reference, id or login; "token-pool owner list" shows them',
    { code: 'not_found' },
  );
}

async function list(io: CliIo, options: CommonOptions): Promise<void> {
  await withPool(io, options, async ({ store }) => {
    const owners = (await store.owners.list()).filter((owner) => owner.status !== 'removed');
    const problems = await mintProblems(store);
    const views = await Promise.all(
      owners.map(async (owner) => ({
        ...(await viewOf(store, owner, io.now())),
        problem: problems.get(owner.ref)?.reason ?? null,
      })),
    );
    const rows = views.map((row) => [
      row.owner,
      row.login,
      row.kind === 'installation' ? 'App' : row.kind,
      row.problem === null ? row.state : `no new token: ${row.problem}`,
      row.remaining,
      row.limit,
      clockTime(row.resets_at),
      row.open_leases,
      row.reserve_percent === null ? 'default' : `${row.reserve_percent} %`,
    ]);
    const headings = ['OWNER', 'LOGIN', 'KIND', 'STATE', 'LEFT', 'LIMIT', 'RESETS', 'LEASES', 'RESERVE'];
    const empty = 'There are no owners yet; add a token with "token-pool token add < token.txt".';
    print(io, options, { json: { owners: views }, text: table(headings, rows, empty) });
  });
}

async function viewOf(store: Store, owner: Owner, nowMs: number) {
  const core = await store.budgets.find(owner.id, 'core');
  const isResting = owner.cooldownUntilMs > nowMs;
  return {
    owner: owner.ref,
    id: owner.id,
    login: owner.login,
    kind: owner.kind,
    state: owner.paused
      ? 'paused'
      : isResting
        ? `resting (${owner.cooldownReason ?? 'unknown reason'})`
        : owner.status,
    remaining: core?.remaining ?? null,
    limit: core?.limit ?? null,
    resets_at: isoOrNull(core?.resetAtMs ?? null),
    open_leases: core?.openLeases ?? 0,
    reserve_percent: owner.reserve === null ? null : Math.round(owner.reserve * 100),
    last_leased_at: isoOrNull(owner.lastLeasedAtMs),
  };
}
