import { afterEach, expect, it } from '@jest/globals';
import { isFresh, lifeOf, remainingLifeMs } from '../../../src/action/refresh/life.js';
import { folderOf, tokenIn } from '../../../testkit/refresh-folder.js';
import { ask } from './readers.js';
import { aScene, type Scene, until } from './scene.js';

const MINUTE = 60_000;

let scene: Scene | undefined;
afterEach(() => scene?.dispose());

it.each([-5, 5])("survives a clock that is %s minutes off GitHub's", async (minutes) => {
  scene = await aScene({ now: () => Date.now() + minutes * MINUTE, installationTokenMs: 3_000 });
  const { github } = scene;
  const folder = folderOf(
    await scene.refresh(await scene.job(), { ...scene.appInputs, 'refresh-before': '1' }),
  );
  const first = tokenIn(folder);

  const early = await ask(folder);
  await until(() => !github.isAlive(first));
  const late = await ask(folder);

  expect(early.stdout.trim()).toBe(first);
  expect(github.isAlive(late.stdout.trim())).toBe(true);
  expect(scene.mints()).toBeLessThanOrEqual(4);
});

/** Clocks that a test sets. */
function clocks(wallMs = 1_000_000, monotonicMs = 500_000) {
  const at = { wallMs, monotonicMs };
  return { at, clock: { wallMs: () => at.wallMs, monotonicMs: () => at.monotonicMs } };
}

function aLife(clock: ReturnType<typeof clocks>['clock'], lifetimeMs: number, refreshBeforeMs = 5 * MINUTE) {
  return lifeOf(clock, { expiresAtMs: clock.wallMs() + lifetimeMs, issuerAheadMs: 0, refreshBeforeMs });
}

it('notices that a token is old even if the clock was set back', () => {
  const { at, clock } = clocks();
  const life = aLife(clock, 60 * MINUTE);

  at.wallMs -= 5 * MINUTE;
  at.monotonicMs += 58 * MINUTE;

  expect(isFresh(life, clock)).toBe(false);
});

it('notices that a token is old even if the machine slept', () => {
  const { at, clock } = clocks();
  const life = aLife(clock, 60 * MINUTE);

  at.wallMs += 61 * MINUTE;

  expect(remainingLifeMs(life, clock)).toBeLessThan(0);
});

it('does not use a token from before the last boot', () => {
  const { at, clock } = clocks();
  const life = aLife(clock, 60 * MINUTE);

  at.monotonicMs = 10;

  expect(isFresh(life, clock)).toBe(false);
});

it('keeps a token with a life of two seconds for one second', () => {
  const { at, clock } = clocks();
  const life = aLife(clock, 2_000);

  expect(isFresh(life, clock)).toBe(true);
  at.monotonicMs += 1_001;
  expect(isFresh(life, clock)).toBe(false);
});
