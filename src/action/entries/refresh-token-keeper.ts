import { runKeeperCommand } from '../refresh/run-keeper-command.js';

void runKeeperCommand(process.argv.slice(2));
