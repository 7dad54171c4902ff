import { setTimeout as sleep } from 'node:timers/promises';
import { type Leases, PATHS, type RenewAnswer } from '../../src/wire.js';
import { newHistory, checkHistory } from '../recovery.js';
import { type Client, createClient, type Reply } from '../client.js';
import { openPool, type PoolSetup, type PoolUnderTest } from '../pool.js';
import { killServers } from './kills.js';
import type { Resources, Experiment, Findings, History } from '../types.js';

const QUOTA = 200;
/** The requests that a quota allows to be promised at once: 2 % of an owner's lendable budget for each lease. */
const MAX_PROMISED = QUOTA * 0.02 * 4000;
const LARGE_JOB = 400;
const CLIENTS = 24;

export const QUOTAS: readonly Experiment[] = [
  {
    name: 'a quota over three replicas',
    fault: 'one key leases from all replicas at once and replaces its leases; each replica is killed in turn',
    run: (resources) => exhaustQuota(resources, { database: 'postgres', servers: 3, owners: 60 }),
  },
  {
    name: 'a quota over two servers on one SQLite file',
    fault: 'the same with two servers',
    run: (resources) => exhaustQuota(resources, { database: 'sqlite', servers: 2, owners: 60 }),
  },
];

async function exhaustQuota(resources: Resources, setup: PoolSetup): Promise<Findings> {
  const pool = await openPool(resources, setup);
  const client = createClient({ connections: CLIENTS, deadlineMs: 15_000 });
  try {
    const history = await newHistory(pool);
    const scene = { pool, history, durationMs: resources.loadMs };
    const stop = AbortSignal.timeout(resources.loadMs);
    const key = await newKey(pool, 'busy');
    const jobs = everyClient(async (number) => {
      while (!stop.aborted) await renewUntilRefused({ pool, client, history, key }, number);
    });
    await Promise.all([jobs, killServers(scene)]);
    const large = await newKey(pool, 'large');
    const keyClient = { pool, client, history, key: large };
    await everyClient((number) => leaseUntilRefused(keyClient, number));
    const findings = await checkHistory(pool, history);
    const promised = await sumPromised(pool, 'large');
    const granted = await countLeases(pool, 'busy');
    return {
      ...findings,
      violations: [
        ...findings.violations,
        ...compareWithQuota(granted, QUOTA, 'leases in an hour'),
        ...compareWithQuota(promised, MAX_PROMISED, 'requests promised at once'),
      ],
      figures: [
        `${granted} of ${QUOTA} leases, replacements included`,
        `${promised} of ${MAX_PROMISED} requests promised at once`,
      ],
    };
  } finally {
    client.close();
    await pool.close();
  }
}

/** Tolerates 10 %. Much less than the quota is a violation too, because it would show nothing. */
function compareWithQuota(count: number, quota: number, what: string): string[] {
  if (count > quota * 1.1) return [`the quota allowed ${count} of ${quota} ${what}`];
  return count < quota * 0.9 ? [`clients got only ${count} of ${quota} ${what}`] : [];
}

const everyClient = (work: (number: number) => Promise<unknown>) =>
  Promise.all(Array.from({ length: CLIENTS }, (_, number) => work(number)));

async function newKey(pool: PoolUnderTest, name: string): Promise<string> {
  const create = pool.withStore(({ keys }) => keys.create({ name, role: 'lease', quotaPerHour: QUOTA }));
  return (await create).secret;
}

type KeyClient = { pool: PoolUnderTest; client: Client; history: History; key: string };
type LeaseRequest = { number: number; expected: number };

async function requestLease(
  { pool, client, history, key }: KeyClient,
  { number, expected }: LeaseRequest,
): Promise<Reply> {
  const job = { workflow: 'ci', job: 'quota', run_id: String(number), run_attempt: 1, event_name: 'push' };
  const reply = await client.send({
    route: 'lease',
    method: 'POST',
    url: serverOf(pool, number) + PATHS.leases,
    key,
    body: { job: { repository: 'octo/chaos', ...job }, expected_requests: expected },
    expectedRequests: expected,
  });
  return record(history, reply);
}

async function leaseUntilRefused(asking: KeyClient, number: number): Promise<void> {
  let isGranted = true;
  while (isGranted) isGranted = (await requestLease(asking, { number, expected: LARGE_JOB })).status === 201;
}

/** Leases a token, then reports it as exhausted until the pool gives no replacement. */
async function renewUntilRefused(asking: KeyClient, number: number): Promise<void> {
  const reply = await requestLease(asking, { number, expected: 1 });
  if (reply.status !== 201) {
    await sleep(50);
    return;
  }
  const [lease] = (JSON.parse(reply.body) as Leases).leases;
  for (let id = lease?.lease_id; id !== undefined; ) id = await replaceLease(asking, { number, id });
}

async function replaceLease(
  { pool, client, history, key }: KeyClient,
  { number, id }: { number: number; id: string },
): Promise<string | undefined> {
  const reply = await client.send({
    route: 'renew',
    method: 'POST',
    url: serverOf(pool, number + 1) + PATHS.renew(id),
    key,
    body: { outcome: 'exhausted' },
  });
  record(history, reply);
  return reply.status === 200 ? (JSON.parse(reply.body) as RenewAnswer).lease?.lease_id : undefined;
}

const serverOf = ({ servers }: PoolUnderTest, number: number): string =>
  servers[number % servers.length]?.url ?? '';

function record(history: History, reply: Reply): Reply {
  const { body: _, ...answer } = reply;
  history.answers.push(answer);
  return reply;
}

const leasesOf = (pool: PoolUnderTest, name: string) =>
  pool.withStore(async ({ leases }) =>
    (await leases.page({ sinceMs: 0, limit: 100_000 })).filter(({ principalName }) => principalName === name),
  );

async function countLeases(pool: PoolUnderTest, name: string): Promise<number> {
  return (await leasesOf(pool, name)).length;
}

async function sumPromised(pool: PoolUnderTest, name: string): Promise<number> {
  return (await leasesOf(pool, name)).reduce((sum, { need }) => sum + need, 0);
}
