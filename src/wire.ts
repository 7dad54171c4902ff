/**
 * The contract between the actions and the pool: stated here once, checked at both ends and published as
 * `/openapi.json`. This file imports nothing at run time, so that either side can bundle it.
 */
import type { FromSchema } from './json-schema.js';

export const PATHS = {
  leases: '/api/v1/leases',
  lease: (id: string) => `/api/v1/leases/${encodeURIComponent(id)}`,
  report: (id: string) => `/api/v1/leases/${encodeURIComponent(id)}/report`,
  renew: (id: string) => `/api/v1/leases/${encodeURIComponent(id)}/renew`,
  /** The mise-versions contract, kept so that its clients work unchanged. */
  legacyToken: '/api/token',
  legacyRateLimit: '/api/token/rate-limit',
  legacyStats: '/api/stats',
  legacyHealth: '/health',
} as const;

/** No request of a client is larger than this, and no answer is larger than `MAX_ANSWER_BYTES`. */
export const MAX_REQUEST_BYTES = 64 * 1024;
export const MAX_ANSWER_BYTES = 1024 * 1024;

/** The audience that a pool expects in an OIDC token unless it is configured otherwise. */
export const DEFAULT_OIDC_AUDIENCE = 'fetch-token';

const count = (maximum: number) => ({ type: 'integer', minimum: 0, maximum }) as const;
const text = (maxLength: number) => ({ type: 'string', maxLength }) as const;
/** Without control characters: such text ends up in tables, pages, exports and terminals. */
const line = (maxLength: number) =>
  ({ type: 'string', maxLength, pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f]*$' }) as const;
const timestamp = { type: 'string', format: 'date-time', maxLength: 40 } as const;
const timestampOrNull = { anyOf: [timestamp, { type: 'null' }] } as const;

/** GitHub's highest hourly budget is 15,000; the ceiling leaves room and still stops absurd numbers. */
const requests = count(1_000_000);

export const BUCKET_SCHEMA = { type: 'string', pattern: '^[a-z][a-z_]{0,39}$', maxLength: 40 } as const;
export const LABEL_SCHEMA = { type: 'string', pattern: '^[a-z0-9][a-z0-9-]{0,39}$', maxLength: 40 } as const;
export const OWNER_REF_SCHEMA = { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$', maxLength: 64 } as const;

export const JOB_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['repository', 'workflow', 'job', 'run_id', 'run_attempt', 'event_name'],
  properties: {
    repository: { type: 'string', pattern: '^[A-Za-z0-9._-]{1,100}/[A-Za-z0-9._-]{1,100}$', maxLength: 201 },
    workflow: line(255),
    job: line(255),
    run_id: { type: 'string', pattern: '^[0-9]{1,20}$', maxLength: 20 },
    run_attempt: { type: 'integer', minimum: 1, maximum: 100_000 },
    event_name: { type: 'string', pattern: '^[a-z_]{0,40}$', maxLength: 40 },
  },
} as const;

export const LEASE_REQUEST_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['job'],
  properties: {
    job: JOB_SCHEMA,
    count: { type: 'integer', minimum: 1, maximum: 20, description: 'Tokens of distinct owners wanted.' },
    bucket: BUCKET_SCHEMA,
    expected_requests: requests,
    min_remaining: requests,
    min_ttl_seconds: count(86_400),
    label: LABEL_SCHEMA,
    exclude: { type: 'array', maxItems: 100, items: OWNER_REF_SCHEMA, description: 'Owners not to choose.' },
  },
} as const;

export const TOKEN_KINDS = ['oauth', 'pat', 'app_user', 'installation'] as const;

export const RATE_LIMIT_SCHEMA = {
  type: 'object',
  required: ['bucket', 'limit', 'remaining', 'reset_at'],
  properties: {
    bucket: BUCKET_SCHEMA,
    limit: requests,
    remaining: requests,
    reset_at: { ...timestampOrNull, description: 'Null while no window is open.' },
  },
} as const;

export const LEASE_SCHEMA = {
  type: 'object',
  required: [
    'lease_id',
    'token',
    'token_id',
    'kind',
    'owner',
    'expires_at',
    'lease_expires_at',
    'rate_limit',
  ],
  properties: {
    lease_id: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$', maxLength: 64 },
    token: { type: 'string', minLength: 1, maxLength: 4096 },
    token_id: count(Number.MAX_SAFE_INTEGER),
    kind: { type: 'string', enum: TOKEN_KINDS },
    owner: OWNER_REF_SCHEMA,
    expires_at: timestampOrNull,
    lease_expires_at: timestamp,
    rate_limit: RATE_LIMIT_SCHEMA,
  },
} as const;

