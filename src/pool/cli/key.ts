import type { Command } from 'commander';
import { isoOrNull } from '../format/iso-time.js';
import type { ApiKey } from '../store/records.js';
import { UsageError } from '../faults/usage-error.js';
import { confirm } from './confirm.js';
import { createNamedKey } from './first-keys.js';
import { type CliIo, type CommonOptions, print } from './io.js';
import {
  withInitOption,
  withCommonOptions,
  expiryOf,
  labelOption,
  labelsOption,
  nameOption,
  withYesOption,
  wholeNumber,
} from './options.js';
import { day, table } from './table.js';
import { nameOf, withPool } from './with-pool.js';

type CreateOptions = CommonOptions & {
  name: string;
  role: string;
  label?: string[];
  legacyLabel?: string;
  quota?: number;
  expires?: string;
};

/** `token-pool key`: who may lease or administer by key. */
export function addKeyCommand(program: Command, io: CliIo): void {
  const key = program.command('key').description('API keys, for leasing or administration');
  withInitOption(key.command('create'))
    .description('create a key and print it once')
    .requiredOption('--name <name>', 'its holder, as in the audit log; must be unique', nameOption)
    .option('--role <role>', 'lease or admin', 'lease')
    .option('--label <label>', 'a further label it may lease under; may be repeated', labelsOption)
    .option(
      '--legacy-label <label>',
      'the label under which clients of mise-versions, who can name none, lease with it',
      labelOption,
    )
    .option('--quota <leases>', 'leases per hour', wholeNumber(1, 1_000_000))
    .option('--expires <when>', 'a date, or a time such as 90d')
    .action((options: CreateOptions) => createKey(io, options));
  withCommonOptions(key.command('list'))
    .description('list keys, without their secrets')
    .action((options: CommonOptions) => listKeys(io, options));
  withYesOption(key.command('revoke'))
    .description('revoke a key')
    .argument('<key>', 'its id, name or prefix')
    .action((id: string, options: CommonOptions) => revokeKey(io, id, options));
}

async function createKey(io: CliIo, options: CreateOptions): Promise<void> {
  const { name, role } = options;
  if (role !== 'lease' && role !== 'admin') throw new UsageError('--role: write lease or admin');
  const expiresAtMs = options.expires === undefined ? null : expiryOf(options.expires, io.now());
  await withPool(io, options, async ({ store, config }) => {
    const { legacyLabel = '' } = options;
    const labels = [...new Set([...(options.label ?? []), ...(legacyLabel === '' ? [] : [legacyLabel])])];
    const quotaPerHour = options.quota ?? null;
    const wanted = { name, role, labels, legacyLabel, quotaPerHour, expiresAtMs } as const;
    const made = await createNamedKey(store, wanted);
    await store.audit.record({
      actor: 'cli',
      action: 'key.created',
      subject: made.key.prefix,
      detail: `${role} ${name}`,
    });
    const use = role === 'admin' ? 'the admin endpoints' : 'the input api-secret of the action';
    const database = nameOf(config.database);
    io.err(`A key for ${use}, in the database ${database}. Keep it now: it is not shown again.\n`);
    print(io, options, { json: { ...viewOf(made.key), key: made.secret, database }, text: made.secret });
  });
}

async function listKeys(io: CliIo, options: CommonOptions): Promise<void> {
  await withPool(io, options, async ({ store }) => {
    const keys = await store.keys.list();
    const rows = keys.map((key) => [
      key.name,
      key.prefix,
      key.role,
      key.labels.join(','),
      key.quotaPerHour,
      stateOf(key, io.now()),
      day(isoOrNull(key.lastUsedAtMs)),
    ]);
    const headings = ['NAME', 'PREFIX', 'ROLE', 'LABELS', 'QUOTA/H', 'STATE', 'LAST USED'];
    const empty = 'There are no keys yet; create one with "token-pool key create --name ci".';
    print(io, options, { json: { keys: keys.map(viewOf) }, text: table(headings, rows, empty) });
  });
}

async function revokeKey(io: CliIo, id: string, options: CommonOptions): Promise<void> {
  await withPool(io, options, async ({ store }) => {
    const found = keysCalled(await store.keys.list(), id);
    const [key] = found;
    if (!key || found.length > 1) {
      const problem = key ? 'several keys have that name' : 'no active key has that id, name or prefix';
      throw new UsageError(`${problem}; "token-pool key list" shows them`, { code: 'not_found' });
    }
    await confirm(io, options, `Revoke the key ${key.name} (${key.prefix})?`);
    await store.keys.revoke(key.id);
    await store.audit.record({ actor: 'cli', action: 'key.revoked', subject: key.prefix, detail: key.name });
    print(io, options, { json: { revoked: key.id }, text: `The key ${key.name} is revoked.` });
  });
}

/** By id or, when none has it, by name or prefix. */
function keysCalled(keys: readonly ApiKey[], text: string): ApiKey[] {
  const inUse = keys.filter((key) => key.revokedAtMs === null);
  const byId = inUse.filter((key) => key.id === text);
  return byId.length > 0 ? byId : inUse.filter(({ name, prefix }) => name === text || prefix === text);
}

function stateOf(key: ApiKey, nowMs: number): string {
  if (key.revokedAtMs !== null) return 'revoked';
  return key.expiresAtMs !== null && key.expiresAtMs <= nowMs ? 'expired' : 'active';
}

function viewOf(key: ApiKey) {
  return {
    id: key.id,
    name: key.name,
    prefix: key.prefix,
    role: key.role,
    labels: key.labels,
    legacy_label: key.legacyLabel === '' ? null : key.legacyLabel,
    quota_per_hour: key.quotaPerHour,
    expires_at: isoOrNull(key.expiresAtMs),
    revoked_at: isoOrNull(key.revokedAtMs),
    last_used_at: isoOrNull(key.lastUsedAtMs),
    created_at: isoOrNull(key.createdAtMs),
  };
}
