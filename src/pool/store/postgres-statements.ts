import { hash } from 'node:crypto';
import type { QueryConfig } from 'pg';
import type { Query } from './engine.js';

/** The pool's texts are some two hundred; what comes after so many is a text that varies, and stays without a name. */
const MAX_NAMED = 500;
const DIGEST_LENGTH = 20;

export type Statements = {
  /** The statement as the driver sends it, prepared once per connection under a name of its own. */
  named(query: Query): QueryConfig;
  /** Makes all names new, when tables have changed under statements that connections hold prepared. */
  renew(): void;
};

/** Names for statements: without one PostgreSQL would parse and plan the same text every time. */
export function createStatements(): Statements {
  const names = new Map<string, string>();
  let generation = 0;
  return {
    named({ sql, parameters }) {
      const name = names.get(sql) ?? nameFor(sql);
      return { text: sql, values: [...parameters], ...(name === undefined ? {} : { name }) };
    },
    renew() {
      names.clear();
      generation += 1;
    },
  };

  function nameFor(sql: string): string | undefined {
    if (names.size >= MAX_NAMED) return undefined;
    const name = `${hash('sha256', sql, 'base64url').slice(0, DIGEST_LENGTH)}_${generation}`;
    names.set(sql, name);
    return name;
  }
}
