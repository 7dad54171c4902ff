import * as fs from 'node:fs';
import * as core from '@actions/core';
import { abortableSleep, type Sleep } from './abortable-sleep.js';
import { CodedError } from '../coded-error.js';
import { createHttp } from './http/client.js';
import { traced } from './http/traced.js';
import type { Http } from './http/types.js';
import { InputFaults } from './runner/faults.js';
import { createRunner } from './runner/runner.js';
import type { Runner } from './runner/types.js';
import { oidcEndpoint } from './sources/oidc.js';
import type { RequestDeps } from './sources/types.js';
import { systemErrorCode } from './system-error.js';

/** Everything impure that an action needs. */
export type ActionDeps = {
  readonly runner: Runner;
  readonly http: Http;
  readonly now: () => number;
  readonly sleep: Sleep;
  readonly random: () => number;
  /** Aborted when the job is cancelled. */
  readonly signal: AbortSignal;
  /** Empty if the file cannot be read. */
  readonly readFile: (path: string) => string;
};

export function requestDepsOf({ runner, http, now, sleep, random, signal }: ActionDeps): RequestDeps {
  const { log, mask, env } = runner;
  return { http, log, mask, now, sleep, random, signal, oidc: oidcEndpoint(env) };
}

export type StartOptions = {
  /** `warn` is for post steps, which never fail a job: their errors become warnings. */
  readonly whenFailed: 'fail' | 'warn';
};

/** How long a cancelled action may run on to save what post needs; the runner kills it after 7.5 s. */
const CANCEL_GRACE_MS = 6000;

/**
 * Runs an action in this process. A main step's exit code is 1 until it succeeds: Node exits by itself when its event
 * loop runs empty, which must not count as success.
 */
export async function startAction(
  run: (deps: ActionDeps) => Promise<void>,
  options: StartOptions,
): Promise<void> {
  process.exitCode = options.whenFailed === 'fail' ? 1 : 0;
  makeStdoutSynchronous();
  const deps = realDeps();
  const { log } = deps.runner;
  const report = (error: unknown) => {
    for (const line of describe(error)) (options.whenFailed === 'fail' ? log.error : log.warning)(line);
  };
  // Node would print the error with its cause, which may hold a secret, and fail the step.
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
  // Open connections, to an unresponsive proxy for example, must not delay the exit.
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
 * Makes writes to standard output synchronous, as Node does by itself on Windows. Otherwise a token could be exported,
 * or the process exit, while its mask is still queued.
 */
function makeStdoutSynchronous(): void {
  const { stdout } = process;
  // A closed pipe cannot be reported anywhere.
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

/** Quotes only our own errors: the message of any other could hold a secret. */
function describe(error: unknown): string[] {
  if (error instanceof InputFaults) return inAnnotations(error.faults.map((fault) => `Input ${fault}`));
  if (error instanceof CodedError) return [error.message];
  const code = systemErrorCode(error);
  if (code !== '') {
    return [
      `A file of the runner cannot be used (${code}). Check that this user, such as a container's, may write to ` +
        'RUNNER_TEMP, and that the disk is not full.',
    ];
  }
  const name = error instanceof Error ? error.name : typeof error;
  const frame = error instanceof Error ? /^ {4}at (\S+)/m.exec(error.stack ?? '')?.[1] : undefined;
  return [`Unexpected error (${name}${frame ? ` in ${frame}` : ''}). Please report it to the maintainers.`];
}

/** The runner shows only ten annotations of a step, so the rest are joined. */
function inAnnotations(lines: readonly string[]): string[] {
  return lines.length <= 10 ? [...lines] : [...lines.slice(0, 9), lines.slice(9).join(' ')];
}
