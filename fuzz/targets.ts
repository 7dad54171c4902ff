import {
  credentialsTarget,
  fileCommandsTarget,
  gitTarget,
  leaseAnswersTarget,
  masksTarget,
  retryAfterTarget,
} from './targets/action-answers.js';
import { addressTarget, inputsTarget, logLineTarget, privateKeyTarget } from './targets/action-inputs.js';
import { apiTarget, postgresApiTarget } from './targets/api.js';
import { sqliteImportTarget } from './targets/damaged-files.js';
import { pagesTarget } from './targets/pages.js';
import { rateLimitTarget, tokenFormatTarget, upstreamTarget } from './targets/github-facts.js';
import { identityTokenTarget } from './targets/identity-tokens.js';
import {
  argumentsTarget,
  configTarget,
  csvTarget,
  policyTarget,
  shownTextTarget,
  traceTarget,
} from './targets/pool-inputs.js';
import type { Target } from './types.js';

export const TARGETS: readonly Target[] = [
  apiTarget,
  postgresApiTarget,
  pagesTarget,
  sqliteImportTarget,
  tokenFormatTarget,
  rateLimitTarget,
  upstreamTarget,
  identityTokenTarget,
  inputsTarget,
  addressTarget,
  logLineTarget,
  privateKeyTarget,
  leaseAnswersTarget,
  masksTarget,
  fileCommandsTarget,
  credentialsTarget,
  gitTarget,
  retryAfterTarget,
  configTarget,
  csvTarget,
  traceTarget,
  policyTarget,
  shownTextTarget,
  argumentsTarget,
];
