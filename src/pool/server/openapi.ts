import type { Schema } from '../../json-schema.js';
import { ERROR_SCHEMA } from '../../wire.js';
import { LEGACY_OPERATIONS } from '../legacy/operations.js';
import type { Operation } from '../api/operation.js';
import { VERSION } from '../version.js';
import { OPERATIONS } from './routes/operations.js';

const TEXT = { 'text/plain': { schema: { type: 'string' } } } as const;

const REASONS: { readonly [status: number]: string } = {
  400: 'The request is malformed; the message names every fault',
  401: 'No credential, or one that is not known',
  403: 'The credential may not do this',
  404: 'Not found, or not yours',
  409: 'The lease has ended; lease anew',
  413: 'The body is larger than 64 KiB',
  415: 'The body is not JSON',
  429: 'Too many requests of this caller; Retry-After says when to try again',
  503: 'Nothing to lend, or the pool cannot work now; Retry-After tells when to ask again',
};

/** The OpenAPI 3.1 description of the server, made of the same operations that its routes are made of. */
export function describeApi(): { [member: string]: unknown } {
  const paths: { [path: string]: { [method: string]: unknown } } = {};
  for (const [name, operation] of Object.entries<Operation>({ ...OPERATIONS, ...LEGACY_OPERATIONS })) {
    const path = operation.url.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: describe(name, operation) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'token-pool',
      version: VERSION,
      description:
        'Leases GitHub API tokens to CI jobs. Errors under /api/v1 are JSON, under the mise-versions contract plain text.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    paths,
    components: {
      schemas: { Error: ERROR_SCHEMA },
      securitySchemes: {
        lease: {
          type: 'http',
          scheme: 'bearer',
          description: 'A leasing key (tpk_...) or a GitHub Actions OIDC token',
        },
        admin: { type: 'http', scheme: 'bearer', description: 'An admin key (tpk_...)' },
        metrics: { type: 'http', scheme: 'bearer', description: 'The METRICS_TOKEN of the server' },
      },
    },
  };
}

function describe(name: string, operation: Operation): { [member: string]: unknown } {
  const parameters = [...operation.url.matchAll(/:(\w+)/g)].map(([, parameter]) => ({
    name: parameter,
    in: 'path',
    required: true,
    schema: { type: 'string', maxLength: 64 },
  }));
  return {
    operationId: name,
    summary: operation.summary,
    ...(operation.caller === 'anyone' ? {} : { security: [{ [operation.caller]: [] }] }),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(operation.request ? { requestBody: { required: true, content: json(operation.request) } } : {}),
    responses: { ...successes(operation), ...failures(operation) },
  };
}

function successes(operation: Operation): { [status: string]: unknown } {
  return Object.fromEntries(
    Object.entries(operation.answers).map(([status, schema]) => [
      status,
      {
        description: Number(status) < 300 ? 'As asked' : (REASONS[Number(status)] ?? 'Refused'),
        content: schema ? json(schema) : TEXT,
      },
    ]),
  );
}

function failures(operation: Operation): { [status: string]: unknown } {
  const guarded =
    operation.caller === 'anyone' ? [] : operation.caller === 'metrics' ? [401, 429] : [401, 403, 429];
  const body = operation.method === 'POST' ? [400, 413, 415] : operation.method === 'DELETE' ? [400] : [];
  const statuses = [...guarded, ...body, ...(operation.errors ?? [])].filter(
    (status) => !(status in operation.answers),
  );
  const content = operation.legacy
    ? TEXT
    : { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } };
  return Object.fromEntries(
    [...new Set(statuses)]
      .sort()
      .map((status) => [status, { description: REASONS[status] ?? 'Refused', content }]),
  );
}

function json(schema: Schema): { [type: string]: unknown } {
  return { 'application/json': { schema } };
}
