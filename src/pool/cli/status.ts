import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { readStatus } from '../server/routes/status.js';
import { type CliIo, type CommonOptions, print } from './io.js';
import { withCommonOptions } from './options.js';
import { table } from './table.js';
import { withPool } from './with-pool.js';

type StatusOptions = CommonOptions & { watch?: boolean };

const WATCH_EVERY_MS = 2000;
const COMPACT = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const CLEAR_SCREEN = '\u001b[2J\u001b[H';

/** `token-pool status`: the pool's budgets, promises and use. */
export function addStatusCommand(program: Command, io: CliIo): void {
  withCommonOptions(program.command('status'))
    .description('budgets, promises and use')
    .option('--watch', 'repeat every two seconds until interrupted')
    .action((options: StatusOptions) => status(io, options));
}

async function status(io: CliIo, options: StatusOptions): Promise<void> {
  await withPool(io, options, async ({ store }) => {
    do {
      const shown = await readStatus({ store, now: io.now });
      if (options.watch && io.isTerminal && !options.json) io.out(CLEAR_SCREEN);
      print(io, options, { json: shown, text: textOf(shown) });
    } while (options.watch && (await waited(io)));
  });
}

type Shown = Awaited<ReturnType<typeof readStatus>>;

function textOf({ tokens, buckets }: Shown): string {
  const headings = ['BUCKET', 'OWNERS', 'LIMIT', 'SPENT', 'PROMISED', 'FREE', 'LEASES', '/HOUR', 'LIMITED'];
  const rows = buckets.map((row) => [
    row.bucket,
    row.owners,
    figure(row.limit),
    figure(row.limit - row.remaining),
    figure(row.promised),
    figure(row.free),
    figure(row.open_leases),
    figure(row.leases_last_hour),
    `${(row.limited_share * 100).toFixed(1)} %`,
  ]);
  const empty = 'No budget is known yet: add a token with "token-pool token add" and start the server.';
  return `${tokens.active} of ${tokens.total} tokens are active.\n\n${table(headings, rows, empty)}`;
}

/** Exact while it is short: a pool of thousands of owners has tens of millions of requests. */
function figure(count: number): string {
  const whole = Math.round(count);
  return whole < 100_000 ? String(whole) : COMPACT.format(whole);
}

/** False when the process is asked to end. */
async function waited(io: CliIo): Promise<boolean> {
  await sleep(WATCH_EVERY_MS, undefined, { signal: io.ending }).catch(() => undefined);
  return !io.ending.aborted;
}
