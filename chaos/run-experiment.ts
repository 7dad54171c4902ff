import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PostgresServer, startPostgres } from '../testkit/postgres/start-postgres.js';
import type { Resources, Experiment, Verdict } from './types.js';

export type ResourceOptions = { loadMs: number; soakMs: number; progress: (line: string) => void };

/** The resources that experiments share. PostgreSQL starts on demand. */
export function openResources(options: ResourceOptions): Resources & { close(): Promise<void> } {
  const folder = mkdtempSync(join(tmpdir(), 'token-pool-chaos-'));
  chmodSync(folder, 0o711);
  // Also when the run is interrupted.
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  let postgres: Promise<PostgresServer> | undefined;
  return {
    ...options,
    folder,
    postgres() {
      postgres ??= startPostgres();
      return postgres;
    },
    async close() {
      await (await postgres)?.stop();
      process.off('exit', remove);
      remove();
    },
  };
}

/** Thrown by an experiment that finds a promise broken. */
export class PromiseBroken extends Error {}

/** Thrown by an experiment that cannot run here, for example for lack of privileges. */
export class NotRun extends Error {}

/** Runs one experiment and returns its verdict, also when it fails or cannot run. */
export async function runExperiment(
  resources: Resources,
  { name, fault, run }: Experiment,
): Promise<Verdict> {
  const startedMs = performance.now();
  const findings = await run(resources).catch((error: unknown) => ({
    violations: error instanceof NotRun ? [] : [messageOf(error)],
    figures: [],
    answers: [],
    ...(error instanceof NotRun ? { notRun: error.message } : {}),
  }));
  return { ...findings, name, fault, tookMs: performance.now() - startedMs };
}

function messageOf(error: unknown): string {
  return error instanceof PromiseBroken
    ? error.message
    : `the experiment failed: ${(error as Error)?.message}`;
}

/** Only an experiment that ran without a violation holds. */
export function verdictWord({ notRun, violations }: Pick<Verdict, 'notRun' | 'violations'>): string {
  if (notRun !== undefined) return `not run: ${notRun}`;
  return violations.length === 0 ? 'holds' : 'BROKEN';
}
