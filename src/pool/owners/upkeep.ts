import { loggable } from '../faults/loggable.js';
import { MINTER_RULES, type MinterRules, mintRound, newMinter, releaseMinter } from './minter.js';
import { newProber, PROBER_RULES, type ProberRules, probeRound, releaseProber } from './prober.js';
import { refreshRound } from './refresher.js';
import { revokeRound } from './revocation.js';
import type { Upkeep, UpkeepDeps } from './types.js';

/** After this time another replica takes over from a round that hangs. */
const REVOKER_LOCK_MS = 10 * 60_000;
/** How long a loop waits after a failed round, for instance when the database is down. */
const AFTER_FAULT_MS = 5_000;

/**
 * Starts the background work on owners: probing, minting, refreshing, revoking. Every replica may start it; locks in
 * the store let one of them work at a time. No error in it ends the process.
 */
export function startUpkeep(
  deps: UpkeepDeps,
  rules: { prober: ProberRules; minter: MinterRules } = { prober: PROBER_RULES, minter: MINTER_RULES },
): Upkeep {
  const ending = new AbortController();
  const live = { ...deps, ending: ending.signal };
  const prober = newProber();
  const minter = newMinter();
  const loops = [
    every(deps, { name: 'prober', ms: rules.prober.schedule.tickMs, signal: ending.signal }, async () => {
      await probeRound(live, prober, rules.prober);
    }),
    every(deps, { name: 'minter', ms: rules.minter.tickMs, signal: ending.signal }, async () => {
      await mintRound(live, minter, rules.minter);
    }),
    every(deps, { name: 'refresher', ms: rules.minter.tickMs, signal: ending.signal }, async () => {
      await refreshRound(live, rules.minter);
    }),
    every(deps, { name: 'revoker', ms: rules.minter.tickMs, signal: ending.signal }, async () => {
      if (await deps.store.locks.acquire('revoker', deps.holder, REVOKER_LOCK_MS)) await revokeRound(live);
    }),
  ];
  return {
    stop: async () => {
      ending.abort();
      await Promise.all(loops);
      await Promise.allSettled([releaseProber(deps), releaseMinter(deps)]);
    },
  };
}

async function every(
  deps: UpkeepDeps,
  loop: { name: string; ms: number; signal: AbortSignal },
  round: () => Promise<void>,
): Promise<void> {
  while (!loop.signal.aborted) {
    let waitMs = loop.ms;
    try {
      await round();
    } catch (error) {
      const message = `a round of the ${loop.name} failed (${loggable(error)}); it will be retried`;
      deps.log.error({ loop: loop.name }, message);
      waitMs = Math.max(waitMs, AFTER_FAULT_MS);
    }
    await deps.sleep(waitMs, loop.signal).catch(() => undefined);
  }
}
