import type { Act, ActDeps, ActResult } from '../act.js';
import { mapWithConcurrency } from '../map-with-concurrency.js';
import { runJobsUntilAborted } from '../matrix/run-jobs.js';
import { LEGS } from '../matrix/legs.js';
import { type LegReport, legTable, poolFaults, reportLeg } from '../matrix/report.js';
import { type LegRun, type LegView, runLeg } from '../matrix/run-leg.js';
import { startScene } from '../matrix/scene.js';
import { legRow } from '../matrix/view.js';
import { comparePolicies } from '../policies/compare.js';
import { type PolicyReport, policyDocument, policyFaults, policyTable } from '../policies/report.js';

/** Limited, because each leg runs two or three processes and small machines have two cores. */
const CONCURRENT_LEGS = 3;

/**
 * A matrix of eight legs with the committed bundles, a real pool and a stand-in for GitHub; then many jobs under this
 * pool's policy and under round robin.
 */
export const matrixAct: Act = {
  name: 'matrix',
  summary:
    'Eight legs of a matrix: one is a fork, one gets a revoked token, one an exhausted one. Then this pool next to round robin.',
  perform,
};

async function perform(deps: ActDeps): Promise<ActResult> {
  const startedMs = Date.now();
  const scene = await startScene(deps);
  const views = LEGS.map((leg) => ({ leg, view: { phase: 'waiting' } as LegView }));
  const watch = deps.progress.watch(() => views.map(({ leg, view }) => legRow(leg, view)));
  const runs = await mapWithConcurrency(views, CONCURRENT_LEGS, async ({ leg, view }) => {
    deps.signal.throwIfAborted();
    const run = await runLeg(scene, leg, view, deps);
    Object.assign(view, { phase: 'over', run });
    return run;
  }).finally(() => watch.stop());
  const reports = runs.map((run: LegRun) => reportLeg(scene, run));
  const environment = { poolFaults: await poolFaults(scene), policies: await comparePolicies(deps) };
  const result = resultOf(reports, {
    ...environment,
    seconds: Math.round((Date.now() - startedMs) / 100) / 10,
    addresses: {
      pool: scene.pool.url,
      status: `${scene.pool.url}/status`,
      github: scene.github.serverUrl,
    },
  });
  return { ...result, continueRunning: (signal) => runJobsUntilAborted(scene, signal) };
}

type Environment = {
  poolFaults: string[];
  policies: readonly PolicyReport[];
  seconds: number;
  addresses: { readonly [name: string]: string };
};

function resultOf(reports: readonly LegReport[], around: Environment): ActResult {
  const { seconds, addresses, policies } = around;
  const faults = [
    ...reports.flatMap((report) => report.faults),
    ...around.poolFaults,
    ...policyFaults(policies),
  ];
  const spent = reports.reduce((sum, report) => sum + report.requests_spent, 0);
  const verdict = faults.length === 0 ? 'all as expected, no token in any log' : 'not all as expected';
  return {
    faults,
    text: `${legTable(reports)}\n\n${policyTable(policies)}\n\n${spent} calls of eight legs, ${seconds} s in all; ${verdict}.`,
    document: {
      act: 'matrix',
      seconds,
      requests_spent: spent,
      legs: reports.map(({ faults: legFaults, ...report }) => ({ ...report, ok: legFaults.length === 0 })),
      policies: policyDocument(policies),
    },
    addresses,
  };
}
