import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ConfigError, type Env, loadConfig } from '../../../src/pool/config/config.js';
import { aFolder } from '../a-process.js';

function faultsOf(env: Env): readonly string[] {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
}

describe('the configuration', () => {
  it('works when nothing is set, and then listens on loopback only', () => {
    expect(loadConfig({})).toMatchObject({
      host: '127.0.0.1',
      port: 8787,
      database: { kind: 'sqlite', path: './data/token-pool.sqlite' },
      encryptionKeys: null,
      github: { apiUrl: 'https://api.github.com', serverUrl: 'https://github.com', oauth: null },
      reservePercent: 20,
      trustProxy: [],
      metricsToken: null,
    });
  });

  it('treats an empty variable as unset, as in compose files', () => {
    expect(loadConfig({ PORT: '', GITHUB_CLIENT_ID: '', OIDC_ISSUER: '' }).port).toBe(8787);
  });

  it('reports every fault at once, by name', () => {
    const faults = faultsOf({
      PORT: '99999',
      TOKEN_ENCRYPTION_KEY: 'short',
      GITHUB_CLIENT_ID: 'id',
      LOG_LEVEL: 'loud',
      PUBLIC_URL: 'http://pool.example.com',
      TRUST_PROXY: 'true',
      METRICS_TOKEN: 'short',
      RESERVE_PERCENT: '100',
    });
    const named = faults.map((fault) => fault.split(':', 1)[0]).sort();
    expect(named).toEqual([
      'GITHUB_CLIENT_SECRET',
      'LOG_LEVEL',
      'METRICS_TOKEN',
      'PORT',
      'PUBLIC_URL',
      'RESERVE_PERCENT',
      'TOKEN_ENCRYPTION_KEY',
      'TRUST_PROXY',
    ]);
  });

  it('repeats no value, because it may be a misplaced secret', () => {
    const secret = 'hunter2-hunter2-hunter2';
    const names = [
      'PORT',
      'HOST',
      'TOKEN_ENCRYPTION_KEY',
      'LOG_LEVEL',
      'PUBLIC_URL',
      'TRUST_PROXY',
      'OIDC_ISSUER',
    ];
    const faults = faultsOf(Object.fromEntries(names.map((name) => [name, ` ${secret} `])));
    expect(faults).toHaveLength(names.length);
    expect(faults.join()).not.toContain(secret);
  });

  it('needs an encryption key with PostgreSQL, which has no key file', () => {
    const faults = faultsOf({ DATABASE_URL: 'postgres://pool@db/pool' });
    expect(faults).toEqual([expect.stringContaining('openssl rand -hex 32')]);
    const key = 'ab'.repeat(32);
    expect(
      loadConfig({ DATABASE_URL: 'postgres://pool@db/pool', TOKEN_ENCRYPTION_KEY: key }).encryptionKeys,
    ).toEqual([key]);
  });

  it('accepts two keys during a rotation', () => {
    const keys = ['ab'.repeat(32), 'CD'.repeat(32)];
    expect(loadConfig({ TOKEN_ENCRYPTION_KEY: keys.join(', ') }).encryptionKeys).toEqual([
      keys[0],
      'cd'.repeat(32),
    ]);
  });

  it.each(['mysql://db/pool', 'http://db', './folder/'])('refuses %s as a database', (url) => {
    expect(faultsOf({ DATABASE_URL: url })).toHaveLength(1);
  });

  it('accepts a GHES: its API, its pages and its issuers', () => {
    const config = loadConfig({
      GITHUB_API_URL: 'https://ghes.example.com/api/v3/',
      GITHUB_SERVER_URL: 'https://ghes.example.com',
      OIDC_ISSUER: 'https://ghes.example.com/_services/token, https://token.actions.githubusercontent.com',
    });
    expect(config.github.apiUrl).toBe('https://ghes.example.com/api/v3');
    expect(config.oidc.issuers).toHaveLength(2);
  });

  it.each([
    ['GITHUB_API_URL', 'https://ghes.example.com/api/v3?'],
    ['PUBLIC_URL', 'https://pool.example.com#'],
    ['TRUST_PROXY', '10.0.0.0/0'],
    ['TRUST_PROXY', '::/0'],
  ])('refuses %s %j, which would break what is made of it', (name, value) => {
    expect(faultsOf({ [name]: value })).toHaveLength(1);
  });

  it.each([
    ['POOL_OPERATOR', 'two\nlines'],
    ['POOL_CONTACT', 'http://pool.test/plain'],
    ['POOL_CONTACT', 'javascript:alert(1)@pool.test'],
    ['POOL_CONTACT', 'call me'],
  ])('refuses the %s %j, which pages would show', (name, value) => {
    expect(() => loadConfig({ [name]: value })).toThrow(new RegExp(`${name}: write `));
  });

  it("accepts a page or an email address as the operator's contact", () => {
    for (const contact of ['https://pool.test/help', 'pool+help@example.com'])
      expect(loadConfig({ POOL_OPERATOR: 'Ada & Co.', POOL_CONTACT: contact }).operator).toEqual({
        name: 'Ada & Co.',
        contact,
      });
  });

  it('reads secrets from the named files, which must exist', () => {
    const folder = aFolder();
    const file = join(folder.path, 'key');
    writeFileSync(file, `${'ab'.repeat(32)}\n`);
    expect(loadConfig({ TOKEN_ENCRYPTION_KEY_FILE: file }).encryptionKeys).toEqual(['ab'.repeat(32)]);
    const given = { TOKEN_ENCRYPTION_KEY: 'cd'.repeat(32), TOKEN_ENCRYPTION_KEY_FILE: '/absent' };
    expect(loadConfig(given).encryptionKeys).toEqual(['cd'.repeat(32)]);
    writeFileSync(file, '\n');
    for (const path of [file, join(folder.path, 'absent')])
      expect(() => loadConfig({ TOKEN_ENCRYPTION_KEY_FILE: path })).toThrow(
        `TOKEN_ENCRYPTION_KEY_FILE: there is no secret to read in ${path}; put it there, or set TOKEN_ENCRYPTION_KEY`,
      );
    folder.remove();
  });
});
