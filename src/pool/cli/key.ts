import type { Command } from 'commander';
import type { ApiKey } from '../store/records.js';
import { UsageError } from '../usage-error.js';
import { type CliIo, type CommonOptions, print } from './io.js';
import { common, expiryOf, labelOption, labelsOption, nameOption, wholeNumber } from './options.js';
import { table, when } from './table.js';
import { withPool } from './with-pool.js';

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
  const key = program.command('key').description('API keys: who may lease, and who may administer');
  common(key.command('create'))
    .description('make a key and print it, once')
    .requiredOption('--name <name>', 'who holds it, as the audit log shows it', nameOption)
    .option('--role <role>', 'lease or admin', 'lease')
    .option(
      '--label <label>',
      'a label it may lease under besides the default; may be repeated',
      labelsOption,
    )
    .option(
      '--legacy-label <label>',
      'the label under which clients of mise-versions, who can name none, lease with it',
      labelOption,
    )
    .option('--quota <leases>', 'leases per hour', wholeNumber(1, 1_000_000))
    .option('--expires <when>', 'a date, or a time such as 90d')
    .action((options: CreateOptions) => createKey(io, options));
  common(key.command('list'))
    .description('list keys, without their secrets')
    .action((options: CommonOptions) => listKeys(io, options));
  common(key.command('revoke'))
    .description('refuse a key from now on')
    .argument('<key>', 'its id, name or prefix')
    .action((id: string, options: CommonOptions) => revokeKey(io, id, options));
}

async function createKey(io: CliIo, options: CreateOptions): Promise<void> {
  const { name, role } = options;
  if (role !== 'lease' && role !== 'admin') throw new UsageError('--role: write lease or admin');
  const expiresAtMs = options.expires === undefined ? null : expiryOf(options.expires, io.now());
  await withPool(io, options, async ({ store }) => {
    const { legacyLabel = '' } = options;
    const labels = [...new Set([...(options.label ?? []), ...(legacyLabel === '' ? [] : [legacyLabel])])];
    const made = await store.keys.create({
      name,
      role,
      labels,
      legacyLabel,
      quotaPerHour: options.quota ?? null,
      expiresAtMs,
    });
    await store.audit.record({
      actor: 'cli',
      action: 'key.created',
      subject: made.key.prefix,
      detail: `${role} ${name}`,
    });
    const use = role === 'admin' ? 'the admin endpoints' : 'the input api-secret of the action';
    io.err(`Keep this key now, it is not shown again. It is for ${use}.\n`);
    print(io, options, { json: { ...viewOf(made.key), key: made.secret }, text: made.secret });
  });
}

async function listKeys(io: CliIo, options: CommonOptions): Promise<void> {
  await withPool(io, options, async ({ store }) => {
    const keys = await store.keys.list();
    const rows = keys.map((key) => [
      key.id,
      key.name,
      key.prefix,
      key.role,
      key.labels.join(','),
      key.quotaPerHour,
      stateOf(key, io.now()),
      when(key.lastUsedAtMs),
    ]);
    const headings = ['ID', 'NAME', 'PREFIX', 'ROLE', 'LABELS', 'QUOTA/H', 'STATE', 'LAST USED'];
    const empty = 'There are no keys yet; make one with "token-pool key create --name ci".';
    print(io, options, { json: keys.map(viewOf), text: table(headings, rows, empty) });
  });
}

async function revokeKey(io: CliIo, id: string, options: CommonOptions): Promise<void> {
  await withPool(io, options, async ({ store }) => {
    if (!(await store.keys.revoke(id))) {
      throw new UsageError('no single key has that id, name or prefix; "token-pool key list" shows them');
    }
    await store.audit.record({ actor: 'cli', action: 'key.revoked', subject: id });
    print(io, options, { json: { revoked: id }, text: `The key ${id} is refused from now on.` });
  });
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
    expires_at: iso(key.expiresAtMs),
    revoked_at: iso(key.revokedAtMs),
    last_used_at: iso(key.lastUsedAtMs),
    created_at: iso(key.createdAtMs),
  };
}

function iso(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
