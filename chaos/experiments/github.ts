import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultEffect } from '../../testkit/github/types.js';
import { Broken } from '../bench.js';
import type { Experiment, History } from '../types.js';
import { type Scene, underLoad } from '../under-load.js';

/** Four hours in a minute: suspicions become removals after ten minutes of the pool's time, and windows pass. */
const RATE = 240;
/** Times of the pool and of its clients have nothing to do with each other then. */
const UNRELATED_CLOCKS = { clockSlackMs: 1e12 };
const HUGE_LIMIT = 1_000_000;
/** The share of leases that may be refused while GitHub fails. */
const MOST_REFUSED = 0.1;

type Outage = { what: string; effect: FaultEffect; jobsSay?: 'unauthorized' };

const OUTAGES: readonly Outage[] = [
  { what: '401', effect: { kind: 'status', status: 401 }, jobsSay: 'unauthorized' },
  { what: '403', effect: { kind: 'status', status: 403, body: { message: 'Forbidden' } } },
  { what: '429', effect: { kind: 'status', status: 429, body: { message: 'Too many' } } },
  { what: '502', effect: { kind: 'status', status: 502, body: 'Bad gateway' } },
  { what: 'garbage', effect: { kind: 'status', status: 200, body: { resources: 'none', id: [] } } },
  { what: 'half an answer', effect: { kind: 'drop-mid-body' } },
  { what: 'with a reset', effect: { kind: 'reset' } },
  { what: 'nothing', effect: { kind: 'silence' } },
];

export const GITHUB: readonly Experiment[] = OUTAGES.map((outage) => ({
  name: `GitHub answers ${outage.what}`,
  fault: `everybody, for windows on end (a clock ${RATE} times as fast)`,
  run: (bench) => {
    let isOut = false;
    return underLoad(bench, {
      setup: {
        database: 'sqlite',
        servers: 1,
        owners: 24,
        limit: HUGE_LIMIT,
        clock: { rate: RATE, offsetMs: 0, fromMs: Date.now() },
      },
      rules: UNRELATED_CLOCKS,
      load: { workers: 4, lastsMs: 50, outcome: () => (isOut && outage.jobsSay) || 'ok' },
      disturb: async (scene) => {
        await sleep(1500);
        isOut = true;
        const figures = await fail(scene, outage);
        isOut = false;
        return figures;
      },
    });
  },
}));

async function fail({ pool, history, forMs }: Scene, { effect }: Outage): Promise<string[]> {
  const end = pool.github.setFault({ effect });
  const before = history.answers.length;
  const asked = pool.github.requests.length;
  await sleep(Math.max(1000, forMs - 2500));
  end();
  const share = refusedShare(history, before);
  const probes = pool.github.requests.length - asked;
  const figure = `${(100 * share).toFixed(1)} % of leases refused meanwhile, ${probes} probes in vain`;
  if (share > MOST_REFUSED) throw new Broken(figure);
  return [figure];
}

function refusedShare({ answers }: History, from: number): number {
  const leases = answers.slice(from).filter(({ route }) => route === 'lease');
  return leases.filter(({ status }) => status !== 201).length / Math.max(1, leases.length);
}
