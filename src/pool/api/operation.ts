import type { RouteShorthandOptions } from 'fastify';
import type { Schema } from '../../json-schema.js';

/**
 * One documented operation. Routes take their path and schemas from it, and so does the OpenAPI description, so
 * neither can say what the other does not do.
 */
export type Operation = {
  method: 'GET' | 'POST' | 'DELETE';
  /** As Fastify writes it, with `:id`. */
  url: string;
  summary: string;
  caller: 'anyone' | 'lease' | 'admin' | 'metrics';
  /** Of the mise-versions contract, whose errors are plain text. */
  legacy?: true;
  request?: Schema;
  /** Null is an answer in plain text. */
  answers: { readonly [status: number]: Schema | null };
  /** Besides those which every guarded operation can answer. */
  errors?: readonly number[];
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
