import type { RouteShorthandOptions } from 'fastify';
import type { Schema } from '../../../json-schema.js';
import {
  LEASE_REQUEST_SCHEMA,
  LEASES_SCHEMA,
  LEGACY_TOKEN_SCHEMA,
  RENEW_ANSWER_SCHEMA,
  RENEW_REQUEST_SCHEMA,
  REPORT_ANSWER_SCHEMA,
  REPORT_SCHEMA,
} from '../../../wire.js';
import {
  EXPLANATION_SCHEMA,
  LEGACY_ADMIN_CHECK_SCHEMA,
  LEGACY_ADMIN_TOKENS_SCHEMA,
  LEGACY_DELETED_SCHEMA,
  LEGACY_HEALTH_SCHEMA,
  LEGACY_MIGRATED_SCHEMA,
  LEGACY_MIGRATIONS_SCHEMA,
  LEGACY_RATE_LIMITS_SCHEMA,
  LEGACY_STATS_SCHEMA,
  LEGACY_TEST_SCHEMA,
  LIVENESS_SCHEMA,
  OPENAPI_SCHEMA,
  STATUS_SCHEMA,
} from './schemas.js';

/**
 * What the server answers, once: the routes take their path and schemas from here, and so does the OpenAPI
 * description; hence neither can say what the other does not do.
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

export const OPERATIONS = {
  lease: {
    method: 'POST',
    url: '/api/v1/leases',
    summary: 'Lease tokens of distinct owners; fewer than asked for is an answer',
    caller: 'lease',
    request: LEASE_REQUEST_SCHEMA,
    answers: { 201: LEASES_SCHEMA },
    errors: [503],
  },
  report: {
    method: 'POST',
    url: '/api/v1/leases/:id/report',
    summary: 'Tell what a job saw of its budget, and release the lease',
    caller: 'lease',
    request: REPORT_SCHEMA,
    answers: { 200: REPORT_ANSWER_SCHEMA },
    errors: [404],
  },
  renew: {
    method: 'POST',
    url: '/api/v1/leases/:id/renew',
    summary: 'Keep a lease for longer, or get a token of another owner',
    caller: 'lease',
    request: RENEW_REQUEST_SCHEMA,
    answers: { 200: RENEW_ANSWER_SCHEMA },
    errors: [404, 409, 503],
  },
  explain: {
    method: 'GET',
    url: '/api/v1/leases/:id',
    summary: 'Why an owner was chosen, for the principal that leased',
    caller: 'lease',
    answers: { 200: EXPLANATION_SCHEMA },
    errors: [404],
  },
  status: {
    method: 'GET',
    url: '/status',
    summary: 'Sums over the pool',
    caller: 'anyone',
    answers: { 200: STATUS_SCHEMA },
  },
  healthz: {
    method: 'GET',
    url: '/healthz',
    summary: 'The process answers',
    caller: 'anyone',
    answers: { 200: LIVENESS_SCHEMA },
  },
  readyz: {
    method: 'GET',
    url: '/readyz',
    summary: 'The database answers and the server is not shutting down',
    caller: 'anyone',
    answers: { 200: LIVENESS_SCHEMA },
    errors: [503],
  },
  openapi: {
    method: 'GET',
    url: '/openapi.json',
    summary: 'This description',
    caller: 'anyone',
    answers: { 200: OPENAPI_SCHEMA },
  },
  metrics: {
    method: 'GET',
    url: '/metrics',
    summary: 'Figures for Prometheus; there only when the server has METRICS_TOKEN set',
    caller: 'metrics',
    answers: { 200: null },
    errors: [404],
  },
  legacyToken: {
    method: 'GET',
    url: '/api/token',
    summary: 'mise-versions: a token',
    caller: 'lease',
    legacy: true,
    answers: { 200: LEGACY_TOKEN_SCHEMA },
    errors: [503],
  },
  legacyRateLimit: {
    method: 'POST',
    url: '/api/token/rate-limit',
    summary: 'mise-versions: a token is spent',
    caller: 'lease',
    legacy: true,
    answers: { 200: null },
  },
  legacyStats: {
    method: 'GET',
    url: '/api/stats',
    summary: 'mise-versions: how many tokens there are',
    caller: 'lease',
    legacy: true,
    answers: { 200: LEGACY_STATS_SCHEMA },
  },
  legacyRateLimits: {
    method: 'GET',
    url: '/api/rate-limits',
    summary: 'mise-versions: budgets of the first five tokens, as the pool knows them',
    caller: 'lease',
    legacy: true,
    answers: { 200: LEGACY_RATE_LIMITS_SCHEMA },
  },
  legacyHealth: {
    method: 'GET',
    url: '/health',
    summary: 'mise-versions: health',
    caller: 'anyone',
    legacy: true,
    answers: { 200: LEGACY_HEALTH_SCHEMA, 503: LEGACY_HEALTH_SCHEMA },
  },
  legacyMigrations: {
    method: 'GET',
    url: '/api/migrations',
    summary: 'mise-versions: migrations of the database, all of which a serving pool has applied',
    caller: 'lease',
    legacy: true,
    answers: { 200: LEGACY_MIGRATIONS_SCHEMA },
  },
  legacyAdminMigrate: {
    method: 'POST',
    url: '/api/admin/migrate',
    summary: 'mise-versions: migrate; nothing is left to do in a serving pool',
    caller: 'admin',
    legacy: true,
    answers: { 200: LEGACY_MIGRATED_SCHEMA },
  },
  legacyAdminCheck: {
    method: 'GET',
    url: '/api/admin/check',
    summary: 'mise-versions: whether the credential is an admin key',
    caller: 'anyone',
    legacy: true,
    answers: { 200: LEGACY_ADMIN_CHECK_SCHEMA },
    errors: [429],
  },
  legacyAdminTokens: {
    method: 'GET',
    url: '/api/admin/tokens',
    summary: 'mise-versions: every token, without its text',
    caller: 'admin',
    legacy: true,
    answers: { 200: LEGACY_ADMIN_TOKENS_SCHEMA },
  },
  legacyAdminDelete: {
    method: 'DELETE',
    url: '/api/admin/tokens/:id',
    summary: 'mise-versions: remove a token',
    caller: 'admin',
    legacy: true,
    answers: { 200: LEGACY_DELETED_SCHEMA },
  },
  legacyAdminDeleteBatch: {
    method: 'POST',
    url: '/api/admin/tokens/delete-batch',
    summary: 'mise-versions: remove tokens',
    caller: 'admin',
    legacy: true,
    answers: { 200: LEGACY_DELETED_SCHEMA },
  },
  legacyAdminTest: {
    method: 'POST',
    url: '/api/admin/tokens/test',
    summary: 'mise-versions: ask GitHub about every token',
    caller: 'admin',
    legacy: true,
    answers: { 200: LEGACY_TEST_SCHEMA },
  },
} as const satisfies { [name: string]: Operation };

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
