import { spawn } from 'node:child_process';

/** One side of a comparison: a process that is started, awaited and timed again and again. */
export type Contender = {
  name: string;
  command: readonly string[];
  env: Record<string, string>;
  /** Makes the run's own files fresh; not timed. */
  before?: () => void;
  /** Throws when the run did not do its work: a fast failure must not count as a fast run. */
  verify?: () => void;
};

export type Timing = { name: string; medianMs: number };

const WARM_UPS = 2;

/** Runs the contenders in turn, `runs` times each, so that a change of the machine's mood meets all alike. */
export async function timeInterleaved(contenders: readonly Contender[], runs: number): Promise<Timing[]> {
  const samples = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  for (let round = -WARM_UPS; round < runs; round += 1) {
    for (const contender of contenders) {
      const elapsedMs = await timeOnce(contender);
      if (round >= 0) samples.get(contender.name)?.push(elapsedMs);
    }
  }
  return [...samples].map(([name, values]) => ({ name, medianMs: median(values) }));
}

/** Runs the contender once, returns its wall time and fails if it did. */
export async function timeOnce(contender: Contender): Promise<number> {
  contender.before?.();
  const [program = '', ...args] = contender.command;
  const startedAtMs = performance.now();
  const child = spawn(program, args, { env: contender.env, stdio: ['ignore', 'pipe', 'pipe'] });
  const printed: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => printed.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => printed.push(chunk));
  const exit = new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', () => resolve(performance.now() - startedAtMs));
  });
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
  const elapsedMs = await exit;
  const code = await closed;
  if (code !== 0) throw new Error(`${contender.name} ended with ${code}:\n${Buffer.concat(printed)}`);
  contender.verify?.();
  return elapsedMs;
}

/** The middle value; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? NaN) + (sorted[Math.floor(middle)] ?? NaN)) / 2;
}
