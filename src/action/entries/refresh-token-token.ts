import { writeSync } from 'node:fs';
import { systemClock } from '../refresh/life.js';
import { answerFromCache, parseArgs } from '../refresh/cached-answer.js';

const args = parseArgs(process.argv.slice(2), process.env.GITHUB_TOKEN_FILE);
const answer = answerFromCache(args, systemClock);
// Straight to the descriptor: node takes longer to set up its stream than to do all the rest.
if (answer !== null) writeSync(1, answer);
// Loaded only now: nearly every ask is answered without the network.
else void import('../refresh/run-token-command.js').then(({ runTokenCommand }) => runTokenCommand(args));
