import type { Schema } from '../../../json-schema.js';
import { OUTCOMES, OWNER_REF_SCHEMA } from '../../../wire.js';

/** Shapes that only the pool's own pages and the mise-versions contract use; the rest stands in `wire.ts`. */

const instant = { type: 'string', format: 'date-time' } as const;
const nil = { type: 'null' } as const;
const instantOrNull = { anyOf: [instant, nil] } as const;
const integer = { type: 'integer' } as const;
const integerOrNull = { anyOf: [integer, nil] } as const;
const number = { type: 'number' } as const;
const text = { type: 'string' } as const;
const textOrNull = { anyOf: [text, nil] } as const;

/** An object that has all of these members. */
function object<const P extends { readonly [name: string]: Schema }>(properties: P) {
  return { type: 'object', required: Object.keys(properties), properties } as const;
}

function arrayOf<const S extends Schema>(items: S) {
  return { type: 'array', items } as const;
}

export const EXPLANATION_SCHEMA = object({
  lease_id: text,
  state: { type: 'string', enum: ['open', 'settled', 'expired'] },
  owner: OWNER_REF_SCHEMA,
  bucket: text,
  granted_at: instant,
  lease_expires_at: instant,
  settled_at: instantOrNull,
  outcome: { anyOf: [{ type: 'string', enum: OUTCOMES }, nil] },
  requests_spent: integerOrNull,
  need: number,
  deviation: number,
  candidates: arrayOf(
    object({
      owner: OWNER_REF_SCHEMA,
      headroom: number,
      score: number,
      open_leases: integer,
      feasible: { type: 'boolean' },
    }),
  ),
});

export const STATUS_SCHEMA = object({
  time: instant,
  tokens: object({ active: integer, total: integer }),
  buckets: arrayOf(
    object({
      bucket: text,
      owners: integer,
      limit: integer,
      remaining: integer,
      promised: number,
      free: number,
      open_leases: integer,
      leases_last_hour: integer,
      limited_share: number,
    }),
  ),
});

export const LIVENESS_SCHEMA = object({ status: text });
export const OPENAPI_SCHEMA: Schema = { type: 'object', additionalProperties: true };

export const LEGACY_STATS_SCHEMA = object({ active: integer, total: integer });

const legacyBucket = {
  anyOf: [object({ limit: integer, remaining: integer, used: integer, reset: integer }), nil],
} as const;

export const LEGACY_RATE_LIMITS_SCHEMA = object({
  totalTokens: integer,
  checkedTokens: integer,
  rateLimits: arrayOf(
    object({
      userId: text,
      userName: text,
      core: legacyBucket,
      search: legacyBucket,
      graphql: legacyBucket,
      lastUsed: instantOrNull,
      usageCount: integer,
    }),
  ),
});

export const LEGACY_HEALTH_SCHEMA = object({
  status: { type: 'string', enum: ['healthy', 'unhealthy'] },
  timestamp: instant,
  checks: arrayOf({
    type: 'object',
    required: ['name', 'status', 'latencyMs'],
    properties: { name: text, status: text, latencyMs: integer, error: text },
  }),
  tokens: { anyOf: [LEGACY_STATS_SCHEMA, nil] },
  expiringTokens: integerOrNull,
  migrations: nil,
});

const expiring = object({ id: integer, user_name: textOrNull, expires_at: instant });

export const LEGACY_ADMIN_TOKENS_SCHEMA = object({
  stats: LEGACY_STATS_SCHEMA,
  tokens: arrayOf(
    object({
      id: integer,
      user_id: text,
      user_name: textOrNull,
      usage_count: integer,
      last_used: instantOrNull,
      is_active: integer,
      rate_limited_at: instantOrNull,
      expires_at: instantOrNull,
      last_validated: instantOrNull,
      scopes: textOrNull,
      created_at: instant,
    }),
  ),
  expiringSoon: arrayOf(expiring),
});

export const LEGACY_DELETED_SCHEMA = object({ success: { type: 'boolean' }, deleted: integer });

export const LEGACY_TEST_SCHEMA = object({
  summary: object({ total: integer, valid: integer, invalid: integer }),
  results: arrayOf({
    type: 'object',
    required: ['id', 'user_name', 'user_id', 'valid'],
    properties: {
      id: integer,
      user_name: textOrNull,
      user_id: text,
      valid: { type: 'boolean' },
      error: text,
      rateLimit: object({ remaining: integer, limit: integer, reset: integer }),
    },
  }),
});

export const LEGACY_MIGRATIONS_SCHEMA = object({
  total: integer,
  applied: integer,
  pending: integer,
  appliedMigrations: arrayOf(object({ id: integer, name: text, applied_at: instantOrNull })),
});

export const LEGACY_MIGRATED_SCHEMA = object({ success: { type: 'boolean' }, message: text });

export const LEGACY_ADMIN_CHECK_SCHEMA = object({ isAdmin: { type: 'boolean' } });
