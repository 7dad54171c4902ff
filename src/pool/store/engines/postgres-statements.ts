import { hash } from 'node:crypto';
import type { QueryConfig } from 'pg';

/** The pool's texts are some two hundred; what comes after so many is a text that varies, and stays without a name. */
const MAX_NAMED = 500;
const DIGEST_LENGTH = 20;

type Query = { sql: string; parameters: readonly unknown[] };

/** A text as PostgreSQL wants it, and which of the query's parameters stands at each of its places. */
type Prepared = { text: string; order: readonly number[]; name?: string };

export type Statements = {
  /** The statement as the driver sends it, prepared once per connection under a name of its own. */
  named(query: Query): QueryConfig;
  /** Makes all names new, when tables have changed under statements that connections hold prepared. */
  renew(): void;
};

/** Names for statements: without one PostgreSQL would parse and plan the same text every time. */
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

/** Without gaps: PostgreSQL cannot tell the type of a parameter for which a text has no use. */
function renumbered(sql: string): Pick<Prepared, 'text' | 'order'> {
  const order: number[] = [];
  const text = sql.replace(/\$(\d+)/g, (_, number: string) => {
    const index = Number(number) - 1;
    if (!order.includes(index)) order.push(index);
    return `$${order.indexOf(index) + 1}`;
  });
  return { text, order };
}
