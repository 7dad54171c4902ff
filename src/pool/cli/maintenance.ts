import type { Command } from 'commander';
import { type ImportLine, importRows, readImportFile } from '../owners/import.js';
import { ImportError } from '../owners/import-sources.js';
import { addToken } from '../owners/add-token.js';
import { printable } from '../format/printable.js';
import { UsageError } from '../faults/usage-error.js';
import { type CliIo, type CommonOptions, print } from './io.js';
import { withInitOption, withCommonOptions, labelOption } from './options.js';
import { commandOwnersDeps, withPool } from './with-pool.js';

/** Rows sealed again per transaction: few enough for leases to come in between. */
const RESEAL_BATCH = 200;

/** `token-pool import` and `rotate-encryption-key`. */
export function addMaintenanceCommands(program: Command, io: CliIo): void {
  withInitOption(program.command('import'))
    .description('register the tokens of a mise-versions database or of a CSV file')
    .argument('<file>', 'SQLite file or CSV')
    .option(
      '--write-label <label>',
      'register tokens that can write under this label; they are refused otherwise',
      labelOption,
    )
    .action((file: string, options: ImportOptions) => importFile(io, file, options));
  withCommonOptions(program.command('rotate-encryption-key'))
    .description(
      're-encrypt everything with the first of several TOKEN_ENCRYPTION_KEYs, while the pool serves',
    )
    .action((options: CommonOptions) => rotate(io, options));
}

type ImportOptions = CommonOptions & { writeLabel?: string };

async function importFile(io: CliIo, file: string, options: ImportOptions): Promise<void> {
  const rows = readRows(file);
  await withPool(io, options, async (pool) => {
    const owners = commandOwnersDeps(pool, io);
    const deps = {
      addToken: (offer: Parameters<typeof addToken>[1]) => addToken(owners, offer),
      nowMs: io.now,
    };
    const lines: ImportLine[] = [];
    const totals = await importRows(deps, rows, {
      writeLabel: options.writeLabel,
      onLine: (line) => {
        lines.push(line);
        io.err(`row ${line.row} (${printable(line.login ?? 'no login')}): ${wordsFor(line)}\n`);
      },
    });
    await pool.store.audit.record({ actor: 'cli', action: 'tokens.imported', subject: String(rows.length) });
    const { added, updated, refused, expired, inactive } = totals;
    print(io, options, {
      json: { ...totals, rows: lines },
      text: `${added} added, ${updated} updated, ${refused} refused, ${expired} expired, ${inactive} inactive.`,
    });
  });
}

function wordsFor({ outcome, label, message }: ImportLine): string {
  return message ?? `${outcome}${label ? ` under the label ${label}` : ''}`;
}

function readRows(file: string) {
  try {
    return readImportFile(file);
  } catch (fault) {
    throw fault instanceof ImportError ? new UsageError(fault.message, { cause: fault }) : fault;
  }
}

async function rotate(io: CliIo, options: CommonOptions): Promise<void> {
  await withPool(io, options, async ({ store, vault }) => {
    if (vault.keyIds.length < 2) {
      throw new UsageError(
        'there is only one encryption key: set TOKEN_ENCRYPTION_KEY to NEW,OLD (or write the new key above the old one ' +
          'in the key file), restart the server, and run this again',
      );
    }
    let sealed = 0;
    for (let batch = await store.reseal(RESEAL_BATCH); batch > 0; batch = await store.reseal(RESEAL_BATCH)) {
      sealed += batch;
    }
    await store.audit.record({ actor: 'cli', action: 'encryption-key.rotated', subject: vault.keyId });
    const text = `${sealed} rows were encrypted with the key ${vault.keyId}; the old key can be removed now.`;
    print(io, options, { json: { sealed, key_id: vault.keyId }, text });
  });
}
