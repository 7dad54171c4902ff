import {
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Connection } from '../engine.js';
import type { Database } from '../schema.js';

type Execute = (sql: string, parameters: readonly unknown[]) => Promise<unknown[]>;

/**
 * Kysely on a function that runs one statement. Transactions are the engine's: one that a migration begins is part of
 * the engine's.
 */
export function kyselyOn(dialect: Connection['dialect'], execute: Execute): Kysely<Database> {
  const createDriver = () => driverOn(execute);
  const parts: Dialect =
    dialect === 'sqlite'
      ? {
          createDriver,
          createAdapter: () => new SqliteAdapter(),
          createQueryCompiler: () => new SqliteQueryCompiler(),
          createIntrospector: (db) => new SqliteIntrospector(db),
        }
      : {
          createDriver,
          createAdapter: () => new PostgresAdapter(),
          createQueryCompiler: () => new PostgresQueryCompiler(),
          createIntrospector: (db) => new PostgresIntrospector(db),
        };
  return new Kysely({ dialect: parts });
}

function driverOn(execute: Execute): Driver {
  const connection: DatabaseConnection = {
    executeQuery: async <R>({ sql, parameters }: { sql: string; parameters: readonly unknown[] }) => ({
      rows: (await execute(sql, parameters)) as R[],
    }),
    streamQuery() {
      throw new Error('the pool does not stream rows');
    },
  };
  const nothing = async () => undefined;
  return {
    init: nothing,
    acquireConnection: async () => connection,
    beginTransaction: nothing,
    commitTransaction: nothing,
    rollbackTransaction: nothing,
    releaseConnection: nothing,
    destroy: nothing,
  };
}
