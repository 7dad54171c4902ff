import { CLOCKS } from './experiments/clocks.js';
import { LOAD } from './experiments/load.js';
import { GITHUB } from './experiments/github.js';
import { KILLS } from './experiments/kills.js';
import { STALLS } from './experiments/stalls.js';
import { STORAGE } from './experiments/storage.js';
import { UPKEEP } from './experiments/upkeep.js';
import { QUOTAS } from './experiments/quotas.js';
import { VERSIONS } from './experiments/versions.js';
import type { Experiment } from './types.js';

export const EXPERIMENTS: readonly Experiment[] = [
  ...KILLS,
  ...STALLS,
  ...STORAGE,
  ...GITHUB,
  ...CLOCKS,
  ...UPKEEP,
  ...VERSIONS,
  ...QUOTAS,
  ...LOAD,
];
