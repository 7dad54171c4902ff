import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CliIo } from '../../../src/pool/cli/io.js';
import { runCli } from '../../../src/pool/cli/run.js';
import { createLeasing } from '../../../src/pool/leasing/leasing.js';
import { openStore } from '../../../src/pool/store/open-store.js';
import { createVault } from '../../../src/pool/vault/vault.js';
import { aFolder } from '../a-process.js';
import { A_JOB } from '../an-app.js';

const folder = aFolder();
const database = join(folder.path, 'pool.sqlite');
const OLD = 'ab'.repeat(32);
const NEW = 'cd'.repeat(32);
const A_TOKEN = `gho_${'m'.repeat(36)}`;
afterAll(folder.remove);

type Answers = (url: string) => Response;
const offline: Answers = () => {
  throw new TypeError('fetch failed');
};

async function run(
  args: readonly string[],
  options: { keys?: string; stdin?: string; answers?: Answers; env?: CliIo['env'] } = {},
) {
  const seen = { code: 0, out: '', err: '' };
  const io: CliIo = {
    env: { DATABASE_URL: database, TOKEN_ENCRYPTION_KEY: options.keys ?? OLD, ...options.env },
    stdin: Readable.from([options.stdin ?? '']),
    out: (text) => {
      seen.out += text;
    },
    err: (text) => {
      seen.err += text;
    },
    openLog: () => ({ write: () => undefined, flushSync: () => undefined }),
    isTerminal: false,
    now: Date.now,
    fetch: async (url) => (options.answers ?? offline)(url),
    ending: AbortSignal.abort(),
  };
  seen.code = await runCli(args, io);
  return seen;
}

beforeAll(async () => {
  await run(['token', 'add', '--init', '--owner-id', '5', '--owner-login', 'octo'], { stdin: A_TOKEN });
});

describe('token-pool rotate-encryption-key', () => {
  it('says what to do first when there is only one key', async () => {
    const { code, err } = await run(['rotate-encryption-key']);
    expect([code, err]).toEqual([2, expect.stringContaining('NEW,OLD')]);
  });

  it('lets only the new key decrypt', async () => {
    const rotated = await run(['rotate-encryption-key', '--json'], { keys: `${NEW},${OLD}` });
    expect(JSON.parse(rotated.out).sealed).toBeGreaterThan(0);
    const store = await openStore({ url: database, vault: createVault([NEW]) });
    expect((await store.tokens.open(1))?.token).toBe(A_TOKEN);
    await store.close();
    expect((await run(['status'])).err).toContain('does not fit this database');
    await run(['rotate-encryption-key'], { keys: `${OLD},${NEW}` });
  });
});

describe('token-pool lease export', () => {
  it('prints a line of JSON for every lease, without a token', async () => {
    const vault = createVault([OLD]);
    const store = await openStore({ url: database, vault });
    const ci = {
      id: 'key:1',
      kind: 'key',
      name: 'ci',
      role: 'lease',
      labels: [],
      quotaPerHour: null,
    } as const;
    await createLeasing({ store, vault }).lease(ci, { job: A_JOB });
    await store.close();
    const { out } = await run(['lease', 'export']);
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([{ principal: 'ci', job: A_JOB, bucket: 'core', state: 'open' }]);
    expect(out).not.toContain(A_TOKEN);
  });
});

describe('token-pool import', () => {
  it('imports a CSV file, says what was skipped, and shows no token', async () => {
    const file = join(folder.path, 'tokens.csv');
    const good = `gho_${'g'.repeat(36)}`;
    writeFileSync(file, `token,owner_id,owner_login\n${good},77,bob\nnonsense,78,eve\n`);
    const { code, out, err } = await run(['import', file]);
    expect([code, out]).toEqual([0, expect.stringContaining('1 added')]);
    expect(err).toContain('row');
    expect(out + err).not.toMatch(/gho_|nonsense/);
  });

  it('says that a file cannot be read', async () => {
    const { code, err } = await run(['import', join(folder.path, 'absent.csv')]);
    expect([code, err]).toEqual([2, expect.stringContaining('cannot be read')]);
  });
});

describe('token-pool app', () => {
  it('refuses a malformed key before any request', async () => {
    const file = join(folder.path, 'app.pem');
    writeFileSync(file, 'not a key');
    const { code, err } = await run(['app', 'add', '--app-id', '7', '--private-key-file', file]);
    expect([code, err]).toEqual([2, expect.stringContaining('not an RSA key')]);
    expect((await run(['app', 'list', '--json'])).out).toBe('{\n  "apps": []\n}\n');
  });
});

