import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from './ask.js';
import type { PoolUnderTest } from './pool.js';
import type { History } from './types.js';

const LOOK_EVERY_MS = 250;
/** Beyond what `/readyz` may take, so that a server that hangs is seen to. */
const PATIENCE_MS = 6000;

/** Asks every server of a pool for `/readyz`, again and again, until it is stopped. */
export function watchReadiness(pool: Pick<PoolUnderTest, 'servers'>, history: History): { stop(): void } {
  const client = createClient({ connections: 2, deadlineMs: PATIENCE_MS });
  const asked = new Set<string>();
  const look = async (url: string) => {
    if (asked.has(url)) return;
    asked.add(url);
    const { server, atMs, tookMs, status } = await client.ask({
      route: 'other',
      method: 'GET',
      url: `${url}/readyz`,
      key: '',
    });
    asked.delete(url);
    if (!isOver) history.readiness.push({ server, atMs, tookMs, status });
  };
  let isOver = false;
  const timer = setInterval(() => {
    for (const { url } of pool.servers) void look(url);
  }, LOOK_EVERY_MS);
  return {
    stop() {
      isOver = true;
      clearInterval(timer);
      client.close();
    },
  };
}

/** Waits until a server says that it is ready. */
export async function untilReady(url: string, withinMs: number): Promise<boolean> {
  const untilMs = performance.now() + withinMs;
  while (performance.now() < untilMs) {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const isReady = await fetch(`${url}/readyz`, { signal }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return true;
    await sleep(50);
  }
  return false;
}
