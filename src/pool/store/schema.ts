import type { Generated } from 'kysely';

/**
 * The tables of the pool, the same on SQLite and PostgreSQL. Times are milliseconds since the epoch, booleans
 * are 0 or 1 (SQLite has no others), JSON is text. `sealed_*` columns hold vault texts, never a secret.
 */
export type Database = {
  owners: OwnersTable;
  tokens: TokensTable;
  budgets: BudgetsTable;
  leases: LeasesTable;
  demand: DemandTable;
  api_keys: ApiKeysTable;
  policies: PoliciesTable;
  oidc_replays: OidcReplaysTable;
  sessions: SessionsTable;
  apps: AppsTable;
  revocations: RevocationsTable;
  budget_history: BudgetHistoryTable;
  settings: SettingsTable;
  locks: LocksTable;
  audit: AuditTable;
  owner_changes: OwnerChangesTable;
};

export type OwnersTable = {
  /** `user:583231` or `installation:4711`, with `@host` appended for an API other than api.github.com. */
  id: string;
  /** The public pseudonym; not traceable to a login without the pool's secret. */
  ref: string;
  kind: string;
  account_id: number;
  login: string;
  api_url: string;
  /** The owner's reserve, 0 to 1; null means the pool's default. */
  reserve: number | null;
  paused: number;
  status: string;
  cooldown_until_ms: number;
  cooldown_reason: string | null;
  /** When the next probe is due; 0 means now. */
  probe_due_ms: number;
  probed_at_ms: number | null;
  created_at_ms: number;
};

export type TokensTable = {
  id: Generated<number>;
  owner_id: string;
  kind: string;
  /** Empty for the default label, which requests without a label lease from. */
  label: string;
  scopes: string;
  can_write: number;
  sealed: string;
  fingerprint: string;
  /** 1 when the clients of mise-versions accept the format: neither `github_pat_` nor dotted. */
  legacy_format: number;
  expires_at_ms: number | null;
  sealed_refresh: string | null;
  refresh_expires_at_ms: number | null;
  status: string;
  suspicions: number;
  suspected_at_ms: number | null;
  /** When this token is to be probed; null while there is no doubt about it. */
  next_probe_at_ms: number | null;
  /** How it was added: `cli`, `oauth`, `import`, `app:<id>`. */
  origin: string;
  created_at_ms: number;
};

/** The last observation of each owner's window in each bucket, and nothing derived from it. */
export type BudgetsTable = {
  owner_id: string;
  bucket: string;
  limit_: number;
  remaining: number;
  /** Null while no window is open; for a time in the past see `rolled` in domain/window.ts. */
  reset_at_ms: number | null;
  seen_at_ms: number;
  /** The smallest figure that the pool's own probes saw in this window; reports never set it. */
  probed_remaining: number | null;
  /** Since when no window has been open; null if one was when this was observed. */
  closed_since_ms: number | null;
};

/** Every lease until retention prunes it: the audit log of leases. */
export type LeasesTable = {
  id: string;
  owner_id: string;
  token_id: number;
  bucket: string;
  principal_id: string;
  principal_name: string;
  repository: string;
  workflow: string;
  job: string;
  run_id: string;
  run_attempt: number;
  event_name: string;
  label: string;
  need: number;
  deviation: number;
  granted_at_ms: number;
  /** When the job is expected to be done; the promise decays towards it. */
  expected_end_ms: number;
  /** When the lease expires unless it is renewed. */
  ends_at_ms: number;
  /** When it ended, reported or not. */
  settled_at_ms: number | null;
  state: string;
  outcome: string | null;
  /** Requests attributed so far; final once the lease is no longer open. */
  requests_spent: number | null;
  /** Requests by which this lease's reports have lowered its owner's budget so far. */
  lowered: number;
  /** `secondary_limited` (about the owner) or `unauthorized` (about the token), and until when it counts. */
  complaint: string | null;
  complaint_until_ms: number | null;
  /** The candidates at the time of the claim, best first. */
  explanation: string;
};

export type DemandTable = {
  /** Digest of repository, workflow and job. */
  key: string;
  repository: string;
  workflow: string;
  job: string;
  mean: number;
  deviation: number;
  seconds: number;
  reports: number;
  updated_at_ms: number;
};

export type ApiKeysTable = {
  id: string;
  name: string;
  /** The first characters, to recognize a key in a list. */
  prefix: string;
  hash: string;
  role: string;
  labels: string;
  /** The label under which it leases over the mise-versions contract; empty for the default. */
  legacy_label: string;
  quota_per_hour: number | null;
  expires_at_ms: number | null;
  revoked_at_ms: number | null;
  last_used_at_ms: number | null;
  created_at_ms: number;
};

export type PoliciesTable = {
  id: string;
  name: string;
  /** The policy's conditions and grants as JSON; `auth/` owns its shape. */
  document: string;
  created_at_ms: number;
};

export type OidcReplaysTable = { jti: string; expires_at_ms: number };

export type SessionsTable = {
  /** Hash of the cookie's secret. */
  id: string;
  owner_id: string;
  created_at_ms: number;
  expires_at_ms: number;
};

export type AppsTable = {
  /** `<app id>` or `<app id>@host`. */
  id: string;
  app_id: number;
  client_id: string | null;
  name: string;
  api_url: string;
  sealed_key: string;
  created_at_ms: number;
};

/** Tokens to revoke at GitHub, kept until GitHub confirms it. */
export type RevocationsTable = {
  id: Generated<number>;
  owner_id: string;
  owner_ref: string;
  api_url: string;
  /** `token` or `grant`. */
  extent: string;
  sealed: string;
  tries: number;
  next_try_ms: number;
  created_at_ms: number;
};

export type BudgetHistoryTable = {
  bucket: string;
  at_ms: number;
  limit_: number;
  remaining: number;
  promised: number;
  owners: number;
  open_leases: number;
};

export type SettingsTable = { name: string; value: string };

export type LocksTable = { name: string; holder: string; until_ms: number };

/** Events of administration and of owners: who did what to which subject; leases have their own table. */
export type AuditTable = {
  id: Generated<number>;
  at_ms: number;
  actor: string;
  action: string;
  subject: string;
  detail: string;
};

/** The owners whose facts were written, in the order of the writes; triggers maintain it (`migrations/owner-changes.ts`). */
export type OwnerChangesTable = {
  seq: Generated<number>;
  /** A random number, which distinguishes the same `seq` of another history, as after a restore. */
  stamp: Generated<number>;
  owner_id: string;
};
