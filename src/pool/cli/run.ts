import { Command, CommanderError } from 'commander';
import { CodedError } from '../faults/coded-error.js';
import { ConfigError } from '../config/config.js';
import { maskSecrets } from '../log.js';
import { printableLines } from '../format/printable.js';
import { UsageError } from '../faults/usage-error.js';
import { VERSION } from '../version.js';
import { addAppCommand } from './app.js';
import { addAuditCommand } from './audit.js';
import { addCompletionCommand } from './completion.js';
import { addDoctorCommand } from './doctor.js';
import { addHelp } from './help.js';
import { type CliIo, jsonLine } from './io.js';
import { addKeyCommand } from './key.js';
import { addLeaseCommand } from './lease.js';
import { addMaintenanceCommands } from './maintenance.js';
import { addMigrateStoreCommand } from './migrate-store.js';
import { addOwnerCommand } from './owner.js';
import { addPolicyCommand } from './policy.js';
import { ReportedError } from './reported-error.js';
import { addServeCommand } from './serve.js';
import { addSimulateCommand } from './simulate.js';
import { addStatusCommand } from './status.js';
import { addTokenCommand } from './token.js';

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
    const { exitCode, error } = told(io, fault);
    if (error && args.includes('--json')) io.out(jsonLine({ error }));
    return exitCode;
  }
}

function programOf(io: CliIo): Command {
  const program = new Command('token-pool')
    .description('Lends GitHub API tokens to CI jobs. Configured by the environment; see docs/operating.md.')
    .version(VERSION, '--version', 'print the version')
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: (text) => io.err(harmless(text)) })
    .showSuggestionAfterError(true);
  const commands = [
    addServeCommand,
    addTokenCommand,
    addKeyCommand,
    addPolicyCommand,
    addOwnerCommand,
    addAppCommand,
    addStatusCommand,
    addLeaseCommand,
    addAuditCommand,
    addDoctorCommand,
    addMaintenanceCommands,
    addMigrateStoreCommand,
    addSimulateCommand,
    addCompletionCommand,
  ];
  for (const add of commands) add(program, io);
  addHelp(program);
  return program;
}

/** Commander quotes what it does not understand: a token in the wrong place, or codes that paint the terminal. */
function harmless(text: string): string {
  return printableLines(maskSecrets(text));
}

type Told = { exitCode: number; error?: { code: string; message: string } };

function told(io: CliIo, fault: unknown): Told {
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
