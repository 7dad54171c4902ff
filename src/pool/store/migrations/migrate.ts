import { DEFAULT_MIGRATION_TABLE as MIGRATION_TABLE, type Migration, Migrator, sql } from 'kysely';
import { CodedError } from '../../../coded-error.js';
import type { Dialect, Engine, Transaction } from '../engine.js';
import { factsOnlyMigration } from './facts-only.js';
import { firstMigrations } from './first.js';
import { legacyLabelMigration } from './legacy-label.js';
import { ownerChangesMigration } from './owner-changes.js';
import { policyEventsMigration } from './policy-events.js';

/** Every migration, in order. A released one never changes; a new one gets the next number. */
export function migrationsFor(dialect: Dialect): Record<string, Migration> {
  return {
    ...firstMigrations(dialect),
    '0006-policy-events': policyEventsMigration,
    '0007-facts-only': factsOnlyMigration,
    '0008-legacy-label': legacyLabelMigration,
    '0009-owner-changes': ownerChangesMigration(dialect),
  };
}

/** Their names; a store that is open has applied all of them. */
export const MIGRATION_NAMES: readonly string[] = Object.keys(migrationsFor('sqlite'));

/**
 * Migrates the database to this version's schema, in one transaction under the allocation lock: safe while replicas
 * start together, and while replicas of the previous version still lease.
 */
export async function migrate(engine: Engine): Promise<void> {
  await engine.transaction(async ({ db, dialect, rows }) => {
    // A large table takes longer than the timeout for statements of requests.
    if (dialect === 'postgres') {
      await rows('set local statement_timeout = 0');
      await requireCreateRight(rows);
    }
    const applied = await appliedMigrations(db);
    refuseNewer(applied);
    if (applied.length === MIGRATION_NAMES.length) return;
    const migrator = new Migrator({ db, provider: { getMigrations: async () => migrationsFor(dialect) } });
    const { error } = await migrator.migrateToLatest();
    if (!error) return;
    throw new Error('a migration failed', { cause: error });
  });
}

/** A newer version of the pool has changed the tables. Replicas of this one that are running lease on. */
class NewerDatabaseError extends CodedError<'NEWER_VERSION'> {}

function refuseNewer(applied: readonly string[]): void {
  const unknown = applied.filter((name) => !MIGRATION_NAMES.includes(name));
  if (unknown.length > 0)
    throw new NewerDatabaseError('NEWER_VERSION', `it has the migrations ${unknown.join(', ')}`);
}

async function appliedMigrations(db: Transaction['db']): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === MIGRATION_TABLE)) return [];
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(MIGRATION_TABLE)}`.execute(db);
  return rows.map(({ name }) => name);
}

/** PostgreSQL's code for insufficient privileges. */
class MissingRightError extends CodedError<'42501'> {}

/**
 * Checked first: when Kysely fails to create its table it queries again, in a transaction that PostgreSQL has aborted,
 * and the reason is lost.
 */
async function requireCreateRight(rows: Transaction['rows']): Promise<void> {
  const [row] = await rows<{ may_begin: boolean | null }>(
    `select has_schema_privilege(current_schema(), 'create') or to_regclass('kysely_migration') is not null as may_begin`,
  );
  if (!row?.may_begin) throw new MissingRightError('42501', 'the user may not create tables in the schema');
}
