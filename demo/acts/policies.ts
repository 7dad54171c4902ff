import type { Act, ActDeps, ActResult } from '../act.js';
import { comparePolicies } from '../policies/compare.js';
import { policyDocument, policyFaults, policyTable } from '../policies/report.js';

/** Only the comparison from the default act. */
export const policiesAct: Act = {
  name: 'policies',
  summary:
    'The same jobs under round robin and under the policy of this pool, with budgets that just suffice (also part of matrix).',
  perform,
};

async function perform(deps: ActDeps): Promise<ActResult> {
  const reports = await comparePolicies(deps);
  return {
    faults: policyFaults(reports),
    text: policyTable(reports),
    document: { act: 'policies', policies: policyDocument(reports) },
    addresses: {},
  };
}
