import { commandDeps, messageOf } from './command.js';
import { appendLog } from './folder.js';
import { runKeeper } from './keeper-command.js';

/** Runs the keeper in this process until the job is over, logging to its file. */
export async function runKeeperCommand(args: readonly string[]): Promise<void> {
  const folder = { path: args[args.indexOf('--folder') + 1] ?? '' };
  const log = (line: string) => appendLog(folder, `${new Date().toISOString()} ${line}`);
  // Standard error is discarded, so Node's own report would be lost.
  process.once('uncaughtException', (error) => {
    log(`the keeper stopped: ${messageOf(error)}`);
    process.exit(1);
  });
  try {
    log(`the keeper stopped: ${await runKeeper(commandDeps(process.env, log), folder)}`);
  } catch (error) {
    log(`the keeper stopped: ${messageOf(error)}`);
    process.exitCode = 1;
  }
  process.exit();
}
