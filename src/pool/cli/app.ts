import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { addApp, removeApp } from '../owners/apps.js';
import { iso } from '../format/iso-time.js';
import type { AppRecord } from '../store/records.js';
import { UsageError } from '../faults/usage-error.js';
import { confirm } from './confirm.js';
import { type CliIo, type CommonOptions, print } from './io.js';
import {
  addressOption,
  withInitOption,
  withCommonOptions,
  nameOption,
  withYesOption,
  wholeNumber,
} from './options.js';
import { day, table } from './table.js';
import { commandOwnersDeps, withPool } from './with-pool.js';

type AddOptions = CommonOptions & {
  appId: number;
  privateKeyFile: string;
  clientId?: string;
  name?: string;
  apiUrl?: string;
};

/** `token-pool app`: GitHub Apps whose installations lend. */
export function addAppCommand(program: Command, io: CliIo): void {
  const app = program.command('app').description('GitHub Apps whose installations lend');
  withInitOption(app.command('add'))
    .description(
      'register an App; its installations become owners, and their tokens are minted before they are needed',
    )
    .requiredOption('--app-id <id>', 'the id on its settings page', wholeNumber(1, 2 ** 53 - 1))
    .requiredOption('--private-key-file <path>', 'the .pem file that GitHub downloads')
    .option('--client-id <id>', 'its client id', nameOption)
    .option('--name <name>', 'its name in the pool', nameOption)
    .option('--api-url <url>', 'the URL of its GitHub API (default: GITHUB_API_URL)', addressOption)
    .action((options: AddOptions) => add(io, options));
  withCommonOptions(app.command('list'))
    .description('list Apps, without their keys')
    .action((options: CommonOptions) => list(io, options));
  withYesOption(app.command('remove'))
    .description('forget an App, its installations and their tokens')
    .argument('<app>', 'its id, in the list or at GitHub')
    .action((id: string, options: CommonOptions) => remove(io, id, options));
}

async function add(io: CliIo, options: AddOptions): Promise<void> {
  const { appId, clientId, name, apiUrl } = options;
  const privateKey = readKeyFile(options.privateKeyFile);
  await withPool(io, options, async (pool) => {
    const result = await addApp(commandOwnersDeps(pool, io), {
      appId,
      privateKey,
      ...(clientId === undefined ? {} : { clientId }),
      ...(name === undefined ? {} : { name }),
      ...(apiUrl === undefined ? {} : { apiUrl }),
    });
    if (result.outcome === 'refused') throw new UsageError(result.message, { code: 'refused' });
    const { app, installations } = result;
    await pool.store.audit.record({ actor: 'cli', action: 'app.added', subject: app.id });
    print(io, options, {
      json: { ...viewOf(app), installations },
      text: `${app.name} is registered. Its installations, ${installations} now, become owners while the server runs, within a minute.`,
    });
  });
}

function readKeyFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new UsageError(`--private-key-file: ${path} cannot be read; check the path and its permissions`);
  }
}

async function list(io: CliIo, options: CommonOptions): Promise<void> {
  await withPool(io, options, async ({ store }) => {
    const apps = await store.apps.list();
    const rows = apps.map((app) => [app.id, app.name, app.clientId, app.apiUrl, day(iso(app.createdAtMs))]);
    const empty = 'There are no Apps; register one with "token-pool app add".';
    const text = table(['ID', 'NAME', 'CLIENT ID', 'API', 'SINCE'], rows, empty);
    print(io, options, { json: { apps: apps.map(viewOf) }, text });
  });
}

async function remove(io: CliIo, id: string, options: CommonOptions): Promise<void> {
  await withPool(io, options, async (pool) => {
    const apps = (await pool.store.apps.list()).filter(
      (known) => known.id === id || String(known.appId) === id,
    );
    const [app] = apps;
    if (!app || apps.length > 1) {
      throw new UsageError(
        `${app ? 'Apps of several GitHubs have' : 'no App has'} that id; "token-pool app list" shows them`,
        { code: 'not_found' },
      );
    }
    await confirm(io, options, `Forget ${app.name}, its installations and their tokens?`);
    await removeApp(commandOwnersDeps(pool, io), app);
    await pool.store.audit.record({ actor: 'cli', action: 'app.removed', subject: app.id });
    print(io, options, {
      json: { removed: app.id },
      text: `${app.name} and its installations are forgotten.`,
    });
  });
}

function viewOf(app: AppRecord) {
  return { id: app.id, app_id: app.appId, client_id: app.clientId, name: app.name, api_url: app.apiUrl };
}
