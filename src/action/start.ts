import * as fs from 'node:fs';
import { getProxyUrl } from '@actions/http-client/lib/proxy';
import { abortableSleep, type Sleep } from './abortable-sleep.js';
import { nodeModules } from './http/node-modules.js';
import { createHttp } from './http/transport.js';
import { type ConnectAhead, type Http, HttpFailure } from './http/types.js';
import { InputFaults, RunnerFault } from './runner/faults.js';
import { createRunner } from './runner/runner.js';
import type { Runner } from './runner/types.js';
import { SourceFailure } from './sources/types.js';

/** Everything impure that an action's use case needs. */
export type ActionDeps = {
  readonly runner: Runner;
  readonly http: Http;
  readonly connectAhead: ConnectAhead;
  readonly now: () => number;
  readonly sleep: Sleep;
  readonly random: () => number;
  /** Aborted when the job is cancelled. */
  readonly signal: AbortSignal;
  /** The text of a file, or an empty text when it cannot be read. */
  readonly readFile: (path: string) => string;
};

export type StartOptions = {
  /** Post steps never fail a job: they start as a success and report faults as warnings. */
  readonly whenFailed: 'fail' | 'warn';
};

/** How long a cancelled action may still use to save what post needs; the runner kills it after 7.5 s. */
const CANCEL_GRACE_MS = 6000;
/** Between two looks at a full pipe whose reader is slow. */
const PIPE_WAIT_MS = 2;

/**
 * Runs a use case in this process. The exit code says failure until the use case has succeeded, so that a process
 * that runs dry, as Node does when a peer vanishes, never counts as a success.
 */
export async function startAction(
  run: (deps: ActionDeps) => Promise<void>,
  options: StartOptions,
): Promise<void> {
  process.exitCode = options.whenFailed === 'fail' ? 1 : 0;
  const deps = realDeps();
  const { log } = deps.runner;
  const tell = (error: unknown) => {
    for (const line of describe(error)) (options.whenFailed === 'fail' ? log.error : log.warning)(line);
  };
  // Node's own report of what nobody caught shows the error whole, with its cause, and fails the step.
  process.on('uncaughtException', (error) => {
    tell(error);
    process.exit();
  });
  try {
    await run(deps);
    process.exitCode = 0;
  } catch (error) {
    tell(error);
  }
  // Everything was written at once, and what is still open, such as a connection to a silent proxy, is of no use.
  process.exit();
}

function realDeps(): ActionDeps {
  const runner = createRunner({
    env: process.env,
    write: writeOut,
    appendFile: (path, text) => fs.appendFileSync(path, text, 'utf8'),
    fileExists: (path) => path !== '' && fs.existsSync(path),
    random: Math.random,
    eol: process.platform === 'win32' ? '\r\n' : '\n',
  });
  return {
    runner,
    ...createHttp({ modules: nodeModules(), proxyFor: getProxyUrl, now: Date.now }),
    now: Date.now,
    sleep: abortableSleep('The job was cancelled.'),
    random: Math.random,
    signal: cancelSignal(),
    readFile(path) {
      try {
        return fs.readFileSync(path, 'utf8');
      } catch {
        return '';
      }
    },
  };
}

/**
 * Written at once, so that no mask is still under way when a cancelled process ends. Setting up `process.stdout`
 * would also take some milliseconds.
 */
function writeOut(text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  let written = 0;
  while (written < bytes.length) {
    try {
      written += fs.writeSync(1, bytes, written);
    } catch (error) {
      // Nobody reads any more, so there is nobody to tell either.
      if (!isFullPipe(error)) return;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PIPE_WAIT_MS);
    }
  }
}

function isFullPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EAGAIN';
}

function cancelSignal(): AbortSignal {
  const cancel = new AbortController();
  const onSignal = () => {
    if (cancel.signal.aborted) process.exit(1);
    cancel.abort();
    setTimeout(() => process.exit(1), CANCEL_GRACE_MS).unref();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return cancel.signal;
}

/** Only faults of our own making are quoted: the message of any other error could hold anything. */
function describe(error: unknown): string[] {
  if (error instanceof InputFaults) return inAnnotations(error.faults.map((fault) => `Input ${fault}`));
  if (error instanceof SourceFailure || error instanceof RunnerFault || error instanceof HttpFailure) {
    return [error.message];
  }
  const name = error instanceof Error ? error.name : typeof error;
  const frame = error instanceof Error ? /^ {4}at (\S+)/m.exec(error.stack ?? '')?.[1] : undefined;
  return [
    `An unexpected fault (${name}${frame ? ` in ${frame}` : ''}). Please report it to the maintainers.`,
  ];
}

/** The runner shows ten annotations of a step and drops the others. */
function inAnnotations(lines: readonly string[]): string[] {
  return lines.length <= 10 ? [...lines] : [...lines.slice(0, 9), lines.slice(9).join(' ')];
}
