import type { Connection } from './engine.js';
import type { Database } from './schema.js';

type Row = { readonly [column: string]: unknown };
type Table = keyof Database & string;

export async function insertRows(tx: Connection, table: Table, rows: readonly Row[]): Promise<void> {
  await writeRows(tx, rows, (columns, from) => `insert into ${table} (${columns.join(', ')}) ${from(table)}`);
}

/** Inserts rows, or replaces those with the same key; rows name all columns. */
export async function upsertRows(
  tx: Connection,
  { table, key }: { table: Table; key: readonly string[] },
  rows: readonly Row[],
): Promise<void> {
  await writeRows(tx, rows, (columns, from) => {
    const changed = columns.filter((column) => !key.includes(column));
    const set = changed.map((column) => `${column} = excluded.${column}`).join(', ');
    return `insert into ${table} (${columns.join(', ')}) ${from(table)}
      on conflict (${key.join(', ')}) do update set ${set}`;
  });
}

/** Updates rows by their id; rows name the columns to change. */
export async function updateRows(
  tx: Connection,
  table: Table,
  rows: readonly (Row & { id: unknown })[],
): Promise<void> {
  const changed = Object.keys(rows[0] ?? {}).filter((column) => column !== 'id');
  if (tx.dialect === 'postgres') {
    const set = changed.map((column) => `${column} = r.${column}`).join(', ');
    await writeRows(
      tx,
      rows,
      () => `update ${table} t set ${set} from ${asTable(table)} r where t.id = r.id`,
    );
    return;
  }
  const set = changed.map((column, index) => `${column} = $${index + 2}`).join(', ');
  for (const row of rows) {
    const values = changed.map((column) => row[column]);
    await tx.rows(`update ${table} set ${set} where id = $1`, [row.id, ...values]);
  }
}

type Source = (table: Table) => string;

/**
 * SQLite is fastest with one prepared statement per row; PostgreSQL, a round trip away, with one statement that takes
 * all rows as JSON.
 */
async function writeRows(
  tx: Connection,
  rows: readonly Row[],
  write: (columns: readonly string[], from: Source) => string,
): Promise<void> {
  if (rows.length === 0) return;
  const columns = Object.keys(rows[0] ?? {});
  if (tx.dialect === 'postgres') {
    const from: Source = (table) => `select ${columns.join(', ')} from ${asTable(table)} r`;
    await tx.rows(write(columns, from), [JSON.stringify(rows)]);
    return;
  }
  const placeholders = columns.map((_, index) => `$${index + 1}`).join(', ');
  const sql = write(columns, () => `values (${placeholders})`);
  for (const row of rows)
    await tx.rows(
      sql,
      columns.map((column) => row[column]),
    );
}

const asTable = (table: Table): string => `json_populate_recordset(null::${table}, $1::json)`;
