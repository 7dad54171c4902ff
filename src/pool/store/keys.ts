import { hash, randomBytes } from 'node:crypto';
import type { StoreContext } from './context.js';
import type { Engine } from './engine.js';
import type { ApiKey, NewApiKey } from './records.js';
import type { ApiKeysTable } from './schema.js';
import type { KeyStore } from './types.js';

const PREFIX = 'tpk_';
const SECRET_BYTES = 32;
const SHOWN_CHARACTERS = 8;
const TOUCHED_EVERY_MS = 60_000;

/** 256 random bits need no slow hash, and looking up a digest by index leaks nothing about the secret by its timing. */
export function hashSecret(secret: string): string {
  return hash('sha256', secret, 'hex');
}

export function newSecret(prefix: string): string {
  return prefix + randomBytes(SECRET_BYTES).toString('base64url');
}

/** API keys, stored as hashes only. */
export function createKeyStore({ engine }: StoreContext): KeyStore {
  const { db } = engine;
  return {
    create: (key) => createKey(engine, key),
    async findBySecret(secret) {
      const digest = hashSecret(secret);
      const [row] = await engine.rows<ApiKeysTable>('select * from api_keys where hash = $1', [digest]);
      return row && keyFrom(row);
    },
    async touch(id) {
      const nowMs = await engine.nowMs();
      await db
        .updateTable('api_keys')
        .set({ last_used_at_ms: nowMs })
        .where('id', '=', id)
        .where((eb) =>
          eb.or([eb('last_used_at_ms', 'is', null), eb('last_used_at_ms', '<', nowMs - TOUCHED_EVERY_MS)]),
        )
        .execute();
    },
    async list() {
      const rows = await db
        .selectFrom('api_keys')
        .selectAll()
        .orderBy('created_at_ms')
        .orderBy('id')
        .execute();
      return rows.map(keyFrom);
    },
    revoke: (idOrName) => revokeKey(engine, idOrName),
  };
}

async function createKey(engine: Engine, key: NewApiKey): Promise<{ key: ApiKey; secret: string }> {
  const secret = newSecret(PREFIX);
  const row: ApiKeysTable = {
    id: `key_${randomBytes(6).toString('hex')}`,
    name: key.name,
    prefix: secret.slice(0, PREFIX.length + SHOWN_CHARACTERS),
    hash: hashSecret(secret),
    role: key.role,
    labels: JSON.stringify(key.labels ?? []),
    legacy_label: key.legacyLabel ?? '',
    quota_per_hour: key.quotaPerHour ?? null,
    expires_at_ms: key.expiresAtMs ?? null,
    revoked_at_ms: null,
    last_used_at_ms: null,
    created_at_ms: await engine.nowMs(),
  };
  await engine.db.insertInto('api_keys').values(row).execute();
  return { key: keyFrom(row), secret };
}

async function revokeKey({ db, nowMs }: Engine, idOrName: string): Promise<boolean> {
  const keys = await db.selectFrom('api_keys').selectAll().where('revoked_at_ms', 'is', null).execute();
  const byId = keys.filter((key) => key.id === idOrName);
  const found = byId.length > 0 ? byId : keys.filter(({ name, prefix }) => [name, prefix].includes(idOrName));
  const [only, another] = found;
  if (!only || another) return false;
  await db
    .updateTable('api_keys')
    .set({ revoked_at_ms: await nowMs() })
    .where('id', '=', only.id)
    .execute();
  return true;
}

function keyFrom(row: ApiKeysTable): ApiKey {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    role: row.role as ApiKey['role'],
    labels: JSON.parse(row.labels) as string[],
    legacyLabel: row.legacy_label,
    quotaPerHour: row.quota_per_hour,
    expiresAtMs: row.expires_at_ms,
    revokedAtMs: row.revoked_at_ms,
    lastUsedAtMs: row.last_used_at_ms,
    createdAtMs: row.created_at_ms,
  };
}
