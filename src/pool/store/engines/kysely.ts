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
 * Kysely over a function that runs one statement. Transactions are the engine's: the ones that a migration asks for
 * are part of the one that it runs in.
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
      throw new Error('the pool reads no rows in streams');
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
