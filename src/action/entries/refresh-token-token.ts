import { systemClock } from '../refresh/life.js';
import { questionOf, quickAnswer } from '../refresh/quick.js';

const question = questionOf(process.argv.slice(2), process.env.GITHUB_TOKEN_FILE);
const answer = quickAnswer(question, systemClock);
if (answer !== null) process.stdout.write(answer);
else {
  // Loaded only now: nearly every ask is answered without the network.
  const { runTokenCommand } = await import('../refresh/run-token-command.js');
  await runTokenCommand(question);
}
