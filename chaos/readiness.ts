import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from './client.js';
import type { PoolUnderTest } from './pool.js';
import type { History } from './types.js';

const CHECK_EVERY_MS = 250;
/** Longer than `/readyz` may take, so that a late answer is seen. */
const CLIENT_DEADLINE_MS = 6000;

/** Polls `/readyz` of every server of a pool until `stop`. */
export function watchReadiness(pool: Pick<PoolUnderTest, 'servers'>, history: History): { stop(): void } {
  const client = createClient({ connections: 2, deadlineMs: CLIENT_DEADLINE_MS });
  const pending = new Set<string>();
  const check = async (url: string) => {
    if (pending.has(url)) return;
    pending.add(url);
    const { server, atMs, tookMs, status } = await client.send({
      route: 'other',
      method: 'GET',
      url: `${url}/readyz`,
      key: '',
    });
    pending.delete(url);
    if (!isOver) history.readiness.push({ server, atMs, tookMs, status });
  };
  let isOver = false;
  const timer = setInterval(() => {
    for (const { url } of pool.servers) void check(url);
  }, CHECK_EVERY_MS);
  return {
    stop() {
      isOver = true;
      clearInterval(timer);
      client.close();
    },
  };
}

/** Waits until a server is ready; returns whether it was in time. */
export async function waitUntilReady(url: string, withinMs: number): Promise<boolean> {
  const untilMs = performance.now() + withinMs;
  while (performance.now() < untilMs) {
    const signal = AbortSignal.timeout(CLIENT_DEADLINE_MS);
    const isReady = await fetch(`${url}/readyz`, { signal }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return true;
    await sleep(50);
  }
  return false;
}
