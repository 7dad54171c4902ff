import { commandDeps, messageOf } from './command.js';
import { appendLog } from './folder.js';
import { runKeeper } from './keeper-command.js';

/** Runs the keeper in this process until its job is over; what it does is written to its log file. */
export async function runKeeperCommand(args: readonly string[]): Promise<void> {
  const folder = { path: args[args.indexOf('--folder') + 1] ?? '' };
  const log = (line: string) => appendLog(folder, `${new Date().toISOString()} ${line}`);
  // A fault that nobody waits for; node would print it where nobody reads.
  process.once('uncaughtException', (error) => {
    log(`the keeper ended: ${messageOf(error)}`);
    process.exit(1);
  });
  try {
    log(`the keeper ended: ${await runKeeper(commandDeps(process.env, log), folder)}`);
  } catch (error) {
    log(`the keeper ended: ${messageOf(error)}`);
    process.exitCode = 1;
  }
  process.exit();
}
