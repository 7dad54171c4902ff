import type { TokenKind } from '../../wire.js';
import type { WindowFigures } from '../domain/observation.js';
import type { Rules } from '../domain/rules.js';
import type { PoolSecrets } from '../vault/types.js';
import type { Engine } from './engine.js';
import type {
  AnonymousOwner,
  ApiKey,
  AppRecord,
  AuditEvent,
  BucketStatus,
  Budget,
  HistorySample,
  LeaseRecord,
  NewApiKey,
  NewApp,
  NewOwner,
  NewRevocation,
  NewToken,
  Owner,
  OwnerStatus,
  PendingRevocation,
  PolicyRecord,
  Session,
  Token,
  TokenStatus,
  UsedToken,
} from './records.js';

/** The pool's database: a group of functions per subject, the same on SQLite and PostgreSQL. */
export type Store = {
  readonly dialect: Engine['dialect'];
  readonly rules: Rules;
  readonly secrets: PoolSecrets;
  readonly owners: OwnerStore;
  readonly tokens: TokenStore;
  readonly budgets: BudgetStore;
  readonly leases: LeaseStore;
  readonly keys: KeyStore;
  readonly policies: PolicyStore;
  readonly sessions: SessionStore;
  readonly apps: AppStore;
  readonly revocations: RevocationStore;
  readonly stats: StatsStore;
  readonly settings: SettingsStore;
  readonly locks: LockStore;
  readonly audit: AuditStore;
  /** The database's clock, which all replicas share. */
  nowMs(): Promise<number>;
  /** For reads and writes that belong together; their queries are functions in the file of each subject. */
  transaction: Engine['transaction'];
  isDataFault: Engine['isDataFault'];
  /** Throws when the database does not answer soon. */
  ping(): Promise<void>;
  /** Deletes what is older than the given ages, and expired sessions and OIDC ids; returns the number of rows. */
  prune(retention: { leasesMs: number; historyMs: number; auditMs: number }): Promise<number>;
  /** Seals again up to `limit` rows that were sealed with an older key; returns how many. */
  reseal(limit: number): Promise<number>;
  close(): Promise<void>;
};

export type OwnerStore = {
  /** Inserts or updates by id (from kind, account and API base); never changes pause, reserve or status. */
  upsert(owner: NewOwner): Promise<Owner>;
  find(id: string): Promise<Owner | undefined>;
  findByRef(ref: string): Promise<Owner | undefined>;
  list(): Promise<Owner[]>;
  setPaused(id: string, paused: boolean): Promise<void>;
  setReserve(id: string, reserve: number | null): Promise<void>;
  setStatus(id: string, status: OwnerStatus): Promise<void>;
  /** Grants no lease of this owner until then; never shortens a running cooldown. */
  coolDown(id: string, cooldown: { untilMs: number; reason: string }): Promise<void>;
  endCooldown(id: string): Promise<void>;
  /** Owners, suspended ones included, whose probe is due, longest due first. */
  dueForProbe(limit: number): Promise<Owner[]>;
  scheduleProbe(id: string, atMs: number): Promise<void>;
  /**
   * Makes probes due for owners that have open leases and were last probed before then: idle owners are probed rarely,
   * and promises fade only as probes see what was spent. Skips owners that are paused, resting or spent until their
   * reset, and those of the excepted GitHubs.
   */
  markProbesDue(before: { probedBeforeMs: number; exceptApiUrls: readonly string[] }): Promise<void>;
  /** Records that a probe ran now and when the next is due. */
  probed(id: string, nextAtMs: number): Promise<void>;
  /** Deletes the owner's tokens and ends its leases; the row stays as `removed`, without a login. */
  remove(id: string): Promise<void>;
};

export type TokenSecrets = { token: string; refreshToken: string | null };

export type TokenStore = {
  /**
   * Stores a token. The same token again, or a newer one of the same owner, kind, label and origin, replaces the secret
   * and keeps the id: signing in twice adds no second token.
   */
  put(token: NewToken): Promise<Token>;
  find(id: number): Promise<Token | undefined>;
  findByFingerprint(fingerprint: string): Promise<Token | undefined>;
  ofOwner(ownerId: string): Promise<UsedToken[]>;
  list(): Promise<UsedToken[]>;
  /** Opens a token's secrets; undefined when it is gone. */
  open(id: number): Promise<TokenSecrets | undefined>;
  /** Replaces the secrets of a token after a refresh or a new mint; makes it active again. */
  replaceSecrets(
    id: number,
    fresh: {
      token: string;
      expiresAtMs: number | null;
      refreshToken?: string;
      refreshExpiresAtMs?: number | null;
    },
  ): Promise<void>;
  /** One more suspicion; returns how many there are and since when. Suspects are not leased. */
  suspect(id: number, nextProbeAtMs: number): Promise<{ suspicions: number; sinceMs: number }>;
  clearSuspicion(id: number): Promise<void>;
  /** Tokens to probe individually: suspects, and those that a job complained about. */
  dueForProbe(limit: number): Promise<Token[]>;
  /** Active tokens of these kinds that expire before then, soonest first. */
  expiringBefore(untilMs: number, kinds: readonly TokenKind[]): Promise<Token[]>;
  setStatus(id: number, status: TokenStatus): Promise<void>;
  setLabel(id: number, label: string): Promise<void>;
  setScopes(id: number, scopes: readonly string[], canWrite: boolean): Promise<void>;
  /** Ends its open leases and deletes the secret; the row stays as `removed` for the audit log. */
  remove(id: number): Promise<void>;
};

