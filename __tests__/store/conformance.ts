import { describe } from '@jest/globals';
import type { Backend } from './builders.js';
import { claimRules } from './conformance/claims.js';

/** What every store must do, whatever database is under it; new behaviour is stated here first. */
export function storeConformance(backend: Backend): void {
  describe('claims', () => claimRules(backend));
}
