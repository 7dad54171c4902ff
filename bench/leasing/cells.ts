import type { SimulatedJob, Swap, Tally } from '../../src/pool/cli/simulation/types.js';
import { median } from '../processes.js';
import { type Arena, type Hosts, openArena, startHosts } from './arena.js';
import type { HttpPool } from './http-pool.js';
import { playLive } from './player.js';
import type { Policy } from './policies.js';
import { traffic } from './traffic.js';

export const WORLD = { owners: 20, limit: 500, windowMs: 20_000 } as const;
/** As 50 of 5,000 calls, or one percent. */
const SWAP: Swap = { belowShare: 0.01, belowCalls: 5 };
/** The keeper of refresh-token sees no response: it looks every minute of an hour. */
const KEEPER: Swap = { ...SWAP, lookEveryMs: WORLD.windowMs / 60 };
/** Servers on one database; a comparison has one, for it keeps its order in memory. */
const SERVERS = 2;
/** A window so long that no budget returns while a fresh pool is spent. */
const NO_RESET_MS = 600_000;

export type Side = { name: string; policy: Policy; swap: Swap | null; killedShare: number };

export const SIDES = {
  rules: { name: 'the rule', policy: 'rules', swap: null, killedShare: 0 },
  swap: { name: 'the rule, with swap', policy: 'rules', swap: SWAP, killedShare: 0 },
  keeper: { name: 'the rule, swap by the keeper', policy: 'rules', swap: KEEPER, killedShare: 0 },
  killed: { name: 'the rule, 10 % killed', policy: 'rules', swap: null, killedShare: 0.1 },
  headroom: { name: 'most headroom', policy: 'most-headroom', swap: null, killedShare: 0 },
  recent: { name: 'least recently used', policy: 'least-recent', swap: null, killedShare: 0 },
} as const satisfies { [name: string]: Side };

export type SideName = keyof typeof SIDES;
export type Cell = { side: SideName; load: number };
export type CellResult = Cell & { tally: Tally; leaseMs: number; faults: number };

export type RunOptions = { windows: number; warmUpWindows: number; newDatabase?: () => Promise<string> };

/** Runs all cells side by side in real time: the same traffic for every side at one load. */
export async function runCells(cells: readonly Cell[], options: RunOptions): Promise<CellResult[]> {
  const windows = options.windows + options.warmUpWindows;
  return inArenas(cells, { ...WORLD, newDatabase: options.newDatabase }, async ({ cell, arena, pool }) => {
    const { swap, killedShare } = SIDES[cell.side];
    const seed = Math.round(cell.load * 1000);
    const jobs = traffic({ ...WORLD, seed, load: cell.load, windows, killedShare });
    const countedFromMs = options.warmUpWindows * WORLD.windowMs;
    const play = { pool, github: arena.github, windowMs: WORLD.windowMs, swap, countedFromMs };
    const tally = await playLive(jobs, { ...play, isOver: () => false });
    return { ...cell, tally, leaseMs: median(pool.leaseMs), faults: pool.faults() };
  });
}

export type FirstLimited = { side: SideName; seed: number };

/** How much of all budgets a fresh pool had served when it met its first refused call, in percent. */
export async function runFirstLimited(
  runs: readonly FirstLimited[],
  options: Pick<RunOptions, 'newDatabase'>,
): Promise<(FirstLimited & { percent: number })[]> {
  const world = { ...WORLD, windowMs: NO_RESET_MS };
  return inArenas(runs, { ...world, newDatabase: options.newDatabase }, async ({ cell, arena, pool }) => {
    const { swap, killedShare } = SIDES[cell.side];
    // Traffic at the pace of the scaled window: all budgets are spent within a window and a quarter.
    const jobs: SimulatedJob[] = traffic({ ...WORLD, seed: cell.seed, load: 0.8, windows: 2, killedShare });
    let servedAtFirst: number | undefined;
    const isOver = () => {
      if (arena.refused() > 0) servedAtFirst ??= arena.served();
      return servedAtFirst !== undefined || arena.served() >= WORLD.owners * WORLD.limit;
    };
    const play = { pool, github: arena.github, windowMs: world.windowMs, swap, countedFromMs: Infinity };
    await playLive(jobs, { ...play, isOver });
    const served = servedAtFirst ?? arena.served();
    return { ...cell, percent: (100 * served) / (WORLD.owners * WORLD.limit) };
  });
}

type World = {
  owners: number;
  limit: number;
  windowMs: number;
  newDatabase: (() => Promise<string>) | undefined;
};
type Ready<C> = { cell: C; arena: Arena; pool: HttpPool };

async function inArenas<C extends { side: SideName }, R>(
  cells: readonly C[],
  { newDatabase, ...world }: World,
  play: (ready: Ready<C>) => Promise<R>,
): Promise<R[]> {
  const arenas: Arena[] = [];
  const database = newDatabase ? { newDatabase } : {};
  try {
    for (const [index, cell] of cells.entries()) {
      const { policy } = SIDES[cell.side];
      arenas.push(await openArena({ id: `${index}`, policy, ...world, ...database }));
    }
    return await onHosts(arenas, (hosts) =>
      Promise.all(
        cells.map(async (cell, index) => {
          const arena = arenas[index];
          if (!arena) throw new Error(`cell ${index} of the bench has no arena`);
          const pool = hosts.poolOf(arena);
          return play({ cell, arena, pool }).finally(() => pool.close());
        }),
      ),
    );
  } finally {
    await Promise.all(arenas.map((arena) => arena.close()));
  }
}

async function onHosts<R>(arenas: readonly Arena[], work: (hosts: Hosts) => Promise<R>): Promise<R> {
  const hosts = await startHosts(arenas, SERVERS);
  try {
    return await work(hosts);
  } finally {
    await hosts.stop();
  }
}
