import { endRefreshing } from '../refresh/post.js';
import { startAction } from '../start.js';

void startAction(endRefreshing, { whenFailed: 'warn' });
