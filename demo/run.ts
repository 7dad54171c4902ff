import { once } from 'node:events';
import type { Act, ActResult } from './act.js';
import { ACTS } from './acts.js';
import { type DemoArguments, helpText, readArguments } from './arguments.js';
import { createProgress, type Screen } from './progress.js';

const INTERRUPTED = 130;
/** Ctrl-C, `kill`, and a closed terminal. */
const ENDINGS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs the demo with these arguments; resolves with the exit code. */
export async function runDemo(args: readonly string[]): Promise<number> {
  const wanted = readArguments(args, ACTS);
  if (wanted.ask === 'help') {
    process.stdout.write(helpText(ACTS));
    return 0;
  }
  if (wanted.ask === 'refuse') {
    process.stderr.write(`${wanted.message}\n`);
    return 2;
  }
  const act = ACTS.find(({ name }) => name === wanted.act);
  return act ? perform(act, wanted) : 2;
}

async function perform(act: Act, wanted: Extract<DemoArguments, { ask: 'perform' }>): Promise<number> {
  // With `--json`, standard output holds one document, so text for people goes to standard error.
  const people = wanted.output === 'json' ? process.stderr : process.stdout;
  const progress = createProgress(screenOn(people));
  const interrupted = new AbortController();
  const stop = (): void => interrupted.abort();
  for (const ending of ENDINGS) process.once(ending, stop);
  const undos: (() => Promise<unknown>)[] = [];
  try {
    progress.say(`${act.summary}\n`);
    const { signal } = interrupted;
    const result = await act.perform({ progress, signal, defer: (undo) => void undos.push(undo) });
    if (signal.aborted) return INTERRUPTED;
    people.write(textOf(result, wanted.end));
    if (wanted.output === 'json') process.stdout.write(documentOf(result, wanted.end));
    if (wanted.end === 'keep') await (result.goOn ?? untilAborted)(signal);
    return result.faults.length === 0 ? 0 : 1;
  } catch (error) {
    if (interrupted.signal.aborted) return INTERRUPTED;
    process.stderr.write(`the demo failed: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  } finally {
    for (const undo of undos.reverse()) await undo().catch(reportLeftover);
    for (const ending of ENDINGS) process.off(ending, stop);
  }
}

type End = 'close' | 'keep';

function documentOf({ faults, document, addresses }: ActResult, end: End): string {
  const kept = end === 'keep' ? { addresses } : {};
  return `${JSON.stringify({ ok: faults.length === 0, faults, ...document, ...kept }, null, 2)}\n`;
}

function textOf(result: ActResult, end: End): string {
  const addresses = end === 'keep' ? result.addresses : {};
  const faults = result.faults.map((fault) => `  ✗ ${fault}\n`).join('');
  const links = Object.entries(addresses).map(([name, address]) => `  ${name.padEnd(16)} ${address}\n`);
  const kept = links.length > 0 ? `\nStill running, until Ctrl-C:\n${links.join('')}` : '';
  return `\n${result.text}\n${faults === '' ? '' : `\nNot as expected:\n${faults}`}${kept}`;
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

function reportLeftover(error: unknown): void {
  process.stderr.write(`could not clean up: ${error instanceof Error ? error.message : String(error)}\n`);
}

function screenOn(stream: NodeJS.WriteStream): Screen {
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY === true,
    every: (ms, callback) => {
      const timer = setInterval(callback, ms);
      return () => clearInterval(timer);
    },
  };
}
