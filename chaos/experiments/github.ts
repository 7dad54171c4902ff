import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultEffect } from '../../testkit/github/types.js';
import { PromiseBroken } from '../run-experiment.js';
import type { Experiment, History } from '../types.js';
import { type Scene, underLoad } from '../under-load.js';

/** Four hours in a minute: long enough for rate-limit windows to pass and for suspected tokens to be removed. */
const RATE = 240;
/** At that rate, times of the pool and of its clients cannot be compared. */
const UNRELATED_CLOCKS = { clockToleranceMs: 1e12 };
const HUGE_LIMIT = 1_000_000;
/** The share of leases that may be refused while GitHub fails. */
const MAX_REFUSED_SHARE = 0.1;

type Outage = { what: string; effect: FaultEffect; reportedOutcome?: 'unauthorized' };

const OUTAGES: readonly Outage[] = [
  { what: '401', effect: { kind: 'status', status: 401 }, reportedOutcome: 'unauthorized' },
  { what: '403', effect: { kind: 'status', status: 403, body: { message: 'Forbidden' } } },
  { what: '429', effect: { kind: 'status', status: 429, body: { message: 'Too many' } } },
  { what: '502', effect: { kind: 'status', status: 502, body: 'Bad gateway' } },
  { what: 'garbage', effect: { kind: 'status', status: 200, body: { resources: 'none', id: [] } } },
  { what: 'half an answer', effect: { kind: 'drop-mid-body' } },
  { what: 'with a connection reset', effect: { kind: 'reset' } },
  { what: 'nothing', effect: { kind: 'silence' } },
];

export const GITHUB: readonly Experiment[] = OUTAGES.map((outage) => ({
  name: `GitHub answers ${outage.what}`,
  fault: `every request, for several windows (the clock runs ${RATE} times as fast)`,
  run: (resources) => {
    let isFailing = false;
    return underLoad(resources, {
      setup: {
        database: 'sqlite',
        servers: 1,
        owners: 24,
        limit: HUGE_LIMIT,
        clock: { rate: RATE, offsetMs: 0, fromMs: Date.now() },
      },
      rules: UNRELATED_CLOCKS,
      load: { workers: 4, durationMs: 50, outcome: () => (isFailing && outage.reportedOutcome) || 'ok' },
      disturb: async (scene) => {
        await sleep(1500);
        isFailing = true;
        const figures = await failGitHub(scene, outage);
        isFailing = false;
        return figures;
      },
    });
  },
}));

async function failGitHub({ pool, history, durationMs }: Scene, { effect }: Outage): Promise<string[]> {
  const removeFault = pool.github.setFault({ effect });
  const answersBefore = history.answers.length;
  const requestsBefore = pool.github.requests.length;
  await sleep(Math.max(1000, durationMs - 2500));
  removeFault();
  const share = refusedShare(history, answersBefore);
  const probes = pool.github.requests.length - requestsBefore;
  const figure = `${(100 * share).toFixed(1)} % of leases refused, ${probes} failed probes`;
  if (share > MAX_REFUSED_SHARE) throw new PromiseBroken(figure);
  return [figure];
}

function refusedShare({ answers }: History, from: number): number {
  const leases = answers.slice(from).filter(({ route }) => route === 'lease');
  return leases.filter(({ status }) => status !== 201).length / Math.max(1, leases.length);
}
