import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { type Backend, benchesOn, lenders, TEST_KEY } from '../builders.js';

const CLAIMER = fileURLToPath(new URL('../claimer.js', import.meta.url));
const PROCESSES = 4;
const CLAIMS_EACH = 6;
const OWNERS = 20;

/** Several processes on one database, as equal replicas are. */
export function processRules(backend: Backend): void {
  const aBench = benchesOn(backend);

  it('never lends an owner beyond its budget, however many processes claim at once', async () => {
    const { store, url } = await aBench({ reserve: 0 });
    await lenders(store, OWNERS);
    // Each lease needs more than half of a budget: a second one on the same owner would overdraw it.
    const children = Array.from({ length: PROCESSES }, () => startClaimer(url, 3000));
    await Promise.all(children.map((child) => child.nextLine()));
    for (const child of children) child.process.stdin?.write('go\n');
    const lines = await Promise.all(children.map((child) => child.nextLine()));
    const owners = lines.flatMap((line) => JSON.parse(line) as string[]);
    expect(owners).toHaveLength(OWNERS);
    expect(new Set(owners).size).toBe(OWNERS);
    await Promise.all(children.map((child) => child.ended));
  });
}

type Claimer = { process: ChildProcess; nextLine: () => Promise<string>; ended: Promise<unknown> };

function startClaimer(url: string, need: number): Claimer {
  const child = spawn(process.execPath, [CLAIMER, url, TEST_KEY, String(CLAIMS_EACH), String(need)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    process: child,
    ended: once(child, 'exit'),
    nextLine: async () => String((await lines.next()).value),
  };
}
