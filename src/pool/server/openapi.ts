import type { Schema } from '../../json-schema.js';
import { ERROR_SCHEMA, type ErrorCode } from '../../wire.js';
import { LEGACY_OPERATIONS } from '../legacy/operations.js';
import type { Operation } from '../api/operation.js';
import { ERRORS } from '../faults/pool-error.js';
import { VERSION } from '../version.js';
import { OPERATIONS } from './routes/operations.js';

const TEXT = { 'text/plain': { schema: { type: 'string' } } } as const;

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
        description: Number(status) < 300 ? 'As asked' : 'Not available now',
        content: schema ? json(schema) : TEXT,
      },
    ]),
  );
}

function failures(operation: Operation): { [status: string]: unknown } {
  const content = operation.legacy
    ? TEXT
    : { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } };
  const byStatus = Map.groupBy(new Set(codesOf(operation)), (code) => ERRORS[code].status);
  return Object.fromEntries(
    [...byStatus]
      .filter(([status]) => !(status in operation.answers))
      .sort(([one], [other]) => one - other)
      .map(([status, codes]) => [
        status,
        { description: codes.map((code) => ERRORS[code].means).join('. '), content },
      ]),
  );
}

function codesOf({ caller, method, errors = [] }: Operation): ErrorCode[] {
  const codes: ErrorCode[] = [...errors];
  if (caller !== 'anyone') codes.push('unauthorized', 'rate_limited');
  if (caller === 'lease' || caller === 'admin') codes.push('forbidden');
  if (method !== 'GET') codes.push('invalid_request');
  if (method === 'POST') codes.push('payload_too_large', 'unsupported_media_type');
  return codes;
}

function json(schema: Schema): { [type: string]: unknown } {
  return { 'application/json': { schema } };
}
