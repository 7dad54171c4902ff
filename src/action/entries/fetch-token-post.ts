import { settleTokens } from '../fetch/post.js';
import { startAction } from '../start.js';

void startAction(settleTokens, { whenFailed: 'warn' });
