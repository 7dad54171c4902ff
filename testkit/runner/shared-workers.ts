/** Workers that jobs reuse: starting one costs as much as starting an action. */
import { startWorker, type Worker } from './worker.js';

export interface SharedWorkers {
  /** A worker that no other job has. */
  take(nodePath: string): Promise<Worker>;
  /** Ends the workers that no job has; one that a job still has ends with it. */
  close(): Promise<void>;
}

export function createSharedWorkers(): SharedWorkers {
  const idle: { nodePath: string; worker: Worker }[] = [];
  const state = { isClosed: false };
  return {
    async take(nodePath) {
      const at = idle.findIndex((known) => known.nodePath === nodePath && known.worker.isAlive);
      const [known] = at < 0 ? [] : idle.splice(at, 1);
      const worker = known?.worker ?? (await startWorker(nodePath));
      return lend(worker, async () => {
        if (state.isClosed) await worker.end();
        else idle.push({ nodePath, worker });
      });
    },
    async close() {
      state.isClosed = true;
      await Promise.all(idle.splice(0).map(({ worker }) => worker.end()));
    },
  };
}

/** The worker as one job has it. It is handed on only when all that it started for the job has ended. */
function lend(worker: Worker, handOn: () => Promise<void>): Worker {
  const running = new Set<Promise<void>>();
  const state = { isOver: false };
  return {
    pid: worker.pid,
    get isAlive() {
      return !state.isOver && worker.isAlive;
    },
    start(order, onData) {
      const child = worker.start(order, onData);
      running.add(child.closed);
      void child.closed.then(() => running.delete(child.closed));
      return child;
    },
    kill: () => worker.kill(),
    async end() {
      if (state.isOver) return;
      state.isOver = true;
      await (running.size > 0 ? worker.kill() : handOn());
    },
  };
}
