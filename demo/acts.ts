import type { Act } from './act.js';
import { longAct } from './acts/long.js';
import { matrixAct } from './acts/matrix.js';
import { policiesAct } from './acts/policies.js';

/** Everything that `npm run demo` can show; the first one needs no name. */
export const ACTS: readonly Act[] = [matrixAct, longAct, policiesAct];
