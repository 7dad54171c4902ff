import { Command, CommanderError } from 'commander';
import { ConfigError } from '../config.js';
import { maskSecrets } from '../log.js';
import { UsageError } from '../usage-error.js';
import { VERSION } from '../version.js';
import { addAppCommand } from './app.js';
import { addAuditCommand } from './audit.js';
import { addDoctorCommand } from './doctor.js';
import type { CliIo } from './io.js';
import { addKeyCommand } from './key.js';
import { addLeaseCommand } from './lease.js';
import { addMaintenanceCommands } from './maintenance.js';
import { addMigrateStoreCommand } from './migrate-store.js';
import { addOwnerCommand } from './owner.js';
import { addPolicyCommand } from './policy.js';
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
    return told(io, fault);
  }
}

function programOf(io: CliIo): Command {
  const program = new Command('token-pool')
    .description('Lends GitHub API tokens to CI jobs. Configured by the environment; see docs/operating.md.')
    .version(VERSION, '--version', 'print the version')
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: (text) => io.err(harmless(text)) })
    .helpCommand(false)
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
  ];
  for (const add of commands) add(program, io);
  return program;
}

/** Commander quotes what it does not understand: a token in the wrong place, or codes that paint the terminal. */
function harmless(text: string): string {
  return maskSecrets(text).replace(/[^\P{C}\n]/gu, '?');
}

function told(io: CliIo, fault: unknown): number {
  // Commander has printed its own line, or the help that was asked for.
  if (fault instanceof CommanderError) return fault.exitCode === 0 ? DONE : USAGE;
  if (fault instanceof UsageError || fault instanceof ConfigError) {
    io.err(`error: ${maskSecrets(fault.message)}\n`);
    return USAGE;
  }
  const message = fault instanceof Error ? fault.message : String(fault);
  io.err(`error: ${maskSecrets(message.split('\n', 1)[0] ?? 'the command failed')}\n`);
  return FAILED;
}
