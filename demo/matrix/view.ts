import type { ProgressRow } from '../progress.js';
import type { Leg } from './legs.js';
import type { LegRun, LegView } from './run-leg.js';

/** One line: what a leg is doing now. */
export function legRow(leg: Leg, view: LegView): ProgressRow {
  return { name: leg.name, ...stateOf(leg, view) };
}

function stateOf(leg: Leg, { phase, job, run }: LegView): Omit<ProgressRow, 'name'> {
  switch (phase) {
    case 'waiting':
      return { state: 'waiting', text: 'waiting for a runner' };
    case 'fetching':
      return { state: 'running', text: 'getting a token' };
    case 'spending':
      return { state: 'running', text: `calling GitHub: ${callsSoFar(job?.log ?? '')} of ${leg.calls}` };
    case 'settling':
      return { state: 'running', text: 'reporting and releasing the token' };
    case 'over':
      return run?.end.status === 'success'
        ? { state: 'good', text: doneText(leg, run) }
        : { state: 'bad', text: 'failed' };
  }
}

function doneText(leg: Leg, run: LegRun): string {
  const isPool = run.fetched.outputs.source === 'pool';
  return `${leg.calls} calls with ${isPool ? 'a token from the pool' : 'its own GITHUB_TOKEN'}`;
}

function callsSoFar(log: string): number {
  return Number(
    log
      .match(/spent \d+/g)
      ?.at(-1)
      ?.slice('spent '.length) ?? 0,
  );
}
