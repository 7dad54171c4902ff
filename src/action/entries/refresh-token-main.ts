import { beginRefreshing } from '../refresh/main.js';
import { startAction } from '../start.js';

const own = { parentPid: process.ppid, nodePath: process.execPath, script: process.argv[1] ?? '' };
void startAction((deps) => beginRefreshing(deps, own), { whenFailed: 'fail' });
