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

/** `token-pool lease export`: the audit log of leases, one JSON object per line, oldest first. */
export function addLeaseCommand(program: Command, io: CliIo): void {
  const lease = program.command('lease').description('the audit log of leases');
  withCommonOptions(lease.command('export'))
    .description('print every lease as a line of JSON, oldest first; never with a token')
    .option('--days <days>', 'how far to go back', wholeNumber(1, 3650), 90)
    .action((options: ExportOptions) => exportLeases(io, options));
}

async function exportLeases(io: CliIo, options: ExportOptions): Promise<void> {
  await withPool(io, options, async ({ store }) => {
    let exported = 0;
    for await (const line of exportedLines(store, options.days)) {
      io.out(`${line}\n`);
      exported += 1;
    }
    if (exported === 0) io.err('There are no leases in that time.\n');
  });
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
