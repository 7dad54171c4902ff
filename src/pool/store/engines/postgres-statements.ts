import { hash } from 'node:crypto';
import type { QueryConfig } from 'pg';

/** The pool has some two hundred statements; beyond this number texts must vary, and stay unnamed. */
const MAX_NAMED = 500;
const DIGEST_LENGTH = 20;

type Query = { sql: string; parameters: readonly unknown[] };

/** A statement as PostgreSQL takes it, and the index of the query's parameter for each of its own. */
type Prepared = { text: string; order: readonly number[]; name?: string };

export type Statements = {
  /** The statement for the driver, prepared once per connection under its name. */
  named(query: Query): QueryConfig;
  /** Renames all statements, because tables have changed since connections prepared them. */
  renew(): void;
};

/** Names statements: without a name PostgreSQL parses and plans the same text every time. */
export function createStatements(): Statements {
  const prepared = new Map<string, Prepared>();
  let generation = 0;
  const prepare = (sql: string): Prepared => {
    const { text, order } = renumbered(sql);
    if (prepared.size >= MAX_NAMED) return { text, order };
    const name = `${hash('sha256', text, 'base64url').slice(0, DIGEST_LENGTH)}_${generation}`;
    const made = { text, order, name };
    prepared.set(sql, made);
    return made;
  };
  return {
    named({ sql, parameters }) {
      const { order, ...statement } = prepared.get(sql) ?? prepare(sql);
      const values = order.map((index) => parameters[index]);
      return { ...statement, values };
    },
    renew() {
      prepared.clear();
      generation += 1;
    },
  };
}

/** Renumbers parameters without gaps: PostgreSQL cannot infer the type of an unused one. */
function renumbered(sql: string): Pick<Prepared, 'text' | 'order'> {
  const order: number[] = [];
  const text = sql.replace(/\$(\d+)/g, (_, number: string) => {
    const index = Number(number) - 1;
    if (!order.includes(index)) order.push(index);
    return `$${order.indexOf(index) + 1}`;
  });
  return { text, order };
}
