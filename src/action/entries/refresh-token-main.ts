import { beginRefreshing } from '../refresh/main.js';
import { readContext } from '../runner/context.js';
import { startAction } from '../start.js';
import { gitIn } from '../tools/run-git.js';

const { env, ppid: parentPid, execPath: nodePath, argv } = process;
const own = { parentPid, nodePath, script: argv[1] ?? '' };
const outside = { readContext: () => readContext(env), runGit: gitIn(env) };
void startAction((deps) => beginRefreshing(deps, { ...own, ...outside }), { whenFailed: 'fail' });
