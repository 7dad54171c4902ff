import type { Act, ActDeps, ActResult } from '../act.js';
import { inTurns } from '../in-turns.js';
import { keepJobsComing } from '../matrix/go-on.js';
import { LEGS } from '../matrix/legs.js';
import { type LegReport, legTable, poolFaults, reportLeg } from '../matrix/report.js';
import { type LegRun, type LegView, runLeg } from '../matrix/run-leg.js';
import { setScene } from '../matrix/scene.js';
import { legRow } from '../matrix/view.js';
import { comparePolicies } from '../policies/compare.js';
import { type PolicyReport, policyDocument, policyFaults, policyTable } from '../policies/report.js';

/** Legs at a time: a runner is two or three processes, and small machines have two cores. */
const AT_ONCE = 3;

/**
 * A matrix job of eight legs with the committed bundles, a real pool and a stand-in for GitHub; then many jobs under
 * this pool's policy and under round robin.
 */
export const matrixAct: Act = {
  name: 'matrix',
  summary:
    'Eight legs of a matrix: one is a fork, one meets a revoked token, one a spent one. Then round robin beside this pool.',
  perform,
};

async function perform(deps: ActDeps): Promise<ActResult> {
  const startedMs = Date.now();
  const scene = await setScene(deps);
  const views = LEGS.map((leg) => ({ leg, view: { phase: 'waiting' } as LegView }));
  const watch = deps.progress.watch(() => views.map(({ leg, view }) => legRow(leg, view)));
  const runs = await inTurns(views, AT_ONCE, async ({ leg, view }) => {
    deps.signal.throwIfAborted();
    const run = await runLeg(scene, leg, view, deps);
    Object.assign(view, { phase: 'over', run });
    return run;
  }).finally(() => watch.stop());
  const reports = runs.map((run: LegRun) => reportLeg(scene, run));
  const around = { poolFaults: await poolFaults(scene), policies: await comparePolicies(deps) };
  const result = resultOf(reports, {
    ...around,
    seconds: Math.round((Date.now() - startedMs) / 100) / 10,
    addresses: {
      pool: scene.pool.url,
      status: `${scene.pool.url}/status`,
      github: scene.github.serverUrl,
    },
  });
  return { ...result, goOn: (signal) => keepJobsComing(scene, signal) };
}

type Surroundings = {
  poolFaults: string[];
  policies: readonly PolicyReport[];
  seconds: number;
  addresses: { readonly [name: string]: string };
};

function resultOf(reports: readonly LegReport[], around: Surroundings): ActResult {
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
