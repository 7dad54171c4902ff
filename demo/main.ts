import { runDemo } from './run.js';

process.exitCode = await runDemo(process.argv.slice(2));
