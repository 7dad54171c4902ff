import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { seededRandom } from '../../src/pool/cli/simulation/random.js';
import { openStore } from '../../src/pool/store/open-store.js';
import { sealedTokenContext } from '../../src/pool/store/seal-contexts.js';
import { roomStep, slotOf, staticScore } from '../../src/pool/store/standing.js';
import type { ClaimRequest, Store } from '../../src/pool/store/types.js';
import { createVault } from '../../src/pool/vault/vault.js';
import { median } from '../processes.js';
import { startHosts } from './arena.js';

const HOUR_MS = 3_600_000;
const LIMIT = 5000;
const NOWHERE = 'http://127.0.0.1:9';
const WARM_UPS = 30;

export type ChoiceTimes = { owners: number; claimMs: number; requestMs: number };

/** Times the choice inside the store, and the whole request for a lease over HTTP, on one SQLite file. */
export async function timeChoice(owners: number, claims: number): Promise<ChoiceTimes> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-choice-'));
  const databaseUrl = join(folder, 'pool.sqlite');
  const encryptionKey = randomBytes(32).toString('hex');
  const vault = createVault([encryptionKey]);
  const store = await openStore({ url: databaseUrl, vault, reserve: 0.2 });
  try {
    await addOneOwner(store);
    const { secret } = await store.keys.create({ name: 'bench', role: 'lease' });
    multiply(databaseUrl, owners, (token, ownerId) =>
      vault.seal(token, sealedTokenContext({ ownerId, kind: 'oauth', label: '' })),
    );
    const claimMs: number[] = [];
    for (let each = -WARM_UPS; each < claims; each += 1) {
      const request = aClaim(each);
      const startedAtMs = performance.now();
      const claimed = await store.leases.claim(request);
      if (each >= 0) claimMs.push(performance.now() - startedAtMs);
      if (claimed.length === 0) throw new Error('the bench of the choice ran out of owners');
    }
    const requestMs = await timeRequests({ databaseUrl, encryptionKey, secret }, claims);
    return { owners, claimMs: median(claimMs), requestMs };
  } finally {
    await store.close();
    rmSync(folder, { recursive: true });
  }
}

type Served = { databaseUrl: string; encryptionKey: string; secret: string };

async function timeRequests({ secret, ...files }: Served, claims: number): Promise<number> {
  // Nothing answers there: probes of the background, if any were due, would fail at once.
  const hosted = {
    id: 'choice',
    policy: 'rules' as const,
    githubUrl: NOWHERE,
    looksUrl: NOWHERE,
    windowMs: HOUR_MS,
  };
  const arena = { id: 'choice', secret, hosted: { ...hosted, ...files } };
  const hosts = await startHosts([arena], 1);
  const pool = hosts.poolOf(arena);
  try {
    for (let each = -WARM_UPS; each < claims; each += 1) {
      const result = await pool.lease({ ...JOB, run_id: String(20_000_000 + each) });
      if ('retryAfterMs' in result) throw new Error('the bench of the choice ran out of owners');
    }
    return median(pool.leaseMs.slice(WARM_UPS));
  } finally {
    pool.close();
    await hosts.stop();
  }
}

const JOB = {
  repository: 'octo-org/widgets',
  workflow: 'ci.yml',
  job: 'build',
  run_attempt: 1,
  event_name: 'push',
};

function aClaim(turn: number): ClaimRequest {
  return {
    job: { ...JOB, run_id: String(10_000_000 + turn) },
    principalId: 'key_bench',
    principalName: 'bench',
    isCounted: true,
    bucket: 'core',
    label: '',
    need: 1,
    deviation: 0.5,
    seconds: 300,
    minRemaining: 0,
    minTtlMs: 0,
    exclude: [],
    legacyFormats: false,
    leaseMs: HOUR_MS,
    leaseIds: [`choice-${turn}`],
  };
}

async function addOneOwner(store: Store): Promise<void> {
  const lender = { kind: 'user', accountId: 1, login: 'owner-1', apiUrl: 'https://api.github.com' } as const;
  const owner = await store.owners.upsert(lender);
  await store.tokens.put({ ownerId: owner.id, token: tokenOf(1), kind: 'oauth', origin: 'bench' });
  const resetAtMs = Date.now() + HOUR_MS / 2;
  await store.budgets.observe(owner.id, 'core', {
    limit: LIMIT,
    remaining: LIMIT - 1,
    resetAtMs,
    by: 'probe',
  });
}

const tokenOf = (id: number) => `gho_${String(id).padStart(36, '0')}`;

type Row = { [column: string]: string | number | null };

/** Copies the one owner, straight into the tables: adding so many one by one would take minutes. */
function multiply(file: string, owners: number, seal: (token: string, ownerId: string) => string): void {
  const database = new DatabaseSync(file);
  const template = (table: string): Row => database.prepare(`select * from ${table}`).get() as Row;
  const inserting = (table: string) => {
    const row = template(table);
    const columns = Object.keys(row);
    const statement = database.prepare(
      `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
    );
    return (changes: Row) => {
      const copy: Row = { ...row, ...changes };
      statement.run(...columns.map((column) => copy[column] ?? null));
    };
  };
  const random = seededRandom(1);
  const soon = Date.now();
  database.exec('begin; update owners set probe_due_ms = 9000000000000');
  const [owner, token, budget] = [inserting('owners'), inserting('tokens'), inserting('budgets')];
  for (let id = 2; id <= owners; id += 1) {
    const ownerId = `user:${id}`;
    owner({ id: ownerId, ref: `ref${id}`, account_id: id, login: `owner-${id}` });
    token({ id, owner_id: ownerId, sealed: seal(tokenOf(id), ownerId), fingerprint: `fingerprint-${id}` });
    budget({ owner_id: ownerId, ...budgetAt({ soon, random }) });
  }
  database.exec('commit; analyze');
  database.close();
}

/** Windows spread over the hour, every tenth closed, budgets spent by any share. */
function budgetAt({ soon, random }: { soon: number; random: () => number }): Row {
  const isClosed = random() < 0.1;
  const resetAtMs = isClosed ? null : Math.round(soon + HOUR_MS * (0.05 + 0.95 * random()));
  const remaining = isClosed ? LIMIT : Math.round(LIMIT * (0.2 + 0.8 * random()));
  const lendRemaining = remaining - 0.2 * LIMIT;
  const standing = {
    lendLimit: 0.8 * LIMIT,
    lendRemaining,
    promised: 0,
    variance: 0,
    openLeases: 0,
    resetAtMs,
  };
  return {
    remaining,
    reset_at_ms: resetAtMs,
    lend_remaining: lendRemaining,
    closed_since_ms: isClosed ? Math.round(soon - HOUR_MS * random()) : null,
    wake_at_ms: resetAtMs ?? Number.MAX_SAFE_INTEGER,
    slot: slotOf(resetAtMs, HOUR_MS),
    static_score: staticScore(standing),
    room_step: roomStep(standing),
  };
}
