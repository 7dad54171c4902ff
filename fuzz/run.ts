import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Result, Target } from './types.js';

/** The number of cases of each target. */
export function distributeCases(targets: readonly Target[], cases: number): number[] {
  const total = targets.reduce((sum, { share }) => sum + share, 0);
  return targets.map(({ share }) => Math.max(1, Math.ceil((cases * share) / total)));
}

/** Runs one target; the same seed gives the same cases. */
export async function fuzz(
  target: Target,
  { cases, seed }: { cases: number; seed: number },
): Promise<Result> {
  const startedAtMs = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
  const cleanups: (() => Promise<unknown>)[] = [];
  try {
    const property = await target.property({ folder, onCleanup: (clean) => void cleanups.push(clean) });
    return toResult(target, await fc.check(property, { numRuns: cases, seed }), startedAtMs);
  } finally {
    for (const clean of cleanups.reverse()) await clean();
    rmSync(folder, { recursive: true, force: true });
  }
}

function toResult(target: Target, details: fc.RunDetails<unknown>, startedAtMs: number): Result {
  return {
    name: target.name,
    cases: details.numRuns,
    seconds: (performance.now() - startedAtMs) / 1000,
    fault: details.failed ? faultOf(details) : null,
  };
}

function faultOf({ errorInstance, counterexample, numShrinks }: fc.RunDetails<unknown>): string {
  const cause =
    errorInstance instanceof Error ? (errorInstance.stack ?? errorInstance.message) : String(errorInstance);
  return `${cause.split('\n').slice(0, 4).join('\n').slice(0, 3000)}\ncase (shrunk ${numShrinks} times): ${fc.stringify(counterexample).slice(0, 3000)}`;
}
