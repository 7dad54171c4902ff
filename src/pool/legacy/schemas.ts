import {
  arrayOf,
  dateTime,
  dateTimeOrNull,
  integer,
  integerOrNull,
  nullType,
  object,
  text,
  textOrNull,
} from '../api/schema-parts.js';

export const LEGACY_STATS_SCHEMA = object({ active: integer, total: integer });

const legacyBucket = {
  anyOf: [object({ limit: integer, remaining: integer, used: integer, reset: integer }), nullType],
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
      lastUsed: dateTimeOrNull,
      usageCount: integer,
    }),
  ),
});

export const LEGACY_HEALTH_SCHEMA = object({
  status: { type: 'string', enum: ['healthy', 'unhealthy'] },
  timestamp: dateTime,
  checks: arrayOf({
    type: 'object',
    required: ['name', 'status', 'latencyMs'],
    properties: { name: text, status: text, latencyMs: integer, error: text },
  }),
  tokens: { anyOf: [LEGACY_STATS_SCHEMA, nullType] },
  expiringTokens: integerOrNull,
  migrations: nullType,
});

const expiring = object({ id: integer, user_name: textOrNull, expires_at: dateTime });

export const LEGACY_ADMIN_TOKENS_SCHEMA = object({
  stats: LEGACY_STATS_SCHEMA,
  tokens: arrayOf(
    object({
      id: integer,
      user_id: text,
      user_name: textOrNull,
      usage_count: integer,
      last_used: dateTimeOrNull,
      is_active: integer,
      rate_limited_at: dateTimeOrNull,
      expires_at: dateTimeOrNull,
      last_validated: dateTimeOrNull,
      scopes: textOrNull,
      created_at: dateTime,
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
  appliedMigrations: arrayOf(object({ id: integer, name: text, applied_at: dateTimeOrNull })),
});

export const LEGACY_MIGRATED_SCHEMA = object({ success: { type: 'boolean' }, message: text });

export const LEGACY_ADMIN_CHECK_SCHEMA = object({ isAdmin: { type: 'boolean' } });
