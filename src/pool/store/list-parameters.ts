import type { Connection } from './engine.js';

/** The condition that a column is in the list `$1`. The text is the same for every length, so it is prepared once. */
export function inList({ dialect }: Connection, column: string): string {
  return dialect === 'sqlite' ? `${column} in (select value from json_each($1))` : `${column} = any($1)`;
}

/** The list as the parameter of `inList`. */
export function listParameter({ dialect }: Connection, values: readonly (string | number)[]): unknown {
  return dialect === 'sqlite' ? JSON.stringify(values) : values;
}