export type BudgetStore = {
  /**
   * Records what a probe of the pool saw, now or at `seenAtMs`. Older windows and absurd figures are ignored, and within
   * a window the smallest figure counts. Returns whether anything was recorded.
   */
  observe(ownerId: string, bucket: string, probed: WindowFigures & { seenAtMs?: number }): Promise<boolean>;
  find(ownerId: string, bucket: string): Promise<Budget | undefined>;
  ofOwner(ownerId: string): Promise<Budget[]>;
};

/** Leases are claimed, reported, renewed and expired by `leasing/`, in transactions of their own. */
export type LeaseStore = {
  find(id: string): Promise<LeaseRecord | undefined>;
  /** The newest leases of an owner; `beforeMs`, the time of the last one seen, gets the next page. */
  ofOwner(ownerId: string, limit: number, beforeMs?: number): Promise<LeaseRecord[]>;
  /** Oldest first, for exports; `after`, the last id of a page, gets the next page. */
  page(options: { sinceMs: number; after?: string; limit: number }): Promise<LeaseRecord[]>;
};

export type KeyStore = {
  /** Creates a key; `secret` is shown once, and only its hash is stored. */
  create(key: NewApiKey): Promise<{ key: ApiKey; secret: string }>;
  /** The key that a secret belongs to, revoked and expired ones included; undefined for an unknown secret. */
  findBySecret(secret: string): Promise<ApiKey | undefined>;
  /** Updates `lastUsedAtMs` once a minute at most, so that not every lease writes the row. */
  touch(id: string): Promise<void>;
  list(): Promise<ApiKey[]>;
  /** By id or, when only one key has it, by name or prefix. False when there is no such key. */
  revoke(idOrName: string): Promise<boolean>;
};

export type PolicyStore = {
  put(policy: { id?: string; name: string; document: string }): Promise<PolicyRecord>;
  list(): Promise<PolicyRecord[]>;
  remove(idOrName: string): Promise<boolean>;
  /** True the first time an id is seen: each OIDC token may be used once. */
  useOnce(jti: string, expiresAtMs: number): Promise<boolean>;
};

export type SessionStore = {
  /** Creates a session; `secret` goes into the cookie, and only its hash is stored. */
  create(ownerId: string, ttlMs: number): Promise<{ session: Session; secret: string }>;
  find(secret: string): Promise<Session | undefined>;
  remove(secret: string): Promise<void>;
  removeOfOwner(ownerId: string): Promise<void>;
};

export type AppStore = {
  put(app: NewApp): Promise<AppRecord>;
  list(): Promise<AppRecord[]>;
  openKey(id: string): Promise<string | undefined>;
  remove(id: string): Promise<boolean>;
};

/** Tokens that were removed here and are still to be revoked at GitHub. */
export type RevocationStore = {
  add(revocation: NewRevocation, nextTryAtMs: number): Promise<void>;
  /** Revocations whose next try is due, longest due first. */
  due(limit: number): Promise<PendingRevocation[]>;
  list(): Promise<PendingRevocation[]>;
  /** Counts one more try that GitHub did not confirm. */
  tried(id: number, nextTryAtMs: number): Promise<void>;
  remove(id: number): Promise<void>;
};

export type StatsStore = {
  buckets(): Promise<BucketStatus[]>;
  tokens(): Promise<{ active: number; total: number }>;
  owners(bucket: string, limit: number): Promise<AnonymousOwner[]>;
  sampleHistory(): Promise<void>;
  history(bucket: string, sinceMs: number): Promise<HistorySample[]>;
};

export type SettingsStore = {
  get(name: string): Promise<string | undefined>;
  set(name: string, value: string): Promise<void>;
};

export type LockStore = {
  /** Takes or extends a lock for `ttlMs`; false while another holder has it. */
  acquire(name: string, holder: string, ttlMs: number): Promise<boolean>;
  release(name: string, holder: string): Promise<void>;
};

export type AuditStore = {
  record(event: { actor: string; action: string; subject: string; detail?: string }): Promise<void>;
  list(limit: number): Promise<AuditEvent[]>;
};
