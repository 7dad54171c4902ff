import { once } from 'node:events';
import type { Act, ActResult } from './act.js';
import { ACTS } from './acts.js';
import { type DemoArguments, helpText, readArguments } from './arguments.js';
import { createProgress, type Screen, silentProgress } from './progress.js';

const INTERRUPTED = 130;
/** Ctrl-C, a polite end, and a terminal that is closed. */
const ENDINGS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs the demo as the command line asks; resolves with the exit code. */
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
  const progress = wanted.output === 'json' ? silentProgress : createProgress(terminal());
  const interrupted = new AbortController();
  const stop = (): void => interrupted.abort();
  for (const ending of ENDINGS) process.once(ending, stop);
  const undos: (() => Promise<unknown>)[] = [];
  try {
    progress.say(`${act.summary}\n`);
    const { signal } = interrupted;
    const result = await act.perform({ progress, signal, defer: (undo) => void undos.push(undo) });
    if (signal.aborted) return INTERRUPTED;
    show(result, wanted);
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

function show(result: ActResult, { output, end }: { output: 'text' | 'json'; end: 'close' | 'keep' }): void {
  const addresses = end === 'keep' ? result.addresses : {};
  const ok = result.faults.length === 0;
  if (output === 'json') {
    const kept = end === 'keep' ? { addresses } : {};
    const document = { ok, faults: result.faults, ...result.document, ...kept };
    process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    return;
  }
  const faults = result.faults.map((fault) => `  ✗ ${fault}\n`).join('');
  const links = Object.entries(addresses).map(([name, address]) => `  ${name.padEnd(16)} ${address}\n`);
  const kept = links.length > 0 ? `\nStill running, until Ctrl-C:\n${links.join('')}` : '';
  process.stdout.write(`\n${result.text}\n${faults === '' ? '' : `\nNot as expected:\n${faults}`}${kept}`);
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

function reportLeftover(error: unknown): void {
  process.stderr.write(`could not clean up: ${error instanceof Error ? error.message : String(error)}\n`);
}

function terminal(): Screen {
  return {
    write: (text) => void process.stdout.write(text),
    isTerminal: process.stdout.isTTY === true,
    every: (ms, callback) => {
      const timer = setInterval(callback, ms);
      return () => clearInterval(timer);
    },
  };
}
