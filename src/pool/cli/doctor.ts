import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { type Config, ConfigError, type Env } from '../config/config.js';
import { mintProblems } from '../owners/installations.js';
import { openPoolCore, type PoolCore } from '../pool-core.js';
import { UsageError } from '../faults/usage-error.js';
import { type DatabaseFound, type DoctorDeps, examine, type Finding } from './diagnosis.js';
import { ReportedError } from './reported-error.js';
import { type CliIo, type CommonOptions, print } from './io.js';
import { withCommonOptions } from './options.js';
import { table } from './table.js';
import { configOf } from './with-pool.js';

const MARKS: { readonly [state in Finding['state']]: string } = { ok: 'ok', warning: 'WARN', fault: 'FAULT' };

/** If one of these is wrong, the wrong database would be opened. */
const DATABASE_VARIABLES = ['DATABASE_URL', 'TOKEN_ENCRYPTION_KEY', 'TOKEN_ENCRYPTION_KEY_FILE'];

/** `token-pool doctor`: shows every finding, whatever is wrong, and changes nothing. */
export function addDoctorCommand(program: Command, io: CliIo): void {
  withCommonOptions(program.command('doctor'))
    .description('check configuration, clock, database, GitHub and proxies, and say what to do')
    .action((options: CommonOptions) => doctor(io, options));
}

async function doctor(io: CliIo, options: CommonOptions): Promise<void> {
  const { config, configFaults } = readable(io.env, options);
  const isDatabaseKnown = !configFaults.some(({ name }) => DATABASE_VARIABLES.includes(name));
  const { found, close } = isDatabaseKnown ? await openDatabase(config) : UNKNOWN;
  try {
    const findings = await examine({ ...depsOf(io, config), configFaults, database: found });
    show(io, options, findings);
  } finally {
    await close();
  }
}

function depsOf(io: CliIo, config: Config): Omit<DoctorDeps, 'configFaults' | 'database'> {
  return {
    apiUrl: config.github.apiUrl,
    fetch: io.fetch,
    nowMs: io.now,
    env: io.env,
    publicUrl: config.publicUrl,
    hasOauth: config.github.oauth !== null,
    isOperatorNamed: config.operator.name !== null && config.operator.contact !== null,
  };
}

function show(io: CliIo, options: CommonOptions, findings: readonly Finding[]): void {
  const rows = findings.map(({ state, check, detail, advice }) => [MARKS[state], check, detail, advice]);
  print(io, options, { json: { findings }, text: table(['', 'CHECK', 'FOUND', 'TO DO'], rows, '') });
  const faults = findings.filter((finding) => finding.state === 'fault').length;
  if (faults > 0)
    throw new ReportedError(
      faults === 1 ? 'one finding needs attention' : `${faults} findings need attention`,
    );
}

/** The configuration without its wrong variables, so that one of them does not hide all other findings. */
function readable(
  env: Env,
  options: CommonOptions,
): { config: Config; configFaults: DoctorDeps['configFaults'] } {
  try {
    return { config: configOf(env, options), configFaults: [] };
  } catch (fault) {
    if (!(fault instanceof ConfigError)) throw fault;
    const configFaults = fault.faults.map((line) => {
      const [, name = line, advice = ''] = /^([A-Z_]+): (.*)$/s.exec(line) ?? [];
      return { name, advice };
    });
    const wrong = new Set(configFaults.flatMap(({ name }) => [name, ...siblingsOf(name)]));
    const rest = Object.fromEntries(Object.entries(env).filter(([name]) => !wrong.has(name)));
    return { config: configOf(rest, {}), configFaults };
  }
}

/** Variables that belong together are left out together: one alone would be another error. */
function siblingsOf(name: string): readonly string[] {
  if (name.startsWith('GITHUB_CLIENT_')) return ['GITHUB_CLIENT_ID', 'GITHUB_CLIENT_SECRET'];
  return DATABASE_VARIABLES.includes(name) ? DATABASE_VARIABLES : [];
}

type Opened = { found: DatabaseFound; close: () => Promise<void> };

const nothingToClose = async (): Promise<void> => undefined;
const UNKNOWN: Opened = { found: { state: 'unknown' }, close: nothingToClose };

async function openDatabase({ database, encryptionKeys }: Config): Promise<Opened> {
  // The check must not create a database, and with it a new key.
  if (database.kind === 'sqlite' && !existsSync(database.path))
    return { found: { state: 'absent', path: database.path }, close: nothingToClose };
  try {
    const core = await openPoolCore({ database, encryptionKeys });
    return { found: openOf(core), close: core.close };
  } catch (fault) {
    if (!(fault instanceof UsageError)) throw fault;
    return { found: { state: 'closed', message: fault.message }, close: nothingToClose };
  }
}

function openOf({ store }: PoolCore): DatabaseFound {
  return {
    state: 'open',
    nowMs: store.nowMs,
    pendingRevocations: async () => (await store.revocations.list()).length,
    mintProblems: async () =>
      [...(await mintProblems(store))].map(([owner, { reason }]) => ({ owner, reason })),
    counts: async () => {
      const [tokens, buckets] = await Promise.all([store.stats.tokens(), store.stats.buckets()]);
      return { tokens, usableOwners: Math.max(0, ...buckets.map((row) => row.owners)) };
    },
  };
}
