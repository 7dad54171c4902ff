import { type Kysely, type Migration, sql } from 'kysely';

const DERIVED_INDEXES =
  'budgets_rank budgets_wake budgets_opened budgets_closed budgets_room leases_open leases_run leases_ended leases_counted tokens_label tokens_suspect';

const DERIVED_COLUMNS = {
  budgets:
    'lend_limit lend_remaining promised promised_variance open_leases usable token_until_ms legacy_until_ms opened_at_ms wake_at_ms slot static_score room_step version',
  leases: 'counted',
  tokens: 'usage_count last_used_at_ms',
};

const STATEMENTS = [
  // Jobs' complaints used to make suspects too; now only the pool's own probes do.
  "update tokens set status = 'active', suspected_at_ms = null where status = 'suspect' and suspicions = 0",
  ...DERIVED_INDEXES.split(' ').map((index) => `drop index ${index}`),
  ...Object.entries(DERIVED_COLUMNS).flatMap(([table, columns]) =>
    columns.split(' ').map((column) => `alter table ${table} drop column ${column}`),
  ),
  'alter table leases add column complaint text',
  'alter table leases add column complaint_until_ms bigint',
  // Covers what claims read of open leases. The state is part of the key too, or SQLite would read every lease that an
  // owner ever granted to find the open ones.
  `create index leases_open on leases (owner_id, state, bucket, ends_at_ms, need, deviation, granted_at_ms,
    expected_end_ms) where state = 'open'`,
  "create index leases_run on leases (run_id) where state = 'open'",
  'create index leases_owner on leases (owner_id, granted_at_ms, token_id)',
  'create index leases_principal on leases (principal_id, granted_at_ms)',
  'create index leases_complaint on leases (complaint_until_ms) where complaint is not null',
  'create index tokens_probe on tokens (next_probe_at_ms) where next_probe_at_ms is not null',
];

/** From here on tables hold facts only; everything else is computed from them (docs/adr/0008). */
export const factsOnlyMigration: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
