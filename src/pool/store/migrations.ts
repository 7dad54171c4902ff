import { setTimeout } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { Engine } from './engine.js';
import type { Database } from './schema.js';
import { BUSY_TIMEOUT_MS } from './sqlite-engine.js';

/** Columns by type; a `?` after a name means that it may be null. */
type Columns = { text?: string; int?: string; real?: string; key: readonly string[] };

const TABLES: { readonly [table: string]: Columns } = {
  owners: {
    text: 'id ref kind login api_url status cooldown_reason?',
    int: 'account_id paused cooldown_until_ms probe_due_ms probed_at_ms? created_at_ms',
    real: 'reserve?',
    key: ['id'],
  },
  budgets: {
    text: 'owner_id bucket',
    int: 'limit_ remaining reset_at_ms? seen_at_ms probed_remaining? open_leases usable token_until_ms legacy_until_ms closed_since_ms? opened_at_ms wake_at_ms slot version',
    real: 'lend_limit lend_remaining promised promised_variance static_score',
    key: ['owner_id', 'bucket'],
  },
  leases: {
    text: 'id owner_id bucket principal_id principal_name repository workflow job run_id event_name label state outcome? explanation',
    int: 'token_id run_attempt granted_at_ms expected_end_ms ends_at_ms settled_at_ms?',
    real: 'need deviation requests_spent? lowered',
    key: ['id'],
  },
  demand: {
    text: 'key repository workflow job',
    int: 'reports updated_at_ms',
    real: 'mean deviation seconds',
    key: ['key'],
  },
  api_keys: {
    text: 'id name prefix hash role labels',
    int: 'quota_per_hour? expires_at_ms? revoked_at_ms? last_used_at_ms? created_at_ms',
    key: ['id'],
  },
  policies: { text: 'id name document', int: 'created_at_ms', key: ['id'] },
  oidc_replays: { text: 'jti', int: 'expires_at_ms', key: ['jti'] },
  sessions: { text: 'id owner_id', int: 'created_at_ms expires_at_ms', key: ['id'] },
  apps: { text: 'id client_id? name api_url sealed_key', int: 'app_id created_at_ms', key: ['id'] },
  budget_history: {
    text: 'bucket',
    int: 'at_ms owners open_leases',
    real: 'limit_ remaining promised',
    key: ['bucket', 'at_ms'],
  },
  settings: { text: 'name value', key: ['name'] },
  locks: { text: 'name holder', int: 'until_ms', key: ['name'] },
};

const WITH_SERIAL_ID: { readonly [table: string]: Omit<Columns, 'key'> } = {
  tokens: {
    text: 'owner_id kind label scopes sealed fingerprint sealed_refresh? status origin',
    int: 'can_write legacy_format expires_at_ms? refresh_expires_at_ms? suspicions suspected_at_ms? next_probe_at_ms? usage_count last_used_at_ms? created_at_ms',
  },
  audit: { text: 'actor action subject detail', int: 'at_ms' },
};

/** Partial indexes keep what every claim touches as small as what is open or due. */
const INDEXES = [
  'create unique index owners_ref on owners (ref)',
  "create index owners_probe on owners (probe_due_ms) where status <> 'removed'",
  "create unique index tokens_fingerprint on tokens (fingerprint) where status <> 'removed'",
  'create index tokens_owner on tokens (owner_id)',
  "create index tokens_expiry on tokens (expires_at_ms) where status = 'active'",
  "create index tokens_suspect on tokens (next_probe_at_ms) where status = 'suspect'",
  'create index budgets_rank on budgets (bucket, usable, slot, static_score desc)',
  'create index budgets_wake on budgets (wake_at_ms)',
  'create index budgets_opened on budgets (bucket, opened_at_ms)',
  'create index budgets_closed on budgets (bucket, closed_since_ms) where usable = 1 and open_leases = 0',
  "create index leases_open on leases (owner_id, bucket) where state = 'open'",
  "create index leases_run on leases (run_id) where state = 'open'",
  'create index leases_owner on leases (owner_id, granted_at_ms)',
  'create index leases_principal on leases (principal_id, granted_at_ms)',
  'create index leases_granted on leases (granted_at_ms, id)',
  "create index leases_settled on leases (settled_at_ms) where state = 'settled'",
  'create unique index api_keys_hash on api_keys (hash)',
  'create unique index policies_name on policies (name)',
  'create index oidc_replays_expiry on oidc_replays (expires_at_ms)',
  'create index sessions_owner on sessions (owner_id)',
  'create index audit_time on audit (at_ms)',
];

function columnsOf(columns: Omit<Columns, 'key'>): string[] {
  const declared = (names: string | undefined, type: string): string[] =>
    (names ?? '')
      .split(' ')
      .filter(Boolean)
      .map((name) => (name.endsWith('?') ? `${name.slice(0, -1)} ${type}` : `${name} ${type} not null`));
  return [
    ...declared(columns.text, 'text'),
    ...declared(columns.int, 'bigint'),
    ...declared(columns.real, 'double precision'),
  ];
}

