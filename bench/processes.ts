import { spawn } from 'node:child_process';

/** A process to time repeatedly. */
export type Contender = {
  name: string;
  command: readonly string[];
  env: Record<string, string>;
  /** Prepares the run's files; not timed. */
  before?: () => void;
  /** Throws when the run did not do its work, so that a failure does not count as a fast run. */
  verify?: () => void;
};

export type Timing = { name: string; medianMs: number };

const WARM_UPS = 2;

/** Runs the contenders in turn, `runs` times each, so that changes of the machine's speed affect all alike. */
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

/** Runs the contender once and returns its wall time; throws if it fails. */
export async function timeOnce(contender: Contender): Promise<number> {
  contender.before?.();
  const [program = '', ...args] = contender.command;
  const startedAtMs = performance.now();
  const child = spawn(program, args, { env: contender.env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  const exit = new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', () => resolve(performance.now() - startedAtMs));
  });
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
  const elapsedMs = await exit;
  const code = await closed;
  if (code !== 0) throw new Error(`${contender.name} exited with ${code}:\n${Buffer.concat(output)}`);
  contender.verify?.();
  return elapsedMs;
}

/** The median; for an even number of values the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? NaN) + (sorted[Math.floor(middle)] ?? NaN)) / 2;
}
