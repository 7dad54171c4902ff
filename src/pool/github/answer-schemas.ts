import type { FromSchema } from '../../json-schema.js';

/** The members of GitHub's answers that the pool reads; others are ignored. */

const id = { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER } as const;
/** It is printed, so it has neither spaces nor control characters. */
const login = { type: 'string', minLength: 1, maxLength: 100, pattern: '^[!-~]*$' } as const;
const token = { type: 'string', minLength: 20, maxLength: 2048 } as const;
const nullableText = { anyOf: [{ type: 'string', maxLength: 100 }, { type: 'null' }] } as const;
const permissions = {
  type: 'object',
  maxProperties: 200,
  additionalProperties: { type: 'string', maxLength: 20 },
} as const;
const seconds = { type: 'integer', minimum: 0, maximum: 10 * 365 * 86_400 } as const;

export const USER_ANSWER = {
  type: 'object',
  required: ['id', 'login'],
  properties: { id, login, type: { type: 'string', maxLength: 40 }, suspended_at: nullableText },
} as const;

export const INSTALLATIONS_ANSWER = {
  type: 'array',
  maxItems: 100,
  items: {
    type: 'object',
    required: ['id', 'account'],
    properties: {
      id,
      // Enterprise installations have a `slug` where accounts have a `login`.
      account: {
        anyOf: [
          { type: 'object', required: ['id', 'login'], properties: { id, login } },
          { type: 'object', required: ['id', 'slug'], properties: { id, slug: login } },
          { type: 'null' },
        ],
      },
      suspended_at: nullableText,
      permissions,
    },
  },
} as const;

export const MINTED_ANSWER = {
  type: 'object',
  required: ['token', 'expires_at'],
  properties: { token, expires_at: { type: 'string', format: 'date-time', maxLength: 40 }, permissions },
} as const;

export const OAUTH_ANSWER = {
  type: 'object',
  required: ['access_token'],
  properties: {
    access_token: token,
    scope: { type: 'string', maxLength: 2000 },
    refresh_token: token,
    expires_in: seconds,
    refresh_token_expires_in: seconds,
  },
} as const;

export type InstallationsAnswer = FromSchema<typeof INSTALLATIONS_ANSWER>;
