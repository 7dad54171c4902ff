import { CommanderError } from 'commander';
import { ConfigError } from '../config/config.js';
import { CodedError } from '../../coded-error.js';
import { UsageError } from '../faults/usage-error.js';
import { type CliIo, jsonLine } from './io.js';
import { harmless, programOf } from './program.js';
import { ReportedError } from './reported-error.js';

/** Exit codes: done, the pool could not do it, the person at the command line can put it right. */
const DONE = 0;
const FAILED = 1;
const USAGE = 2;

/** Runs one command line and returns its exit code; nothing is thrown and no stack is shown. */
export async function runCli(args: readonly string[], io: CliIo): Promise<number> {
  try {
    await programOf(io).parseAsync([...args], { from: 'user' });
    return DONE;
  } catch (fault) {
    const { exitCode, error } = report(io, fault);
    if (error && args.includes('--json')) io.out(jsonLine({ error }));
    return exitCode;
  }
}

type Reported = { exitCode: number; error?: { code: string; message: string } };

function report(io: CliIo, fault: unknown): Reported {
  // Commander has printed its own line, or the help that was asked for.
  if (fault instanceof CommanderError) {
    if (fault.exitCode === 0) return { exitCode: DONE };
    const message = harmless(fault.message).replace(/^error: /, '');
    return { exitCode: USAGE, error: { code: 'usage', message } };
  }
  const isUsage = fault instanceof UsageError || fault instanceof ConfigError;
  const whole = fault instanceof Error ? fault.message : String(fault);
  const message = harmless(isUsage ? whole : (whole.split('\n', 1)[0] ?? 'the command failed'));
  io.err(`error: ${message}\n`);
  if (fault instanceof ReportedError) return { exitCode: FAILED };
  return {
    exitCode: isUsage ? USAGE : FAILED,
    error: { code: fault instanceof CodedError ? fault.code : 'internal', message },
  };
}
