import { type FromSchema, faultsOf } from '../../json-schema.js';
import { JOB_SCHEMA } from '../../wire.js';
import { UsageError } from '../faults/usage-error.js';
import type { SimulatedJob } from './simulation/types.js';

const dateTime = { type: 'string', format: 'date-time' } as const;

/** The members of an exported lease that a replay needs. */
const LINE_SCHEMA = {
  type: 'object',
  required: [
    'owner',
    'job',
    'bucket',
    'need',
    'granted_at',
    'ends_at',
    'settled_at',
    'state',
    'requests_spent',
  ],
  properties: {
    owner: { type: 'string' },
    job: JOB_SCHEMA,
    bucket: { type: 'string' },
    need: { type: 'number' },
    granted_at: dateTime,
    ends_at: dateTime,
    settled_at: { anyOf: [dateTime, { type: 'null' }] },
    state: { type: 'string', enum: ['open', 'settled', 'expired'] },
    requests_spent: { anyOf: [{ type: 'integer' }, { type: 'null' }] },
  },
} as const;

type Line = FromSchema<typeof LINE_SCHEMA>;

export type Trace = { jobs: SimulatedJob[]; bucket: string; owners: number };

/** Reads what `lease export` printed: the ended leases of the bucket that has the most of them. */
export function readTrace(text: string): Trace {
  const lines = text
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [parseLine(line, index + 1)]))
    .filter(({ state }) => state !== 'open');
  const byBucket = Map.groupBy(lines, ({ bucket }) => bucket);
  const [bucket, most] = [...byBucket].sort(([, one], [, other]) => other.length - one.length)[0] ?? [];
  if (bucket === undefined || most === undefined) {
    throw new UsageError('no lease has ended yet; raise --days, or try again when jobs have run');
  }
  return { jobs: most.map(jobOf), bucket, owners: new Set(most.map(({ owner }) => owner)).size };
}

function parseLine(line: string, number: number): Line {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new UsageError(
      `line ${number} of the trace is not JSON; make the trace again with "token-pool lease export"`,
    );
  }
  const [fault] = faultsOf(LINE_SCHEMA, value, `line ${number}`);
  if (fault !== undefined)
    throw new UsageError(`the trace is not what "token-pool lease export" prints: ${fault}`);
  return value as Line;
}

function jobOf(line: Line): SimulatedJob {
  const atMs = Date.parse(line.granted_at);
  const endMs = Date.parse(line.settled_at ?? line.ends_at);
  return {
    atMs,
    job: line.job,
    // A job that never reported is taken to have needed what was expected of it.
    requests: line.requests_spent ?? Math.round(line.need),
    lengthMs: Math.max(1000, endMs - atMs),
    pace: 'even',
    ending: line.state === 'expired' ? 'killed' : 'reports',
  };
}
