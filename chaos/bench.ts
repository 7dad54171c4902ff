import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PostgresServer, startPostgres } from '../testkit/postgres/start-postgres.js';
import type { Bench, Experiment, Verdict } from './types.js';

export type BenchOptions = { loadMs: number; soakMs: number; progress: (line: string) => void };

/** What experiments share; PostgreSQL starts when the first of them asks for it. */
export function openBench(options: BenchOptions): Bench & { close(): Promise<void> } {
  const folder = mkdtempSync(join(tmpdir(), 'token-pool-chaos-'));
  chmodSync(folder, 0o711);
  // A run that is broken off leaves nothing behind either.
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

/** A promise that an experiment itself found broken; its message says which. */
export class Broken extends Error {}

/** What an experiment lacks here, such as the rights for it. */
export class NotRun extends Error {}

/** Performs one experiment; one that cannot be performed is a verdict of its own. */
export async function perform(bench: Bench, { name, fault, run }: Experiment): Promise<Verdict> {
  const startedMs = performance.now();
  const findings = await run(bench).catch((error: unknown) => ({
    violations: error instanceof NotRun ? [] : [messageOf(error)],
    figures: [],
    answers: [],
    ...(error instanceof NotRun ? { notRun: error.message } : {}),
  }));
  return { ...findings, name, fault, tookMs: performance.now() - startedMs };
}

function messageOf(error: unknown): string {
  return error instanceof Broken ? error.message : `it could not be performed: ${(error as Error)?.message}`;
}

/** The verdict in a word: only an experiment that ran and kept every promise holds. */
export function wordFor({ notRun, violations }: Pick<Verdict, 'notRun' | 'violations'>): string {
  if (notRun !== undefined) return `not run: ${notRun}`;
  return violations.length === 0 ? 'holds' : 'BROKEN';
}
