import type { Act } from './act.js';
import { longAct } from './acts/long.js';
import { matrixAct } from './acts/matrix.js';
import { policiesAct } from './acts/policies.js';

/** All acts; the first is the default. */
export const ACTS: readonly Act[] = [matrixAct, longAct, policiesAct];
