import { describe, expect, it } from '@jest/globals';
import { createLeasing } from '../../../src/pool/leasing/leasing.js';
import { createLogger } from '../../../src/pool/log.js';
import { startBackground } from '../../../src/pool/server/background.js';
import { openStore } from '../../../src/pool/store/open-store.js';
import { createVault } from '../../../src/pool/vault/vault.js';
import { NOW_MS } from '../an-app.js';

/** Controlled time: every loop waits until `pass` has advanced the clock far enough. */
function aTime() {
  const waiting = new Set<{ atMs: number; wake: () => void }>();
  const clock = { nowMs: NOW_MS };
  return {
    clock,
    sleep: (ms: number, signal: AbortSignal) =>
      new Promise<void>((resolve) => {
        const entry = { atMs: clock.nowMs + ms, wake: resolve };
        waiting.add(entry);
        if (signal.aborted) resolve();
        signal.addEventListener('abort', () => resolve());
      }),
    async pass(ms: number) {
      clock.nowMs += ms;
      for (const entry of [...waiting]) {
        if (entry.atMs > clock.nowMs) continue;
        waiting.delete(entry);
        entry.wake();
      }
      for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

async function aBackground(overrides: { expire?: () => Promise<number> } = {}) {
  const time = aTime();
  const vault = createVault(['ef'.repeat(32)]);
  const store = await openStore({ url: ':memory:', vault, nowMs: () => time.clock.nowMs });
  const log: string[] = [];
  const stopped: string[] = [];
  const start = (holder: string) =>
    startBackground({
      store,
      leasing: { expire: overrides.expire ?? createLeasing({ store, vault }).expire },
      startUpkeep: () => ({ stop: async () => void stopped.push(holder) }),
      retention: { usesDays: 1, auditDays: 2, historyDays: 3 },
      holder,
      sleep: time.sleep,
      logger: createLogger({ level: 'info', destination: { write: (line) => void log.push(line) } }),
    });
  return { time, store, log, stopped, start };
}

describe('the work in the background', () => {
  it('samples the history once a minute, however many replicas there are', async () => {
    const { time, store, start } = await aBackground();
    const owner = await store.owners.upsert({
      kind: 'user',
      accountId: 1,
      login: 'o',
      apiUrl: 'https://api.github.test',
    });
    await store.tokens.put({
      ownerId: owner.id,
      token: `gho_${'b'.repeat(36)}`,
      kind: 'oauth',
      origin: 'cli',
    });
    const replicas = [start('one'), start('two')];
    await time.pass(0);
    for (let minute = 0; minute < 3; minute += 1) await time.pass(60_000);
    const samples = await store.stats.history('core', 0);
    expect(samples.map(({ atMs }) => (atMs - NOW_MS) / 60_000)).toEqual([0, 1, 2, 3]);
    await Promise.all(replicas.map((replica) => replica.stop()));
  });

  it("goes on after a fault and logs the task, not the database's message", async () => {
    let tries = 0;
    const expire = async () => {
      tries += 1;
      throw new Error('near "secret-value": syntax error');
    };
    const { time, log, start } = await aBackground({ expire });
    const background = start('one');
    await time.pass(10_000);
    await time.pass(10_000);
    expect(tries).toBeGreaterThan(1);
    expect(log.join('')).toContain('the expiry task failed');
    expect(log.join('')).not.toContain('secret-value');
    await background.stop();
  });

  it('keeps uses, the audit log and the history for as long as configured', async () => {
    const { time, store, start } = await aBackground();
    await store.audit.record({ actor: 'cli', action: 'key.created', subject: 'first' });
    const background = start('one');
    await time.pass(0);
    for (let hour = 0; hour < 46; hour += 1) await time.pass(3_600_000);
    expect(await store.audit.list(10)).toHaveLength(1);
    for (let hour = 0; hour < 4; hour += 1) await time.pass(3_600_000);
    expect(await store.audit.list(10)).toEqual([]);
    await background.stop();
  });

  it('stops together with the loops of the owners', async () => {
    const { stopped, start } = await aBackground();
    await start('one').stop();
    expect(stopped).toEqual(['one']);
  });
});
