import { Command } from 'commander';
import { maskSecrets } from '../log.js';
import { printableLines } from '../format/printable.js';
import { VERSION } from '../version.js';
import { addAppCommand } from './app.js';
import { addAuditCommand } from './audit.js';
import { addCompletionCommand } from './completion.js';
import { addDoctorCommand } from './doctor.js';
import { addHelp } from './help.js';
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
import type { CliIo } from './io.js';

/** All commands of `token-pool`, as one tree. */
export function programOf(io: CliIo): Command {
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

/** Commander quotes what it does not understand: a token in the wrong place, or escape codes. */
export function harmless(text: string): string {
  return printableLines(maskSecrets(text));
}
