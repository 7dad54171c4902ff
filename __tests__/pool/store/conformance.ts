import { describe } from '@jest/globals';
import type { Backend } from './builders.js';
import { accessRules } from './conformance/access.js';
import { claimRules } from './conformance/claims.js';
import { housekeepingRules } from './conformance/housekeeping.js';
import { knownFactsRules } from './conformance/known-facts.js';
import { observationRules } from './conformance/observations.js';
import { openingRules } from './conformance/openings.js';
import { overcommitRules } from './conformance/overcommit.js';
import { processRules } from './conformance/processes.js';
import { reportRules } from './conformance/reports.js';
import { statsRules } from './conformance/stats.js';
import { tokenRules } from './conformance/tokens.js';
import { upgradeRules } from './conformance/upgrades.js';
import { usesRules } from './conformance/uses.js';

/** The contract of the store on any database; new behaviour is added here first. */
export function storeConformance(backend: Backend): void {
  describe('claims', () => claimRules(backend));
  describe('the opening of windows', () => openingRules(backend));
  describe('claims of several processes', () => processRules(backend));
  describe('claims of a running job when all is promised', () => overcommitRules(backend));
  describe('facts known to a process', () => knownFactsRules(backend));
  describe('observations', () => observationRules(backend));
  describe('reports', () => reportRules(backend));
  describe('tokens', () => tokenRules(backend));
  describe('databases of the version before', () => upgradeRules(backend));
  describe('keys, policies and sessions', () => accessRules(backend));
  describe('uses', () => usesRules(backend));
  describe('statistics', () => statsRules(backend));
  describe('housekeeping', () => housekeepingRules(backend));
}