export const LEASES_SCHEMA = {
  type: 'object',
  required: ['leases', 'requested'],
  properties: {
    leases: { type: 'array', minItems: 1, maxItems: 20, items: LEASE_SCHEMA },
    requested: { type: 'integer', minimum: 1, maximum: 20, description: 'How many were asked for.' },
  },
} as const;

export const OUTCOMES = ['ok', 'unauthorized', 'exhausted', 'secondary_limited'] as const;

export const BUCKET_REPORT_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['limit', 'remaining', 'reset_at'],
  properties: {
    limit: requests,
    remaining: requests,
    used: requests,
    reset_at: timestamp,
    remaining_at_start: { ...requests, description: 'What the job saw when it got the token.' },
  },
} as const;

const observed = {
  buckets: { type: 'object', maxProperties: 30, additionalProperties: BUCKET_REPORT_SCHEMA },
  outcome: { type: 'string', enum: OUTCOMES },
} as const;

export const REPORT_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['buckets', 'outcome', 'release'],
  properties: {
    ...observed,
    release: { type: 'boolean' },
    retry_after_seconds: { ...count(86_400), description: 'What GitHub asked for with a secondary limit.' },
  },
} as const;

export const REPORT_ANSWER_SCHEMA = {
  type: 'object',
  required: ['lease_id', 'state', 'requests_spent'],
  properties: {
    lease_id: text(64),
    state: { type: 'string', enum: ['open', 'settled', 'expired'] },
    requests_spent: { anyOf: [requests, { type: 'null' }] },
  },
} as const;

export const RENEW_REQUEST_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: [],
  properties: { ...observed, min_remaining: requests, min_ttl_seconds: count(86_400) },
} as const;

export const RENEW_ANSWER_SCHEMA = {
  type: 'object',
  required: ['decision', 'lease_id', 'lease_expires_at'],
  properties: {
    decision: { type: 'string', enum: ['keep', 'replace'] },
    lease_id: text(64),
    lease_expires_at: timestamp,
    lease: LEASE_SCHEMA,
  },
} as const;

/** What went wrong, for programs to branch on; the message beside it is for people. */
export const ERROR_CODES = [
  'invalid_request',
  'unauthorized',
  'forbidden',
  'not_found',
  'method_not_allowed',
  'lease_ended',
  'payload_too_large',
  'unsupported_media_type',
  'rate_limited',
  'pool_exhausted',
  'unavailable',
  'internal',
] as const;

export const ERROR_SCHEMA = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message'],
      properties: {
        code: { type: 'string', maxLength: 64 },
        message: text(2000),
        retry_after_seconds: count(86_400),
        retryable: {
          type: 'boolean',
          description: 'False with pool_exhausted when no owner could serve the request even after a reset.',
        },
      },
    },
  },
} as const;

/** mise-versions: `GET /api/token`. Clients fall back to `installation_id`, which always equals `token_id`. */
export const LEGACY_TOKEN_SCHEMA = {
  type: 'object',
  required: ['token'],
  properties: {
    token: { type: 'string', minLength: 1, maxLength: 4096 },
    installation_id: count(Number.MAX_SAFE_INTEGER),
    token_id: count(Number.MAX_SAFE_INTEGER),
    expires_at: { anyOf: [text(40), { type: 'null' }] },
    rate_limit_remaining: { type: 'integer' },
  },
} as const;

export type Job = FromSchema<typeof JOB_SCHEMA>;
export type LeaseRequest = FromSchema<typeof LEASE_REQUEST_SCHEMA>;
export type TokenKind = (typeof TOKEN_KINDS)[number];
export type WireRateLimit = FromSchema<typeof RATE_LIMIT_SCHEMA>;
export type Lease = FromSchema<typeof LEASE_SCHEMA>;
export type Leases = FromSchema<typeof LEASES_SCHEMA>;
export type Outcome = (typeof OUTCOMES)[number];
export type BucketReport = FromSchema<typeof BUCKET_REPORT_SCHEMA>;
export type Report = FromSchema<typeof REPORT_SCHEMA>;
export type ReportAnswer = FromSchema<typeof REPORT_ANSWER_SCHEMA>;
export type RenewRequest = FromSchema<typeof RENEW_REQUEST_SCHEMA>;
export type RenewAnswer = FromSchema<typeof RENEW_ANSWER_SCHEMA>;
export type ErrorCode = (typeof ERROR_CODES)[number];
export type ErrorBody = FromSchema<typeof ERROR_SCHEMA>;
export type LegacyToken = FromSchema<typeof LEGACY_TOKEN_SCHEMA>;
