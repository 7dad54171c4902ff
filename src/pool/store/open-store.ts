import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { derivePoolSecrets } from '../vault/pool-secrets.js';
import type { PoolSecrets, Vault } from '../vault/types.js';
import { VaultError } from '../vault/vault.js';
import { createAppStore } from './apps.js';
import type { BudgetKey, Moment } from './budget-loads.js';
import { refreshBudgets } from './budget-steps.js';
import { createBudgetStore } from './budgets.js';
import type { StoreContext } from './context.js';
import { createDemandStore } from './demand.js';
import { ask, type Engine, type Steps } from './engine.js';
import { createAuditStore, createLockStore, createSettingsStore, pruning } from './housekeeping.js';
import { createKeyStore } from './keys.js';
import { createLeaseStore } from './leases.js';
import { migrate } from './migrations.js';
import { createOwnerStore } from './owners.js';
import { createPolicyStore } from './policies.js';
import { openPostgres } from './postgres-engine.js';
import { resealing } from './reseal.js';
import { createRevocationStore } from './revocations.js';
import { POOL_SECRET_CONTEXT } from './seal-contexts.js';
import { createSessionStore } from './sessions.js';
import { openSqlite } from './sqlite-engine.js';
import type { Rules } from './standing.js';
import { createStatsStore } from './stats.js';
import { createTokenStore } from './tokens.js';
import type { Store } from './types.js';

export type OpenStoreOptions = {
  /** A file, `:memory:`, or `postgres://…`. */
  url: string;
  vault: Vault;
  /** The clock of a test or a simulation; without it the database's own decides. */
  nowMs?: () => number;
  /** The share of each budget that stays with its owner, 0 to 1. */
  reserve?: number;
  /** GitHub's window, shorter in tests and benches. */
  windowMs?: number;
  onIdleError?: (error: Error) => void;
  /** Whether SQLite moves pages from its log to its file in a thread; for servers. */
  checkpointThread?: boolean;
};

const DEFAULT_RESERVE = 0.2;
const HOUR_MS = 3_600_000;

/**
 * Opens the pool's database and brings it to this version's schema. A vault that does not fit the database is
 * refused with a `VaultError` before anything is touched.
 */
export async function openStore(options: OpenStoreOptions): Promise<Store> {
  const engine = openEngine(options);
  try {
    await checkVault(engine, options.vault);
    await migrate(engine);
    const secrets = await openSecrets(engine, options.vault);
    const rules = await rulesOf(engine, options);
    const context: StoreContext = { engine, vault: options.vault, secrets, rules };
    await adoptRules(context);
    return storeFrom(context);
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/** The engine for an address, with nothing checked or migrated yet. */
export function openEngine(options: Omit<OpenStoreOptions, 'vault'>): Engine {
  const { url } = options;
  return /^postgres(ql)?:\/\//.test(url) ? openPostgres(url, options) : openSqlite(url, options);
}

function storeFrom(context: StoreContext): Store {
  const { engine, secrets } = context;
  return {
    dialect: engine.dialect,
    secrets,
    owners: createOwnerStore(context),
    tokens: createTokenStore(context),
    budgets: createBudgetStore(context),
    leases: createLeaseStore(context),
    demand: createDemandStore(context),
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
    ping: async () => void (await sql`select 1`.execute(engine.db)),
    prune: pruning(context),
    reseal: resealing(context),
    close: engine.close,
  };
}

const SECRET_NAME = 'pool_secret';

/** The pool's root secret doubles as the check of the key: it opens, or the key is another pool's. */
async function checkVault(engine: Engine, vault: Vault): Promise<void> {
  const tables = await engine.db.introspection.getTables();
  if (!tables.some((table) => table.name === 'settings')) return;
  const sealed = await createSettingsStore({ engine }).get(SECRET_NAME);
  if (sealed !== undefined) openRootSecret(sealed, vault);
}

async function openSecrets(engine: Engine, vault: Vault): Promise<PoolSecrets> {
  const fresh = vault.seal(randomBytes(32).toString('base64url'), POOL_SECRET_CONTEXT);
  // Of replicas that start together the first one's secret stands, and all read it back.
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

/** What is not told stays as it was: a command must not undo what the server was configured with. */
async function rulesOf(engine: Engine, options: OpenStoreOptions): Promise<Rules> {
  const stored = await createSettingsStore({ engine }).get('rules');
  const before: Partial<Rules> = stored === undefined ? {} : (JSON.parse(stored) as Rules);
  return {
    reserve: options.reserve ?? before.reserve ?? DEFAULT_RESERVE,
    windowMs: options.windowMs ?? before.windowMs ?? HOUR_MS,
  };
}

/** Budgets made anew in one transaction: leases have to have their turn in between. */
const ADOPTED_TOGETHER = 100;

const NEXT_BUDGETS_SQL = `select owner_id, bucket from budgets where (owner_id, bucket) > ($1, $2)
  order by owner_id, bucket limit ${ADOPTED_TOGETHER}`;

/** Ranking columns carry the reserve; when the operator chose another one they are made anew. */
async function adoptRules({ engine, rules }: StoreContext): Promise<void> {
  const settings = createSettingsStore({ engine });
  const now = JSON.stringify(rules);
  const before = await settings.get('rules');
  if (before === now) return;
  let last: BudgetKey | undefined = before === undefined ? undefined : { ownerId: '', bucket: '' };
  while (last) {
    const after: BudgetKey = last;
    last = await engine.changingBudgets((nowMs) =>
      refreshNext(after, { nowMs, rules, dialect: engine.dialect }),
    );
  }
  await settings.set('rules', now);
}

function* refreshNext({ ownerId, bucket }: BudgetKey, moment: Moment): Steps<BudgetKey | undefined> {
  const next = yield* ask<{ owner_id: string; bucket: string }>({
    sql: NEXT_BUDGETS_SQL,
    parameters: [ownerId, bucket],
  });
  const keys = next.map((row): BudgetKey => ({ ownerId: row.owner_id, bucket: row.bucket }));
  yield* refreshBudgets(keys, moment);
  return keys.length < ADOPTED_TOGETHER ? undefined : keys.at(-1);
}
