import { fetchTokens } from '../fetch/main.js';
import { startAction } from '../start.js';

void startAction(fetchTokens, { whenFailed: 'fail' });
