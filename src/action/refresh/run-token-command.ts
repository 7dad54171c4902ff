import { commandDeps, messageOf } from './command.js';
import type { TokenQuestion } from './quick.js';
import { answerByAsking } from './token-command.js';

/** Prints the answer, or one line on standard error and exit code 1. */
export async function runTokenCommand(question: TokenQuestion): Promise<void> {
  // Failure until shown otherwise: node would call it a success to run out of things to wait for.
  process.exitCode = 1;
  const deps = commandDeps(process.env, (line) => process.stderr.write(`fetch-token: ${line}\n`));
  try {
    process.stdout.write(await answerByAsking(deps, question));
    process.exitCode = 0;
  } catch (error) {
    deps.say(messageOf(error));
  }
  // A connection that is still open, as to a silent proxy, would keep whoever asked waiting.
  process.exit();
}
