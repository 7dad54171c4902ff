import type { SimulatedJob, Swap, Tally } from '../../src/pool/cli/simulation/types.js';
import { median } from '../processes.js';
import { type BenchPool, type Servers, openBenchPool, startServers } from './bench-pool.js';
import type { HttpPool } from './http-pool.js';
import { playLive } from './player.js';
import type { Policy } from './policies.js';
import { traffic } from './traffic.js';

export const POOL = { owners: 20, limit: 500, windowMs: 20_000 } as const;
/** Corresponds to 50 of 5,000 calls, or one percent. */
const SWAP: Swap = { belowShare: 0.01, belowCalls: 5 };
/** The keeper of refresh-token sees no responses and checks every minute of the scaled hour. */
const KEEPER: Swap = { ...SWAP, checkEveryMs: POOL.windowMs / 60 };
/** Servers per pool under the pool's own rule. */
const SERVERS = 2;
/** Longer than it takes to exhaust a pool. */
const NO_RESET_MS = 600_000;

export type Variant = { name: string; policy: Policy; swap: Swap | null; killedShare: number };

export const VARIANTS = {
  rules: { name: 'the rule', policy: 'rules', swap: null, killedShare: 0 },
  swap: { name: 'the rule, with swap', policy: 'rules', swap: SWAP, killedShare: 0 },
  keeper: { name: 'the rule, swap by the keeper', policy: 'rules', swap: KEEPER, killedShare: 0 },
  killed: { name: 'the rule, 10 % killed', policy: 'rules', swap: null, killedShare: 0.1 },
  headroom: { name: 'most headroom', policy: 'most-headroom', swap: null, killedShare: 0 },
  recent: { name: 'least recently used', policy: 'least-recent', swap: null, killedShare: 0 },
} as const satisfies { [name: string]: Variant };

export type VariantName = keyof typeof VARIANTS;
export type Cell = { variant: VariantName; load: number };
export type CellResult = Cell & { tally: Tally; leaseMs: number; serverErrors: number };

export type RunOptions = { windows: number; warmUpWindows: number; newDatabase?: () => Promise<string> };

/** Runs all cells at the same time, in real time. Variants at one load get the same traffic. */
export async function runCells(cells: readonly Cell[], options: RunOptions): Promise<CellResult[]> {
  const windows = options.windows + options.warmUpWindows;
  return withPools(
    cells,
    { ...POOL, newDatabase: options.newDatabase },
    async ({ cell, benchPool, client }) => {
      const { swap, killedShare } = VARIANTS[cell.variant];
      const seed = Math.round(cell.load * 1000);
      const jobs = traffic({ ...POOL, seed, load: cell.load, windows, killedShare });
      const countedFromMs = options.warmUpWindows * POOL.windowMs;
      const play = { pool: client, github: benchPool.github, windowMs: POOL.windowMs, swap, countedFromMs };
      const tally = await playLive(jobs, { ...play, isOver: () => false });
      return { ...cell, tally, leaseMs: median(client.leaseMs), serverErrors: client.serverErrors() };
    },
  );
}

export type FirstLimited = { variant: VariantName; seed: number };

/** Measures how much of all budgets, in percent, a fresh pool has served before its first refused call. */
export async function runFirstLimited(
  runs: readonly FirstLimited[],
  options: Pick<RunOptions, 'newDatabase'>,
): Promise<(FirstLimited & { percent: number })[]> {
  const pool = { ...POOL, windowMs: NO_RESET_MS };
  return withPools(
    runs,
    { ...pool, newDatabase: options.newDatabase },
    async ({ cell, benchPool, client }) => {
      const { swap, killedShare } = VARIANTS[cell.variant];
      // At the pace of the scaled window, all budgets are exhausted within a window and a quarter.
      const jobs: SimulatedJob[] = traffic({ ...POOL, seed: cell.seed, load: 0.8, windows: 2, killedShare });
      let servedAtFirst: number | undefined;
      const isOver = () => {
        if (benchPool.refused() > 0) servedAtFirst ??= benchPool.served();
        return servedAtFirst !== undefined || benchPool.served() >= POOL.owners * POOL.limit;
      };
      const play = {
        pool: client,
        github: benchPool.github,
        windowMs: pool.windowMs,
        swap,
        countedFromMs: Infinity,
      };
      await playLive(jobs, { ...play, isOver });
      const served = servedAtFirst ?? benchPool.served();
      return { ...cell, percent: (100 * served) / (POOL.owners * POOL.limit) };
    },
  );
}

type PoolOptions = {
  owners: number;
  limit: number;
  windowMs: number;
  newDatabase: (() => Promise<string>) | undefined;
};
type RunningCell<C> = { cell: C; benchPool: BenchPool; client: HttpPool };

async function withPools<C extends { variant: VariantName }, R>(
  cells: readonly C[],
  { newDatabase, ...options }: PoolOptions,
  play: (ready: RunningCell<C>) => Promise<R>,
): Promise<R[]> {
  const pools: BenchPool[] = [];
  const database = newDatabase ? { newDatabase } : {};
  try {
    for (const [index, cell] of cells.entries()) {
      const { policy } = VARIANTS[cell.variant];
      pools.push(await openBenchPool({ id: `${index}`, policy, ...options, ...database }));
    }
    return await withServers(pools, (servers) =>
      Promise.all(
        cells.map(async (cell, index) => {
          const benchPool = pools[index];
          if (!benchPool) throw new Error(`cell ${index} has no pool`);
          const client = servers.clientFor(benchPool);
          return play({ cell, benchPool, client }).finally(() => client.close());
        }),
      ),
    );
  } finally {
    await Promise.all(pools.map((pool) => pool.close()));
  }
}

async function withServers<R>(
  pools: readonly BenchPool[],
  work: (servers: Servers) => Promise<R>,
): Promise<R> {
  const servers = await startServers(pools, SERVERS);
  try {
    return await work(servers);
  } finally {
    await servers.stop();
  }
}
