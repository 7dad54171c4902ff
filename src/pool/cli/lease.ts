import type { Command } from 'commander';
import { iso, isoOrNull } from '../format/iso-time.js';
import { printableJson } from '../format/printable.js';
import type { LeaseRecord } from '../store/records.js';
import type { Store } from '../store/types.js';
import type { CliIo, CommonOptions } from './io.js';
import { withCommonOptions, wholeNumber } from './options.js';
import { withPool } from './with-pool.js';

type ExportOptions = CommonOptions & { days: number };

const DAY_MS = 86_400_000;
const PAGE = 1000;

/** `token-pool lease export`: the audit log of leases, oldest first; a line of JSON each, or one document. */
export function addLeaseCommand(program: Command, io: CliIo): void {
  const lease = program.command('lease').description('the audit log of leases');
  withCommonOptions(lease.command('export'))
    .description('print every lease, a line of JSON each, oldest first; never with a token')
    .option('--days <days>', 'how far to go back', wholeNumber(1, 3650), 90)
    .action((options: ExportOptions) => exportLeases(io, options));
}

async function exportLeases(io: CliIo, options: ExportOptions): Promise<void> {
  await withPool(io, options, async ({ store }) => {
    const write = options.json ? writeDocument : writeLines;
    const exported = await write(io, exportedLines(store, options.days));
    if (exported === 0) io.err('There are no leases in that time.\n');
  });
}

async function writeLines(io: CliIo, lines: AsyncIterable<string>): Promise<number> {
  let count = 0;
  for await (const line of lines) {
    io.out(`${line}\n`);
    count += 1;
  }
  return count;
}

/** One document like that of the other commands, written as it is read: it may be longer than memory. */
async function writeDocument(io: CliIo, lines: AsyncIterable<string>): Promise<number> {
  io.out('{\n  "leases": [');
  let count = 0;
  for await (const line of lines) {
    io.out(`${count === 0 ? '' : ','}\n    ${line}`);
    count += 1;
  }
  io.out(`${count === 0 ? '' : '\n  '}]\n}\n`);
  return count;
}

/** The leases of the last days, oldest first, each as a line of JSON without a token. */
export async function* exportedLines(store: Store, days: number): AsyncGenerator<string> {
  const sinceMs = (await store.nowMs()) - days * DAY_MS;
  let after: string | undefined;
  do {
    const page = await store.leases.page({
      sinceMs,
      limit: PAGE,
      ...(after === undefined ? {} : { after }),
    });
    for (const record of page) yield printableJson(lineOf(record));
    after = page.length < PAGE ? undefined : page.at(-1)?.id;
  } while (after !== undefined);
}

function lineOf(record: LeaseRecord) {
  const { id, ownerRef, principalName, bucket, label, need, deviation, state, outcome, requestsSpent } =
    record;
  const { repository, workflow, job, runId: run_id, runAttempt: run_attempt, eventName: event_name } = record;
  return {
    lease_id: id,
    owner: ownerRef,
    principal: principalName,
    job: { repository, workflow, job, run_id, run_attempt, event_name },
    bucket,
    label,
    need,
    deviation,
    granted_at: iso(record.grantedAtMs),
    ends_at: iso(record.endsAtMs),
    settled_at: isoOrNull(record.settledAtMs),
    state,
    outcome,
    requests_spent: requestsSpent,
  };
}
