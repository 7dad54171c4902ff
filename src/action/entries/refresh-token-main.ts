import { beginRefreshing } from '../refresh/main.js';
import { readContext } from '../runner/context.js';
import { startAction } from '../start.js';

const own = { parentPid: process.ppid, nodePath: process.execPath, script: process.argv[1] ?? '' };
const readJobContext = () => readContext(process.env);
void startAction((deps) => beginRefreshing(deps, { ...own, readContext: readJobContext }), {
  whenFailed: 'fail',
});
