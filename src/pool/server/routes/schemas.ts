import type { Schema } from '../../../json-schema.js';
import { OUTCOMES, OWNER_REF_SCHEMA } from '../../../wire.js';
import {
  arrayOf,
  dateTime,
  dateTimeOrNull,
  integer,
  integerOrNull,
  nullType,
  number,
  object,
  text,
} from '../../api/schema-parts.js';

export const EXPLANATION_SCHEMA = object({
  lease_id: text,
  state: { type: 'string', enum: ['open', 'settled', 'expired'] },
  owner: OWNER_REF_SCHEMA,
  bucket: text,
  granted_at: dateTime,
  lease_expires_at: dateTime,
  settled_at: dateTimeOrNull,
  outcome: { anyOf: [{ type: 'string', enum: OUTCOMES }, nullType] },
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
  time: dateTime,
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
