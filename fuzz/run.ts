import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Result, Target } from './types.js';

/** How many cases each target gets of all. */
export function sharesOf(targets: readonly Target[], cases: number): number[] {
  const total = targets.reduce((sum, { share }) => sum + share, 0);
  return targets.map(({ share }) => Math.max(1, Math.ceil((cases * share) / total)));
}

/** Runs one target; the same seed makes the same cases. */
export async function fuzz(
  target: Target,
  { cases, seed }: { cases: number; seed: number },
): Promise<Result> {
  const startedAtMs = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
  const cleaning: (() => Promise<unknown>)[] = [];
  try {
    const property = await target.property({ folder, atEnd: (clean) => void cleaning.push(clean) });
    return resultOf(target, await fc.check(property, { numRuns: cases, seed }), startedAtMs);
  } finally {
    for (const clean of cleaning.reverse()) await clean();
    rmSync(folder, { recursive: true, force: true });
  }
}

function resultOf(target: Target, found: fc.RunDetails<unknown>, startedAtMs: number): Result {
  return {
    name: target.name,
    cases: found.numRuns,
    seconds: (performance.now() - startedAtMs) / 1000,
    fault: found.failed ? faultOf(found) : null,
  };
}

function faultOf({ errorInstance, counterexample, numShrinks }: fc.RunDetails<unknown>): string {
  const why =
    errorInstance instanceof Error ? (errorInstance.stack ?? errorInstance.message) : String(errorInstance);
  return `${why.split('\n').slice(0, 4).join('\n').slice(0, 3000)}\ncase (made smaller ${numShrinks} times): ${fc.stringify(counterexample).slice(0, 3000)}`;
}
