import { KILLS } from './experiments/kills.js';
import type { Experiment } from './types.js';

export const EXPERIMENTS: readonly Experiment[] = [...KILLS];
