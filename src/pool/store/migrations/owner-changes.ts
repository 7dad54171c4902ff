import { type Kysely, type Migration, sql } from 'kysely';
import type { Dialect } from '../engine.js';
import { ALLOCATION_LOCK } from '../engines/postgres.js';

/**
 * The facts that ranking uses: each table with its owner column and the events to record. Only ended leases are ever
 * deleted, and claims do not read those.
 */
const FACTS = [
  { table: 'owners', owner: 'id', events: ['insert', 'update', 'delete'] },
  { table: 'tokens', owner: 'owner_id', events: ['insert', 'update', 'delete'] },
  { table: 'budgets', owner: 'owner_id', events: ['insert', 'update', 'delete'] },
  { table: 'leases', owner: 'owner_id', events: ['insert', 'update'] },
] as const;

/** Stamps fit a double. */
const STAMPS = 1e15;

/** Triggers, so that no writer is missed: neither replicas of the previous version nor changes made by hand. */
const SQLITE = [
  `create table owner_changes (seq integer primary key,
    stamp bigint not null default (abs(random() % ${STAMPS})), owner_id text not null)`,
  ...FACTS.flatMap(({ table, owner, events }) =>
    events.map(
      (event) => `create trigger ${table}_${event} after ${event} on ${table} begin
        insert into owner_changes (owner_id) values (${event === 'delete' ? 'old' : 'new'}.${owner}); end`,
    ),
  ),
];

/** Numbers are taken under the allocation lock, also by statements that stand alone: so they are in the order of commits. */
const POSTGRES = [
  `create table owner_changes (seq bigint generated always as identity primary key,
    stamp bigint not null default floor(random() * ${STAMPS}), owner_id text not null)`,
  `create function allocation_lock() returns trigger language plpgsql as
    'begin perform pg_advisory_xact_lock(${ALLOCATION_LOCK}); return null; end'`,
  ...FACTS.flatMap(({ table, owner, events }) => [
    `create function ${table}_changed() returns trigger language plpgsql as
      'begin insert into owner_changes (owner_id) select distinct ${owner} from changed; return null; end'`,
    `create trigger ${table}_lock before ${events.join(' or ')} on ${table}
      for each statement execute function allocation_lock()`,
    ...events.map(
      (event) => `create trigger ${table}_${event} after ${event} on ${table}
        referencing ${event === 'delete' ? 'old' : 'new'} table as changed
        for each statement execute function ${table}_changed()`,
    ),
  ]),
];

/** Numbers every write of the facts that ranking uses, for the caches of `known-facts.ts`. */
export const ownerChangesMigration = (dialect: Dialect): Migration => ({
  async up(db: Kysely<unknown>) {
    for (const statement of dialect === 'sqlite' ? SQLITE : POSTGRES) await sql.raw(statement).execute(db);
  },
});
