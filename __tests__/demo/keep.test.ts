import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const MAIN = fileURLToPath(new URL('../../demo/main.js', import.meta.url));
const DEADLINE_MS = 60_000;

describe('npm run demo -- --keep', () => {
  let demo: ChildProcessByStdio<null, Readable, null>;
  let printed = '';
  const address = (name: string): string =>
    new RegExp(`^  ${name} +(http\\S+)$`, 'm').exec(printed)?.[1] ?? '';

  beforeAll(async () => {
    demo = spawn(process.execPath, [MAIN, '--keep'], { stdio: ['ignore', 'pipe', 'ignore'] });
    demo.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString('utf8');
    });
    const deadlineMs = performance.now() + DEADLINE_MS;
    while (!/^ {2}github +http/m.test(printed) && demo.exitCode === null && performance.now() < deadlineMs)
      await delay(50);
  }, 2 * DEADLINE_MS);
  afterAll(() => {
    demo.kill('SIGKILL');
  });

  it('prints a line per step of a leg where there is no terminal, then the table', () => {
    expect(printed).toMatch(/^▸ linux, node 24 +asks for a token$/m);
    expect(printed).toMatch(/^✓ linux, node 24 +90 calls with a token from the pool$/m);
    expect(printed).toMatch(/^leg +owner +spent +budget left +source +note$/m);
    expect(printed).not.toContain('\x1b');
  });

  it('leaves the page, the status and GitHub reachable at the addresses that it prints', async () => {
    const page = await fetch(address('pool'));
    const status = await fetch(address('status'));
    const zen = await fetch(`${address('github')}/zen`);

    expect([page.status, status.status, zen.status]).toEqual([200, 200, 200]);
    expect(page.headers.get('content-type')).toMatch(/html/);
  });

  it('ends all of it at Ctrl-C, with exit code 0', async () => {
    const [pool, github] = [address('pool'), address('github')];
    const ended = once(demo, 'exit');
    demo.kill('SIGINT');

    expect(await ended).toEqual([0, null]);
    await expect(fetch(pool)).rejects.toThrow(/fetch failed/);
    await expect(fetch(github)).rejects.toThrow(/fetch failed/);
  });
});
