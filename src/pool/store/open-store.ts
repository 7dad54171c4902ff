import { randomBytes } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { DEFAULT_RULES, type Rules } from '../domain/rules.js';
import { derivePoolSecrets } from '../vault/pool-secrets.js';
import type { PoolSecrets, Vault } from '../vault/types.js';
import { VaultError } from '../vault/vault.js';
import { createAppStore } from './apps.js';
import { createAuditStore } from './audit.js';
import { createBudgetStore } from './budgets.js';
import type { StoreContext } from './context.js';
import type { Engine } from './engine.js';
import { openPostgres } from './engines/postgres.js';
import { openSqlite } from './engines/sqlite.js';
import { createKeyStore } from './keys.js';
import { createLeaseStore } from './leases.js';
import { createLockStore } from './locks.js';
import { migrate } from './migrations/migrate.js';
import { createOwnerStore } from './owners.js';
import { createPolicyStore } from './policies.js';
import { createPrune } from './prune.js';
import { createReseal } from './reseal.js';
import { restoreReadable } from './restore-readable.js';
import { createRevocationStore } from './revocations.js';
import { POOL_SECRET_CONTEXT } from './seal-contexts.js';
import { createSessionStore } from './sessions.js';
import { createSettingsStore } from './settings.js';
import { createStatsStore } from './stats.js';
import { createTokenStore } from './tokens.js';
import type { Store } from './types.js';

export type OpenStoreOptions = Partial<Rules> & {
  /** A file, `:memory:`, or `postgres://…`. */
  url: string;
  vault: Vault;
  /** The clock of a test or a simulation, in place of the database's. */
  nowMs?: () => number;
  onIdleError?: (error: Error) => void;
};

/**
 * Opens the pool's database and migrates it to this version's schema. Throws a `VaultError` before anything is changed
 * when the vault's keys are not those of the database.
 */
export async function openStore(options: OpenStoreOptions): Promise<Store> {
  const engine = openEngine(options);
  try {
    await checkVault(engine, options.vault);
    await migrate(engine);
    const secrets = await openSecrets(engine, options.vault);
    const rules = await rulesOf(engine, options);
    const context: StoreContext = { engine, vault: options.vault, secrets, rules };
    await restoreReadable(context);
    return storeFrom(context);
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/** The engine for an address, with nothing checked or migrated yet. */
export function openEngine(options: Omit<OpenStoreOptions, 'vault'>): Engine {
  const { url } = options;
  return isPostgres(url) ? openPostgres(url, options) : openSqlite(url, options);
}

/** Whether the database holds a pool. Creates nothing: an absent SQLite file stays absent. */
export async function isInitialized(url: string): Promise<boolean> {
  if (url === ':memory:') return true;
  if (!isPostgres(url)) return existsSync(url) && statSync(url).size > 0;
  const engine = openEngine({ url });
  try {
    return await holdsPool(engine);
  } finally {
    await engine.close();
  }
}

const isPostgres = (url: string): boolean => /^postgres(ql)?:\/\//.test(url);

/**
 * Whether the database has the pool's tables. Asks for one table by name: a list of all columns, as Kysely makes it,
 * fails on PostgreSQL while another replica drops one.
 */
async function holdsPool({ dialect, rows }: Engine): Promise<boolean> {
  const [row] = await rows<{ tables: number }>(
    dialect === 'postgres'
      ? "select count(to_regclass('settings')) as tables"
      : "select count(*) as tables from sqlite_master where name = 'settings'",
  );
  return (row?.tables ?? 0) > 0;
}

function storeFrom(context: StoreContext): Store {
  const { engine, secrets, rules } = context;
  return {
    dialect: engine.dialect,
    rules,
    secrets,
    owners: createOwnerStore(context),
    tokens: createTokenStore(context),
    budgets: createBudgetStore(context),
    leases: createLeaseStore(context),
    keys: createKeyStore(context),
    policies: createPolicyStore(context),
    sessions: createSessionStore(context),
    apps: createAppStore(context),
    revocations: createRevocationStore(context),
    stats: createStatsStore(context),
    settings: createSettingsStore(context),
    locks: createLockStore(context),
    audit: createAuditStore(context),
    nowMs: engine.nowMs,
    transaction: engine.transaction,
    isDataFault: engine.isDataFault,
    ping: engine.ping,
    prune: createPrune(context),
    reseal: createReseal(context),
    close: engine.close,
  };
}

const SECRET_NAME = 'pool_secret';

/** Checks the encryption key by opening the pool's root secret with it. */
async function checkVault(engine: Engine, vault: Vault): Promise<void> {
  if (!(await holdsPool(engine))) return;
  const sealed = await createSettingsStore({ engine }).get(SECRET_NAME);
  if (sealed !== undefined) openRootSecret(sealed, vault);
}

async function openSecrets(engine: Engine, vault: Vault): Promise<PoolSecrets> {
  const fresh = vault.seal(randomBytes(32).toString('base64url'), POOL_SECRET_CONTEXT);
  // When replicas start together the first one's secret stays, and all read it back.
  await engine.db
    .insertInto('settings')
    .values({ name: SECRET_NAME, value: fresh })
    .onConflict((oc) => oc.doNothing())
    .execute();
  const sealed = (await createSettingsStore({ engine }).get(SECRET_NAME)) ?? fresh;
  return derivePoolSecrets(openRootSecret(sealed, vault));
}

function openRootSecret(sealed: string, vault: Vault): string {
  try {
    return vault.open(sealed, POOL_SECRET_CONTEXT);
  } catch (cause) {
    throw new VaultError(
      'The encryption key does not fit this database; start the pool with the TOKEN_ENCRYPTION_KEY it was filled with.',
      { cause },
    );
  }
}

/** Rules that are not given stay as stored: commands and programs must not undo what the server was configured with. */
async function rulesOf(engine: Engine, options: OpenStoreOptions): Promise<Rules> {
  const settings = createSettingsStore({ engine });
  const stored = await settings.get('rules');
  const before: Partial<Rules> = stored === undefined ? {} : (JSON.parse(stored) as Rules);
  const names = Object.keys(DEFAULT_RULES) as (keyof Rules)[];
  const rules = Object.fromEntries(
    names.map((name) => [name, options[name] ?? before[name] ?? DEFAULT_RULES[name]]),
  ) as Rules;
  const now = JSON.stringify(rules);
  if (now !== stored) await settings.set('rules', now);
  return rules;
}
