import type { Command } from 'commander';
import { iso } from '../format/iso-time.js';
import { type CliIo, type CommonOptions, print } from './io.js';
import { withCommonOptions, wholeNumber } from './options.js';
import { table, when } from './table.js';
import { withPool } from './with-pool.js';

type AuditOptions = CommonOptions & { last: number };

/** `token-pool audit`: who changed what; `token-pool lease export` has what was leased. */
export function addAuditCommand(program: Command, io: CliIo): void {
  withCommonOptions(program.command('audit'))
    .description('who changed what: keys, policies, Apps, owners, tokens; newest first')
    .option('--last <events>', 'how many to show', wholeNumber(1, 10_000), 50)
    .action((options: AuditOptions) => show(io, options));
}

async function show(io: CliIo, options: AuditOptions): Promise<void> {
  await withPool(io, options, async ({ store }) => {
    const events = await store.audit.list(options.last);
    const rows = events.map(({ atMs, actor, action, subject, detail }) => [
      when(atMs),
      actor,
      action,
      subject,
      detail,
    ]);
    const json = {
      events: events.map(({ atMs, actor, action, subject, detail }) => ({
        at: iso(atMs),
        actor,
        action,
        subject,
        detail,
      })),
    };
    const empty = 'There are no changes within AUDIT_RETENTION_DAYS.';
    print(io, options, { json, text: table(['AT', 'WHO', 'DID', 'WHAT', 'DETAIL'], rows, empty) });
  });
}
