import { runKeeperCommand } from '../refresh/run-keeper-command.js';

await runKeeperCommand(process.argv.slice(2));
