import type { RouteShorthandOptions } from 'fastify';
import type { Schema } from '../../json-schema.js';
import type { ErrorCode } from '../../wire.js';

/**
 * One documented operation. Both the routes and the OpenAPI description take path and schemas from it, so they always
 * agree.
 */
export type Operation = {
  method: 'GET' | 'POST' | 'DELETE';
  /** In Fastify's syntax, with `:id`. */
  url: string;
  summary: string;
  caller: 'anyone' | 'lease' | 'admin' | 'metrics';
  /** Part of the mise-versions contract, whose errors are plain text. */
  legacy?: true;
  request?: Schema;
  /** Null for an answer in plain text. */
  answers: { readonly [status: number]: Schema | null };
  /** In addition to those of every authenticated operation. */
  errors?: readonly ErrorCode[];
};

export type Operations = { readonly [name: string]: Operation };

/** The schemas of an operation as Fastify takes them. */
export function routeSchema(operation: Operation): RouteShorthandOptions {
  const response = Object.entries(operation.answers).filter(([, schema]) => schema !== null);
  return {
    schema: {
      ...(operation.request ? { body: operation.request } : {}),
      ...(response.length > 0 ? { response: Object.fromEntries(response) } : {}),
    },
  };
}
