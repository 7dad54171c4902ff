import { createLeasing } from '../../../src/pool/leasing/leasing.js';
import { openStore } from '../../../src/pool/store/open-store.js';
import type { Store } from '../../../src/pool/store/types.js';
import { createVault } from '../../../src/pool/vault/vault.js';

export const A_KEY = 'ab'.repeat(32);
/** The longest login of GitHub's, with the suffix of a managed user. */
export const A_LONG_LOGIN = `${'long-login'.repeat(4).slice(0, 39)}_acme`;
/** 40 characters, each two columns wide. */
export const A_WIDE_NAME = '鍵'.repeat(40);
const A_LONG_LABEL = 'label-of-forty-characters-'.padEnd(40, 'x');
const PRINCIPAL = {
  id: 'key:1',
  kind: 'key',
  role: 'lease',
  labels: [A_LONG_LABEL],
  quotaPerHour: null,
} as const;

/** A pool with something of everything, all of it as long or wide as possible. */
export async function aFullPool(file: string, github: { apiUrl: string; privateKey: string }): Promise<void> {
  const vault = createVault([A_KEY]);
  const store = await openStore({ url: file, vault });
  await owners(store, github);
  await store.keys.create({
    name: A_WIDE_NAME,
    role: 'lease',
    labels: [A_LONG_LABEL],
    quotaPerHour: 1_000_000,
  });
  await store.policies.put({ name: A_WIDE_NAME, document: JSON.stringify(A_LONG_POLICY) });
  await uses(store, vault);
  const detail = JSON.stringify(A_LONG_POLICY);
  await store.audit.record({
    actor: `user:${A_LONG_LOGIN}`,
    action: 'policy.put',
    subject: A_WIDE_NAME,
    detail,
  });
  await store.close();
}

const A_LONG_POLICY = {
  repository_ids: Array.from({ length: 9 }, (_, index) => String(10 ** 19 + index)),
  refs: [`refs/heads/${'feature/'.repeat(12)}`],
  environments: [A_WIDE_NAME],
};

async function owners(
  store: Store,
  { apiUrl, privateKey }: { apiUrl: string; privateKey: string },
): Promise<void> {
  const user = await store.owners.upsert({ kind: 'user', accountId: 5, login: A_LONG_LOGIN, apiUrl });
  const token = { ownerId: user.id, kind: 'oauth', origin: 'cli' } as const;
  await store.tokens.put({ ...token, token: `gho_${'a'.repeat(36)}` });
  await store.tokens.put({ ...token, token: `gho_${'b'.repeat(36)}`, label: A_LONG_LABEL });
  const account = { kind: 'installation', accountId: 77, login: `${A_LONG_LOGIN}[bot]`, apiUrl } as const;
  const installation = await store.owners.upsert(account);
  for (const bucket of ['core', 'code_search', 'graphql', 'integration_manifest']) {
    const seen = {
      limit: 25_000_000,
      remaining: 12_345_678,
      resetAtMs: Date.now() + 3_000_000,
      by: 'probe',
    } as const;
    await store.budgets.observe(user.id, bucket, seen);
    await store.budgets.observe(installation.id, bucket, seen);
  }
  const clientId = 'Iv23li0123456789abcd';
  const app = await store.apps.put({ appId: 123_456_789, clientId, name: A_WIDE_NAME, apiUrl, privateKey });
  const problem = { reason: 'GitHub refuses (forbidden: this installation has been suspended)', sinceMs: 1 };
  const known = {
    installationId: 77,
    ownerId: installation.id,
    suspended: false,
    missingSinceMs: null,
    problem,
  };
  await store.settings.set(
    `installations ${app.id}`,
    JSON.stringify({ checkedAtMs: 1, installations: [known] }),
  );
}

async function uses(store: Store, vault: ReturnType<typeof createVault>): Promise<void> {
  const leasing = createLeasing({ store, vault });
  const principal = { ...PRINCIPAL, name: A_WIDE_NAME };
  const job = {
    repository: `${A_LONG_LOGIN}/${'r'.repeat(100)}`,
    workflow: A_WIDE_NAME,
    job: A_WIDE_NAME,
    run_id: '42',
    run_attempt: 1,
    event_name: 'push',
  };
  const result = await leasing.lease(principal, { job });
  const lease = result.granted[0];
  if (!lease) throw new Error('the pool leased nothing');
  await leasing.report(principal, lease.leaseId, { buckets: {}, outcome: 'ok', release: true });
}
