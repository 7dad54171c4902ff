import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runCli } from '../../../src/pool/cli/run.js';
import { createProxyFetch } from '../../../src/pool/github/proxy-fetch.js';
import { createLeasing } from '../../../src/pool/leasing/leasing.js';
import { openStore } from '../../../src/pool/store/open-store.js';
import { createVault } from '../../../src/pool/vault/vault.js';
import { startGitHub } from '../../../testkit/github/start-github.js';
import type { GitHub } from '../../../testkit/github/types.js';
import { aFolder } from '../a-process.js';
import { anApp } from '../an-app.js';

const KEY = 'ab'.repeat(32);
const PAGE = readFileSync(resolve(import.meta.dirname, '../../../../docs/migrating.md'), 'utf8');
/** The table of mise-versions as its server makes it. */
const THEIR_TABLE = `create table tokens (id integer primary key autoincrement, user_id text, user_name text,
  user_email text, token text not null, expires_at text, created_at text, last_used text,
  usage_count integer default 0, is_active integer default 1, refresh_token text, refresh_token_expires_at text,
  scopes text, last_validated text, rate_limited_at text)`;

describe('an import from a mise-versions server', () => {
  const folder = aFolder();
  const database = join(folder.path, 'pool.sqlite');
  const file = join(folder.path, 'tokens.sqlite');
  let github: GitHub;

  beforeAll(async () => {
    github = await startGitHub();
    await (await openStore({ url: database, vault: createVault([KEY]) })).close();
    const vault = createVault([KEY]);
    await (await openStore({ url: database, vault })).close();
    const source = new DatabaseSync(file);
    source.exec(THEIR_TABLE);
    const insert = source.prepare(
      'insert into tokens (user_id, token, scopes, is_active) values (?, ?, ?, ?)',
    );
    for (const [login, scopes] of [
      ['ada', ['public_repo']],
      ['bob', []],
    ] as const) {
      const { token } = github.addToken(github.addUser({ login }), { kind: 'oauth', scopes });
      insert.run(login, token, JSON.stringify(scopes), 1);
    }
    insert.run('eve', `gho_${'e'.repeat(36)}`, '["public_repo"]', 1);
    insert.run('off', `gho_${'o'.repeat(36)}`, '["public_repo"]', 0);
    source.close();
  });
  afterAll(async () => {
    await github.close();
    folder.remove();
  });

  /** Runs a command that must be on the page literally. */
  const run = async (command: string) => {
    expect(PAGE).toContain(`token-pool ${command}`);
    const seen = { code: 0, out: '', err: '' };
    seen.code = await runCli(command.replace('tokens.sqlite', file).split(' '), {
      env: { DATABASE_URL: database, TOKEN_ENCRYPTION_KEY: KEY, GITHUB_API_URL: github.apiUrl },
      stdin: Readable.from([]),
      out: (text) => {
        seen.out += text;
      },
      err: (text) => {
        seen.err += text;
      },
      openLog: () => ({ write: () => undefined, flushSync: () => undefined }),
      isTerminal: false,
      now: Date.now,
      fetch: createProxyFetch({}),
      ending: AbortSignal.abort(),
    });
    return seen;
  };

  it('says for each row what happened and what to do, and skips tokens that can write', async () => {
    const { code, out, err } = await run('import tokens.sqlite');

    expect([code, out]).toEqual([0, '1 added, 0 updated, 2 refused, 0 expired, 1 inactive.\n']);
    expect(err).toMatch(/row 1 \(ada\): .*can write \(public_repo\).*--write-label/);
    expect(err).toMatch(/row 2 \(bob\): added/);
    expect(err).toMatch(/row 3 \(eve\): GitHub does not accept this token/);
    expect(err).toMatch(/row 4 \(off\): .*inactive.*token add/);
  });

  it('imports tokens that can write under a label, which a legacy key leases with GET /api/token', async () => {
    const imported = await run('import tokens.sqlite --write-label mise');
    expect(imported.err).toContain('row 1 (ada): added under the label mise');
    expect(imported.out).toBe('1 added, 1 updated, 1 refused, 0 expired, 1 inactive.\n');
    const made = await run('key create --name mise-versions --legacy-label mise');

    const vault = createVault([KEY]);
    const store = await openStore({ url: database, vault });
    const { app } = anApp({
      store,
      leasing: createLeasing({ store, vault }),
      auth: { keys: store.keys },
      now: Date.now,
    });
    const leased = async (secret: string) =>
      app.inject({ url: '/api/token', headers: { authorization: `Bearer ${secret}` } });
    const theirs = await leased(made.out.trim());
    const { secret } = await store.keys.create({ name: 'plain', role: 'lease' });
    const plain = await leased(secret);
    const tokens = await store.tokens.list();
    const labelOf = ({ token_id }: { token_id: number }) => tokens.find(({ id }) => id === token_id)?.label;

    expect([theirs.statusCode, plain.statusCode]).toEqual([200, 200]);
    expect([labelOf(theirs.json()), labelOf(plain.json())]).toEqual(['mise', '']);
    await store.close();
  });

  it('warns what write scopes mean in CI', () => {
    expect(PAGE).toMatch(/public_repo/);
    expect(PAGE).toMatch(/can push|write to/);
  });
});
