import { once } from 'node:events';
import type { Act, ActResult } from './act.js';
import { ACTS } from './acts.js';
import { type DemoArguments, helpText, readArguments } from './arguments.js';
import { createProgress, type Screen } from './progress.js';

const INTERRUPTED = 130;
/** Ctrl-C, `kill`, and a closed terminal. */
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs the demo with these arguments; resolves with the exit code. */
export async function runDemo(args: readonly string[]): Promise<number> {
  const parsed = readArguments(args, ACTS);
  if (parsed.action === 'help') {
    process.stdout.write(helpText(ACTS));
    return 0;
  }
  if (parsed.action === 'refuse') {
    process.stderr.write(`${parsed.message}\n`);
    return 2;
  }
  const act = ACTS.find(({ name }) => name === parsed.act);
  return act ? perform(act, parsed) : 2;
}

async function perform(act: Act, options: Extract<DemoArguments, { action: 'perform' }>): Promise<number> {
  // With `--json`, standard output holds one document, so text for people goes to standard error.
  const textStream = options.output === 'json' ? process.stderr : process.stdout;
  const progress = createProgress(screenOn(textStream));
  const interrupted = new AbortController();
  const stop = (): void => interrupted.abort();
  for (const signalName of STOP_SIGNALS) process.once(signalName, stop);
  const cleanups: (() => Promise<unknown>)[] = [];
  try {
    progress.print(`${act.summary}\n`);
    const { signal } = interrupted;
    const result = await act.perform({ progress, signal, defer: (undo) => void cleanups.push(undo) });
    if (signal.aborted) return INTERRUPTED;
    textStream.write(textOf(result, options.end));
    if (options.output === 'json') process.stdout.write(documentOf(result, options.end));
    if (options.end === 'keep') await (result.continueRunning ?? untilAborted)(signal);
    return result.faults.length === 0 ? 0 : 1;
  } catch (error) {
    if (interrupted.signal.aborted) return INTERRUPTED;
    process.stderr.write(`the demo failed: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  } finally {
    for (const undo of cleanups.reverse()) await undo().catch(reportLeftover);
    for (const ending of STOP_SIGNALS) process.off(ending, stop);
  }
}

type AfterAct = 'close' | 'keep';

function documentOf({ faults, document, addresses }: ActResult, end: AfterAct): string {
  const kept = end === 'keep' ? { addresses } : {};
  return `${JSON.stringify({ ok: faults.length === 0, faults, ...document, ...kept }, null, 2)}\n`;
}

function textOf(result: ActResult, end: AfterAct): string {
  const addresses = end === 'keep' ? result.addresses : {};
  const faults = result.faults.map((fault) => `  ✗ ${fault}\n`).join('');
  const links = Object.entries(addresses).map(([name, address]) => `  ${name.padEnd(16)} ${address}\n`);
  const kept = links.length > 0 ? `\nRunning until Ctrl-C:\n${links.join('')}` : '';
  return `\n${result.text}\n${faults === '' ? '' : `\nUnmet expectations:\n${faults}`}${kept}`;
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
