import type { ProgressRow } from '../progress.js';
import type { Leg } from './legs.js';
import type { LegView } from './run-leg.js';

/** What a leg is doing at this moment, in a line. */
export function legRow(leg: Leg, view: LegView): ProgressRow {
  return { name: leg.name, ...stateOf(leg, view) };
}

function stateOf(leg: Leg, { phase, job, run }: LegView): Omit<ProgressRow, 'name'> {
  switch (phase) {
    case 'waiting':
      return { state: 'waiting', text: 'waits for a runner' };
    case 'fetching':
      return { state: 'running', text: 'asks for a token' };
    case 'spending':
      return { state: 'running', text: `calls GitHub: ${callsSoFar(job?.log ?? '')} of ${leg.calls}` };
    case 'settling':
      return { state: 'running', text: 'reports and gives the token back' };
    case 'over':
      return run?.end.status === 'success'
        ? { state: 'good', text: `${leg.calls} calls with a token from ${run.fetched.outputs.source}` }
        : { state: 'bad', text: 'failed' };
  }
}

function callsSoFar(log: string): number {
  return Number(
    log
      .match(/spent \d+/g)
      ?.at(-1)
      ?.slice('spent '.length) ?? 0,
  );
}
