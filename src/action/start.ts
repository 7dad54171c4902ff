import * as fs from 'node:fs';
import * as core from '@actions/core';
import { abortableSleep, type Sleep } from './abortable-sleep.js';
import { ActionFailure } from './failure.js';
import { createHttp } from './http/client.js';
import { traced } from './http/traced.js';
import type { Http } from './http/types.js';
import { InputFaults } from './runner/faults.js';
import { createRunner } from './runner/runner.js';
import type { Runner } from './runner/types.js';

/** Everything impure that an action's use case needs. */
export type ActionDeps = {
  readonly runner: Runner;
  readonly http: Http;
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

/**
 * Runs a use case in this process. The exit code says failure until the use case has succeeded, so that a process
 * that runs dry, as Node does when a peer vanishes, never counts as a success.
 */
export async function startAction(
  run: (deps: ActionDeps) => Promise<void>,
  options: StartOptions,
): Promise<void> {
  process.exitCode = options.whenFailed === 'fail' ? 1 : 0;
  writeAtOnce();
  const deps = realDeps();
  const { log } = deps.runner;
  const report = (error: unknown) => {
    for (const line of describe(error)) (options.whenFailed === 'fail' ? log.error : log.warning)(line);
  };
  // Node's own report of what nobody caught shows the error whole, with its cause, and fails the step.
  process.on('uncaughtException', (error) => {
    report(error);
    process.exit();
  });
  try {
    await run(deps);
    process.exitCode = 0;
  } catch (error) {
    report(error);
  }
  // What is still open, such as a connection to a silent proxy, is of no use.
  process.exit();
}

function realDeps(): ActionDeps {
  const { env } = process;
  const now = Date.now;
  const runner = createRunner({ core, env, fileExists: (path) => path !== '' && fs.existsSync(path) });
  return {
    runner,
    http: env.RUNNER_DEBUG === '1' ? traced(createHttp(), { debug: runner.log.debug, now }) : createHttp(),
    now,
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
 * Makes writes to a pipe wait for a slow reader. Node would queue them, and a token could be exported, or the process
 * end, while its mask is still in the queue. Node does the same by itself on Windows.
 */
function writeAtOnce(): void {
  const { stdout } = process;
  // Nobody reads any more, so there is nobody to tell either.
  stdout.on('error', () => undefined);
  const { _handle: handle } = stdout as { _handle?: { setBlocking?: (isBlocking: boolean) => void } };
  handle?.setBlocking?.(true);
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

/** Only failures of our own are quoted: the message of any other error could hold anything. */
function describe(error: unknown): string[] {
  if (error instanceof InputFaults) return inAnnotations(error.faults.map((fault) => `Input ${fault}`));
  if (error instanceof ActionFailure) return [error.message];
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
