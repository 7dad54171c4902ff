import { commandDeps, messageOf } from './command.js';
import type { TokenCommandArgs } from './cached-answer.js';
import { renewAndAnswer } from './token-command.js';

/** Prints the answer, or one line on standard error and exit code 1. */
export async function runTokenCommand(args: TokenCommandArgs): Promise<void> {
  // Failure by default: Node exits with 0 when its event loop runs empty.
  process.exitCode = 1;
  const deps = commandDeps(process.env, (line) => process.stderr.write(`fetch-token: ${line}\n`));
  try {
    process.stdout.write(await renewAndAnswer(deps, args));
    process.exitCode = 0;
  } catch (error) {
    deps.say(messageOf(error));
  }
  // An open connection, to an unresponsive proxy for example, would keep the caller waiting.
  process.exit();
}
