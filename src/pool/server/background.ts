import type { Config } from '../config/config.js';
import { loggable } from '../faults/loggable.js';
import type { Leasing } from '../leasing/types.js';
import type { Logger } from '../log.js';
import type { Upkeep } from '../owners/types.js';
import type { Store } from '../store/types.js';

export type BackgroundDeps = {
  store: Pick<Store, 'locks' | 'stats' | 'prune'>;
  leasing: Pick<Leasing, 'expire'>;
  /** Starts probing, minting and refreshing. */
  startUpkeep: () => Upkeep;
  retention: Config['retention'];
  /** Identifies this process among its replicas. */
  holder: string;
  /** Resolves after the time, or when the signal aborts. */
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  logger: Logger;
};

export type Background = { stop: () => Promise<void> };

type Task = { name: string; everyMs: number; run: () => Promise<unknown> };

const DAY_MS = 86_400_000;

/** Starts the server's background work. */
export function startBackground(deps: BackgroundDeps): Background {
  const ending = new AbortController();
  const upkeep = deps.startUpkeep();
  const loops = tasksOf(deps).map((task) => loop(deps, task, ending.signal));
  return {
    stop: async () => {
      ending.abort();
      await Promise.all([upkeep.stop(), ...loops]);
    },
  };
}

function tasksOf({ store, leasing, retention, holder }: BackgroundDeps): Task[] {
  const alone = (name: string, everyMs: number, run: () => Promise<unknown>): Task => ({
    name,
    everyMs,
    // The lock keeps other replicas from running the task again before it is due.
    run: async () => {
      if (await store.locks.acquire(name, holder, everyMs * 0.9)) await run();
    },
  });
  const { usesDays, auditDays, historyDays } = retention;
  const limits = {
    leasesMs: usesDays * DAY_MS,
    historyMs: historyDays * DAY_MS,
    auditMs: auditDays * DAY_MS,
  };
  return [
    { name: 'expiry', everyMs: 10_000, run: () => leasing.expire() },
    alone('history', 60_000, () => store.stats.sampleHistory()),
    alone('retention', 3_600_000, () => store.prune(limits)),
  ];
}

async function loop(deps: BackgroundDeps, task: Task, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await task.run();
    } catch (error) {
      const message = `the ${task.name} task failed (${loggable(error)}); it will be retried`;
      deps.logger.error({ task: task.name }, message);
    }
    await deps.sleep(task.everyMs, signal).catch(() => undefined);
  }
}