describe('token-pool owner list', () => {
  it('shows why GitHub mints no token for an installation', async () => {
    const store = await openStore({ url: database, vault: createVault([OLD]) });
    const { apiUrl } = await store.owners.upsert({
      kind: 'installation',
      accountId: 77,
      login: 'acme',
      apiUrl: 'https://api.github.com',
    });
    const owner = (await store.owners.list()).find(({ login }) => login === 'acme');
    const app = await store.apps.put({ appId: 9, name: 'lender', apiUrl, privateKey: 'unused' });
    const problem = { reason: 'GitHub refuses (forbidden: suspended)', sinceMs: 1 };
    const installation = { installationId: 77, ownerId: owner?.id, suspended: false, missingSinceMs: null };
    const known = { checkedAtMs: 1, installations: [{ ...installation, problem }] };
    await store.settings.set(`installations ${app.id}`, JSON.stringify(known));
    await store.close();
    const { owners } = JSON.parse((await run(['owner', 'list', '--json'])).out);
    expect(owners).toContainEqual(expect.objectContaining({ login: 'acme', problem: problem.reason }));
    const { out } = await run(['owner', 'list']);
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(out.replace(/\s+/g, ' ')).toContain('acme');
    expect((await run(['app', 'remove', app.id, '--yes'])).code).toBe(0);
  });
});

describe('token-pool doctor', () => {
  it('succeeds for a healthy pool', async () => {
    const answers = () => Response.json({}, { headers: { date: new Date().toUTCString() } });
    const { code, out } = await run(['doctor', '--json'], { answers });
    expect(code).toBe(0);
    expect(JSON.parse(out).findings.map((finding: { state: string }) => finding.state)).not.toContain(
      'fault',
    );
  });

  it('ends with a fault when GitHub cannot be reached, and says what to do', async () => {
    const { code, out } = await run(['doctor']);
    expect(code).not.toBe(0);
    expect(out).toMatch(/FAULT +GitHub .*check GITHUB_API_URL/);
  });
});

describe('token-pool doctor with faults', () => {
  const findings = async (env: CliIo['env']) => {
    const { code, out } = await run(['doctor', '--json'], { env });
    const found: { check: string; state: string; detail: string; advice?: string }[] =
      JSON.parse(out).findings;
    return { code, found, states: Object.fromEntries(found.map(({ check, state }) => [check, state])) };
  };

  it('reports everything else even if the database cannot be opened', async () => {
    const { code, states, found } = await findings({ DATABASE_URL: 'postgres://u:hush@127.0.0.1:1/none' });
    expect(code).toBe(1);
    expect(states).toMatchObject({ database: 'fault', GitHub: 'fault', proxy: 'ok', page: 'ok' });
    expect(JSON.stringify(found)).not.toContain('hush');
  });

  it('reports a key that does not fit like any other fault', async () => {
    const { found } = await findings({ TOKEN_ENCRYPTION_KEY: NEW });
    expect(found).toContainEqual(expect.objectContaining({ check: 'database', state: 'fault' }));
    expect(JSON.stringify(found)).not.toContain(NEW);
  });

  it('names every wrong variable and still checks the others', async () => {
    const { found, states } = await findings({ PORT: 'many', GITHUB_CLIENT_ID: 'alone' });
    const wrong = found.filter(({ check }) => check === 'configuration').map(({ detail }) => detail);
    expect(wrong).toEqual(['PORT is wrong', 'GITHUB_CLIENT_SECRET is wrong']);
    expect(states).toMatchObject({ database: 'ok', tokens: 'ok' });
  });

  it('creates no database', async () => {
    const { states } = await findings({ DATABASE_URL: join(folder.path, 'absent.sqlite') });
    expect(states.database).toBe('warning');
    expect(readdirSync(folder.path).filter((name) => name.startsWith('absent.sqlite'))).toEqual([]);
  });
});

describe('token-pool audit', () => {
  it('shows who changed what, newest first', async () => {
    await run(['key', 'create', '--name', 'auditor']);
    const [newest] = JSON.parse((await run(['audit', '--json'])).out).events;
    expect(newest).toMatchObject({ actor: 'cli', action: 'key.created', detail: 'lease auditor' });
    expect((await run(['audit', '--last', '1'])).out).toMatch(/cli +key\.created/);
  });
});

describe('token-pool migrate-store', () => {
  it('needs a PostgreSQL database to move to, and leaves the file as it is', async () => {
    const before = readFileSync(database);
    const { code, err } = await run(['migrate-store', '--from', database]);
    expect([code, err]).toEqual([2, expect.stringContaining('postgres://')]);
    expect(readFileSync(database).equals(before)).toBe(true);
  });

  it('says why PostgreSQL cannot be opened, without its password', async () => {
    const { code, err } = await run(['migrate-store', '--from', database], {
      env: { DATABASE_URL: 'postgres://pool:hunter22@127.0.0.1:1/pool' },
    });
    expect(code).toBe(2);
    expect(err).toContain(
      'nothing was moved: the PostgreSQL database of DATABASE_URL cannot be opened (ECONNREFUSED): nothing listens there',
    );
    expect(err).not.toContain('hunter22');
  });
});
