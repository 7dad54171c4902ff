import { setTimeout as sleep } from 'node:timers/promises';
import { type Leases, PATHS, type RenewAnswer } from '../../src/wire.js';
import { historyOf, settle } from '../aftermath.js';
import { type Client, createClient, type Reply } from '../ask.js';
import { openPool, type PoolSetup, type PoolUnderTest } from '../pool.js';
import { killServers } from './kills.js';
import type { Bench, Experiment, Findings, History } from '../types.js';

const QUOTA = 200;
/** What a quota allows to be promised at a time: a fiftieth of what an owner lends for each lease. */
const MOST_PROMISED = QUOTA * 0.02 * 4000;
const LARGE_JOB = 400;
const CLIENTS = 24;

export const QUOTAS: readonly Experiment[] = [
  {
    name: 'a quota over three replicas',
    fault: 'a key asks all of them at once, and moves its jobs on; one after another is killed',
    run: (bench) => spend(bench, { database: 'postgres', servers: 3, owners: 60 }),
  },
  {
    name: 'a quota over two servers on one SQLite file',
    fault: 'as above',
    run: (bench) => spend(bench, { database: 'sqlite', servers: 2, owners: 60 }),
  },
];

async function spend(bench: Bench, setup: PoolSetup): Promise<Findings> {
  const pool = await openPool(bench, setup);
  const client = createClient({ connections: CLIENTS, deadlineMs: 15_000 });
  try {
    const history = await historyOf(pool);
    const scene = { pool, history, forMs: bench.loadMs };
    const over = AbortSignal.timeout(bench.loadMs);
    const key = await newKey(pool, 'busy');
    const jobs = everyClient(async (number) => {
      while (!over.aborted) await moveOn({ pool, client, history, key }, number);
    });
    await Promise.all([jobs, killServers(scene)]);
    const large = await newKey(pool, 'large');
    const asking = { pool, client, history, key: large };
    await everyClient((number) => askUntilRefused(asking, number));
    const findings = await settle(pool, history);
    const promised = await promisedTo(pool, 'large');
    const granted = await grantedTo(pool, 'busy');
    return {
      ...findings,
      violations: [
        ...findings.violations,
        ...beyond(granted, QUOTA, 'leases in an hour'),
        ...beyond(promised, MOST_PROMISED, 'requests promised at a time'),
      ],
      figures: [
        `${granted} of ${QUOTA} leases, replacements included`,
        `${promised} of ${MOST_PROMISED} requests promised at a time`,
      ],
    };
  } finally {
    client.close();
    await pool.close();
  }
}

/** Beyond it by more than a tenth; below it by as much, the experiment would show nothing. */
function beyond(count: number, most: number, what: string): string[] {
  if (count > most * 1.1) return [`the quota allowed ${count} of ${most} ${what}`];
  return count < most * 0.9 ? [`clients got only ${count} of ${most} ${what}`] : [];
}

const everyClient = (work: (number: number) => Promise<unknown>) =>
  Promise.all(Array.from({ length: CLIENTS }, (_, number) => work(number)));

async function newKey(pool: PoolUnderTest, name: string): Promise<string> {
  const create = pool.withStore(({ keys }) => keys.create({ name, role: 'lease', quotaPerHour: QUOTA }));
  return (await create).secret;
}

type Asking = { pool: PoolUnderTest; client: Client; history: History; key: string };
type Wanted = { number: number; expected: number };

async function ask({ pool, client, history, key }: Asking, { number, expected }: Wanted): Promise<Reply> {
  const job = { workflow: 'ci', job: 'quota', run_id: String(number), run_attempt: 1, event_name: 'push' };
  const reply = await client.ask({
    route: 'lease',
    method: 'POST',
    url: serverOf(pool, number) + PATHS.leases,
    key,
    body: { job: { repository: 'octo/chaos', ...job }, expected_requests: expected },
    wanted: expected,
  });
  return noted(history, reply);
}

async function askUntilRefused(asking: Asking, number: number): Promise<void> {
  let isGranted = true;
  while (isGranted) isGranted = (await ask(asking, { number, expected: LARGE_JOB })).status === 201;
}

/** Leases, and says that the budget is spent until nobody moves the job to another owner. */
async function moveOn(asking: Asking, number: number): Promise<void> {
  const reply = await ask(asking, { number, expected: 1 });
  if (reply.status !== 201) {
    await sleep(50);
    return;
  }
  const [lease] = (JSON.parse(reply.body) as Leases).leases;
  for (let id = lease?.lease_id; id !== undefined; ) id = await renewed(asking, { number, id });
}

async function renewed(
  { pool, client, history, key }: Asking,
  { number, id }: { number: number; id: string },
): Promise<string | undefined> {
  const reply = await client.ask({
    route: 'renew',
    method: 'POST',
    url: serverOf(pool, number + 1) + PATHS.renew(id),
    key,
    body: { outcome: 'exhausted' },
  });
  noted(history, reply);
  return reply.status === 200 ? (JSON.parse(reply.body) as RenewAnswer).lease?.lease_id : undefined;
}

const serverOf = ({ servers }: PoolUnderTest, number: number): string =>
  servers[number % servers.length]?.url ?? '';

function noted(history: History, reply: Reply): Reply {
  const { body: _, ...answer } = reply;
  history.answers.push(answer);
  return reply;
}

const leasesOf = (pool: PoolUnderTest, name: string) =>
  pool.withStore(async ({ leases }) =>
    (await leases.page({ sinceMs: 0, limit: 100_000 })).filter(({ principalName }) => principalName === name),
  );

async function grantedTo(pool: PoolUnderTest, name: string): Promise<number> {
  return (await leasesOf(pool, name)).length;
}

async function promisedTo(pool: PoolUnderTest, name: string): Promise<number> {
  return (await leasesOf(pool, name)).reduce((sum, { need }) => sum + need, 0);
}
