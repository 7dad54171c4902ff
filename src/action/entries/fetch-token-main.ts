import { fetchTokens } from '../fetch/main.js';
import { readContext } from '../runner/context.js';
import { startAction } from '../start.js';

void startAction((deps) => fetchTokens(deps, () => readContext(process.env)), { whenFailed: 'fail' });
