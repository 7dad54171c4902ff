import type { Engine, Query } from './engine.js';

/**
 * A statement for many rows of values. SQLite, which has no way to go, is fastest with a prepared statement for each
 * row; PostgreSQL with one for all, which takes a list for each column.
 */
export type RowStatement = { one: string; many: string; width: number };

type Dialect = Engine['dialect'];

/** The types of columns, as PostgreSQL calls them, in the order of a row's values. */
export type ColumnTypes = { readonly [column: string]: 'text' | 'bigint' | 'double precision' };

/** The queries that run a statement for rows of values, in their order. */
export function forRows(
  { one, many, width }: RowStatement,
  rows: readonly (readonly unknown[])[],
  dialect: Dialect,
): Query[] {
  if (rows.length === 0) return [];
  if (dialect === 'sqlite') return rows.map((parameters) => ({ sql: one, parameters }));
  const lists = Array.from({ length: width }, (_, column) => rows.map((row) => row[column]));
  return [{ sql: many, parameters: lists }];
}

/** Rows as a table `r`, for a statement of PostgreSQL's. */
export function rowsAs(types: ColumnTypes): string {
  const lists = Object.values(types).map((type, index) => `$${index + 1}::${type}[]`);
  return `unnest(${lists.join(', ')}) as r(${Object.keys(types).join(', ')})`;
}

/** Inserts rows; `fixed` are columns that are the same in all of them, as SQL. */
export function inserting(
  table: string,
  types: ColumnTypes,
  fixed: { readonly [column: string]: string },
): RowStatement {
  const columns = Object.keys(types);
  const all = [...columns, ...Object.keys(fixed)].join(', ');
  const places = columns.map((_, index) => `$${index + 1}`);
  const rest = Object.values(fixed);
  return {
    one: `insert into ${table} (${all}) values (${[...places, ...rest].join(', ')})`,
    many: `insert into ${table} (${all})
      select ${[...columns.map((column) => `r.${column}`), ...rest].join(', ')} from ${rowsAs(types)}`,
    width: columns.length,
  };
}

type Updating = {
  table: string;
  /** Columns that tell the row; they come first in a row's values. */
  key: ColumnTypes;
  set: ColumnTypes;
  /** What else is set, the same for all rows. */
  also?: string;
};

/** Updates rows by their key. */
export function updating({ table, key, set, also }: Updating): RowStatement {
  const keys = Object.keys(key);
  const columns = Object.keys(set);
  const place = (index: number) => `$${index + 1}`;
  const assign = (value: (column: string, index: number) => string) =>
    [...columns.map((column, index) => `${column} = ${value(column, index)}`), ...(also ? [also] : [])].join(
      ', ',
    );
  const onKey = keys.map((column, index) => `${column} = ${place(index)}`).join(' and ');
  const onRow = keys.map((column) => `t.${column} = r.${column}`).join(' and ');
  return {
    one: `update ${table} as t set ${assign((_, index) => place(keys.length + index))} where ${onKey}`,
    many: `update ${table} as t set ${assign((column) => `r.${column}`)} from ${rowsAs({ ...key, ...set })}
      where ${onRow}`,
    width: keys.length + columns.length,
  };
}

/** What follows `from`, for the rows of a table `t` whose column holds one of the ids that $1 lists. */
export function withIds(dialect: Dialect, table: string, column: string): string {
  // The list first: SQLite would gather it into a table of its own, or read all rows instead.
  return dialect === 'sqlite'
    ? `json_each($1) given cross join ${table} t where ${column} = given.value`
    : `${table} t where ${column} = any($1::text[])`;
}

/** The list itself. */
export function idList(ids: readonly string[], dialect: Dialect): unknown {
  return dialect === 'sqlite' ? JSON.stringify(ids) : ids;
}