/** The first migration. Later ones are appended to `migrationsFor` under the next number and never change. */
function firstMigration(dialect: Engine['dialect']): Migration {
  const serial =
    dialect === 'sqlite'
      ? 'id integer primary key autoincrement'
      : 'id bigint generated by default as identity primary key';
  const statements = [
    ...Object.entries(TABLES).map(
      ([table, columns]) =>
        `create table ${table} (${columnsOf(columns).join(', ')}, primary key (${columns.key.join(', ')}))`,
    ),
    ...Object.entries(WITH_SERIAL_ID).map(
      ([table, columns]) => `create table ${table} (${[serial, ...columnsOf(columns)].join(', ')})`,
    ),
    ...INDEXES,
  ];
  return {
    async up(db: Kysely<unknown>) {
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}

const ROOM = '(lend_remaining - promised - 2 * sqrt(promised_variance))';

/** Who has most headroom is found without reading all of a large pool; the owners of a run without its leases. */
const secondMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await sql.raw(`create index budgets_room on budgets (bucket, usable, ${ROOM} desc)`).execute(db);
    await sql
      .raw("create index tokens_label on tokens (label, owner_id) where status = 'active' and label <> ''")
      .execute(db);
    await sql.raw('drop index leases_run').execute(db);
    // An owner's history takes in a lease when it ends: legs that begin together should write little.
    await sql.raw('drop index leases_owner').execute(db);
    await sql
      .raw("create index leases_ended on leases (owner_id, granted_at_ms) where state <> 'open'")
      .execute(db);
    await sql
      .raw("create index leases_run on leases (run_id, repository, bucket, owner_id) where state = 'open'")
      .execute(db);
  },
};

/** A burst of legs writes few indexes: of each lease only what is looked for while it is open, or is counted. */
const thirdMigration: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of [
      'alter table leases add column counted bigint not null default 1',
      'drop index leases_principal',
      'create index leases_counted on leases (principal_id, granted_at_ms) where counted = 1',
      // Ids begin with the time, and the primary key keeps them in that order.
      'drop index leases_granted',
      'drop index leases_settled',
      "create index leases_settled on leases (settled_at_ms) where state <> 'open'",
      'drop index budgets_room',
      'alter table budgets add column room_step bigint not null default 0',
      // As `roomStep` of standing.ts.
      `update budgets set room_step = 1 + floor(4 * ln(${ROOM}) / ln(2)) where ${ROOM} >= 1`,
      'create index budgets_room on budgets (bucket, usable, room_step desc)',
    ])
      await sql.raw(statement).execute(db);
  },
};

/** Large pools find the best of a slot, and whose window was closed first, without reading others. */
const fourthMigration: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of [
      // Idle owners score alike but for the end of their windows.
      'drop index budgets_rank',
      'create index budgets_rank on budgets (bucket, usable, slot, static_score desc, reset_at_ms)',
      'drop index budgets_closed',
      'create index budgets_closed on budgets (bucket, closed_since_ms) where usable = 1 and open_leases = 0 and closed_since_ms is not null',
    ])
      await sql.raw(statement).execute(db);
  },
};

const FIRST = '0001-first';
const SECOND = '0002-room';
const THIRD = '0003-leases';
const FOURTH = '0004-slots';

/** Every migration in its order; a store that is open has applied all of them. */
export const MIGRATION_NAMES = [FIRST, SECOND, THIRD, FOURTH] as const;

function migrationsFor(dialect: Engine['dialect']): Record<string, Migration> {
  return {
    [FIRST]: firstMigration(dialect),
    [SECOND]: secondMigration,
    [THIRD]: thirdMigration,
    [FOURTH]: fourthMigration,
  };
}

/**
 * Brings the database to this version's schema, safe when several replicas start together: the migrator takes
 * an advisory lock on PostgreSQL, and on SQLite this takes the write lock before the migrator looks.
 */
export async function migrate({ db, dialect }: Engine): Promise<void> {
  if (dialect === 'postgres') return runMigrations(db, dialect);
  await takeWriteLock(db);
  try {
    await runMigrations(db, dialect);
    await sql`commit`.execute(db);
  } catch (error) {
    await sql`rollback`.execute(db);
    throw error;
  }
}

const LOCK_TRIES = 300;
const LOCK_PAUSE_MS = 100;

/**
 * Waits for the lock between tries and not within one: SQLite's own waiting would stop the event loop, on which
 * another store of this process may be about to commit.
 */
async function takeWriteLock(db: Kysely<Database>): Promise<void> {
  await sql`pragma busy_timeout = 0`.execute(db);
  for (let tries = 1; ; tries += 1) {
    try {
      await sql`begin immediate`.execute(db);
      break;
    } catch (error) {
      if (tries >= LOCK_TRIES || !/locked/.test(String(error))) throw error;
      await setTimeout(LOCK_PAUSE_MS);
    }
  }
  await sql.raw(`pragma busy_timeout = ${BUSY_TIMEOUT_MS}`).execute(db);
}

async function runMigrations(db: Kysely<Database>, dialect: Engine['dialect']): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrationsFor(dialect) } });
  const { error } = await migrator.migrateToLatest();
  if (error) {
    throw new Error(
      'The database could not be brought to this version of the pool; restore it or use a newer pool.',
      {
        cause: error,
      },
    );
  }
}

/** Tables whose ids the database counts up. */
export const SERIAL_TABLES = Object.keys(WITH_SERIAL_ID) as (keyof Database)[];

/** Every table of the pool. */
export const TABLE_NAMES = [...(Object.keys(TABLES) as (keyof Database)[]), ...SERIAL_TABLES];
