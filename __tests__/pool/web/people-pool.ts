import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { upstreams } from '../../../src/pool/github/clients.js';
import { createProxyFetch } from '../../../src/pool/github/proxy-fetch.js';
import { createLeasing } from '../../../src/pool/leasing/leasing.js';
import type { Leasing } from '../../../src/pool/leasing/types.js';
import { mintProblems } from '../../../src/pool/owners/installations.js';
import { addToken } from '../../../src/pool/owners/add-token.js';
import { createOwnerControls } from '../../../src/pool/owners/owner-controls.js';
import { revokeRound } from '../../../src/pool/owners/revocation.js';
import type { OwnersDeps } from '../../../src/pool/owners/types.js';
import { openStore } from '../../../src/pool/store/open-store.js';
import type { LeaseRecord } from '../../../src/pool/store/records.js';
import type { Store } from '../../../src/pool/store/types.js';
import { createVault } from '../../../src/pool/vault/vault.js';
import { createFaultPage } from '../../../src/pool/web/fault-page.js';
import type { OperatorView } from '../../../src/pool/web/page/operator.js';
import type { WebDeps } from '../../../src/pool/web/deps.js';
import { webPages } from '../../../src/pool/web/routes.js';
import type { Job } from '../../../src/wire.js';
import { startGitHub } from '../../../testkit/github/start-github.js';
import type { GitHub } from '../../../testkit/github/types.js';
import { anApp } from '../an-app.js';
import { A_PRINCIPAL } from '../store/a-claim.js';

export type PeoplePool = {
  url: string;
  github: GitHub;
  store: Store;
  /** Leases the owner's token to a job that spends some requests and settles. */
  use(ownerRef: string, requests: number, job?: Partial<Job>): Promise<LeaseRecord | undefined>;
  /** Advances time beyond the pages' cache of one second. */
  pass(ms: number): void;
  /** Leases the owner's token to many jobs at once. */
  useAtOneMoment(ownerRef: string, jobs: number): Promise<void>;
  /** Samples the history of a day as if it had passed. */
  sampleDay(): Promise<void>;
  /** Retries revocations that GitHub has not confirmed, as the pool does after some time. */
  revokeWhatIsDue(): Promise<number>;
  close(): Promise<void>;
};

const HOUR_MS = 3_600_000;

export type PeoplePoolOptions = { hasOauth?: boolean; operator?: OperatorView };

const OPERATOR: OperatorView = { name: 'The Acme build team', contact: 'https://acme.test/token-pool' };

/** A pool with its pages on a real socket, and a GitHub to sign in with. */
export async function startPeoplePool({
  hasOauth = true,
  operator = OPERATOR,
}: PeoplePoolOptions = {}): Promise<PeoplePool> {
  const github = await startGitHub();
  const vault = createVault([randomBytes(32).toString('hex')]);
  const clock: { backMs: number; aheadMs: number; atMs: number | null } = {
    backMs: 0,
    aheadMs: 0,
    atMs: null,
  };
  const store = await openStore({
    url: ':memory:',
    vault,
    nowMs: () => clock.atMs ?? Date.now() - clock.backMs,
  });
  const leasing = createLeasing({ store, vault });
  const address = { publicUrl: '' };
  const client = hasOauth ? github.addOAuthApp({}) : null;
  const { apiUrl, serverUrl } = github;
  const upstream = upstreams(
    { github: { apiUrl, serverUrl, oauth: null } },
    { fetch: createProxyFetch({}), now: Date.now },
  );
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const owners: OwnersDeps = { store, upstream, apiUrl: github.apiUrl, oauth: client, log };
  const people: WebDeps = {
    contributors: { store, addToken: (offer) => addToken(owners, offer) },
    controls: createOwnerControls(owners, 'contributor'),
    views: {
      store,
      reservePercent: 20,
      canJoin: hasOauth,
      operator,
      mintProblems: () => mintProblems(store),
      githubServerUrl: github.serverUrl,
    },
    signIn: client && {
      client,
      githubServerUrl: github.serverUrl,
      publicUrl: () => address.publicUrl,
      sealer: vault,
      nowMs: Date.now,
      randomBytes,
      exchangeOAuthCode: upstream(github.apiUrl).exchangeOAuthCode,
    },
    secureCookies: false,
    nowMs: () => Date.now() + clock.aheadMs,
  };
  const { app } = anApp({
    store,
    plugins: [webPages(people)],
    faultPage: createFaultPage(people),
    now: Date.now,
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  address.publicUrl = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  return {
    url: address.publicUrl,
    github,
    store,
    use: (ownerRef, requests, job) => use({ store, leasing }, { ownerRef, requests, job }),
    pass: (ms) => {
      clock.aheadMs += ms;
    },
    useAtOneMoment: async (ownerRef, jobs) => {
      clock.atMs = Date.now();
      for (let job = 0; job < jobs; job += 1) await use({ store, leasing }, { ownerRef, requests: 1 });
      clock.atMs = null;
    },
    sampleDay: async () => {
      for (clock.backMs = 24 * HOUR_MS; clock.backMs > 0; clock.backMs -= HOUR_MS / 6)
        await store.stats.sampleHistory();
      await store.stats.sampleHistory();
    },
    revokeWhatIsDue: () => {
      clock.atMs = Date.now() + HOUR_MS;
      return revokeRound(owners).finally(() => {
        clock.atMs = null;
      });
    },
    close: async () => {
      await app.close();
      await store.close();
      await github.close();
    },
  };
}

async function use(
  { store, leasing }: { store: Store; leasing: Leasing },
  { ownerRef, requests, job: named }: { ownerRef: string; requests: number; job?: Partial<Job> | undefined },
): Promise<LeaseRecord | undefined> {
  const exclude = (await store.owners.list()).map((owner) => owner.ref).filter((ref) => ref !== ownerRef);
  const number = (await store.leases.page({ sinceMs: 0, limit: 1000 })).length + 1;
  const job = {
    repository: 'octo/matrix',
    workflow: 'ci',
    job: `leg-${number}`,
    run_id: String(1000 + number),
    run_attempt: 1,
    event_name: 'push',
    ...named,
  };
  const [lease] = (await leasing.lease(A_PRINCIPAL, { job, expected_requests: requests, exclude })).granted;
  if (!lease) throw new Error('no lease for this owner');
  const core = {
    limit: 5000,
    remaining: 5000 - requests,
    used: requests,
    remaining_at_start: 5000,
    reset_at: new Date(Date.now() + 3_000_000).toISOString(),
  };
  await leasing.report(A_PRINCIPAL, lease.leaseId, { buckets: { core }, outcome: 'ok', release: true });
  return store.leases.find(lease.leaseId);
}
