import type { Schema } from '../../json-schema.js';

/** Building blocks for the schemas of answers. */

export const dateTime = { type: 'string', format: 'date-time' } as const;
export const nullType = { type: 'null' } as const;
export const dateTimeOrNull = { anyOf: [dateTime, nullType] } as const;
export const integer = { type: 'integer' } as const;
export const integerOrNull = { anyOf: [integer, nullType] } as const;
export const number = { type: 'number' } as const;
export const text = { type: 'string' } as const;
export const textOrNull = { anyOf: [text, nullType] } as const;

/** An object with all of these members required. */
export function object<const P extends { readonly [name: string]: Schema }>(properties: P) {
  return { type: 'object', required: Object.keys(properties), properties } as const;
}

export function arrayOf<const S extends Schema>(items: S) {
  return { type: 'array', items } as const;
}
