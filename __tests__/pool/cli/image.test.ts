import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { aFolder, served, tokenPool } from '../a-process.js';

const folder = aFolder();
const cwd = folder.path;
afterAll(folder.remove);

const DOCKERFILE = readFileSync('deploy/Dockerfile', 'utf8');

/** The environment of the image, with its database in a folder of the test and on a port that is free. */
function environmentOfImage(): { [name: string]: string } {
  const [, pairs = ''] = /^ENV ((?:.*\\\n)*.*)$/m.exec(DOCKERFILE) ?? [];
  const all = [...pairs.matchAll(/([A-Z_]+)=(\S+)/g)].map(([, name, value]) => [name, value]);
  return { ...Object.fromEntries(all), HOST: '127.0.0.1', PORT: '0', DATABASE_URL: join(cwd, 'pool.sqlite') };
}

/** A folder with what the last stage copies: the compiled sources and the packages that `npm prune` leaves. */
function theImage(): string {
  const app = join(cwd, 'app');
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: { [path: string]: { dev?: boolean; devOptional?: boolean } };
  };
  for (const [path, { dev, devOptional }] of Object.entries(packages)) {
    const isKept = path !== '' && !dev && !devOptional && existsSync(path);
    const filter = (source: string) => !source.slice(path.length).includes('node_modules');
    if (isKept) cpSync(path, join(app, path), { recursive: true, filter });
  }
  cpSync('build/src', join(app, 'build/src'), { recursive: true });
  cpSync('package.json', join(app, 'package.json'));
  return app;
}

describe('the container image', () => {
  it('contains all that the server and its health check need', async () => {
    const database = join(cwd, 'volume.sqlite');
    const env = { ...environmentOfImage(), DATABASE_URL: database, TOKEN_ENCRYPTION_KEY: 'ab'.repeat(32) };
    const pool = await served({ cwd, env, main: join(theImage(), 'build/src/pool/main.js') });
    const [, command = '[]'] = /^HEALTHCHECK[\s\S]*?CMD (\[.*\])$/m.exec(DOCKERFILE) ?? [];
    const [program, ...args] = JSON.parse(command) as string[];
    const healthOn = (port: string) => spawnSync(process.execPath, args, { env: { PORT: port } }).status;
    expect([program, healthOn(new URL(pool.url).port), healthOn('1')]).toEqual(['node', 0, 1]);
    await pool.stop();
  });

  it('does not start without the key it expects, and creates nothing', async () => {
    const { code, err } = await tokenPool(['serve'], { cwd, env: environmentOfImage() });
    expect([code, err]).toEqual([2, expect.stringContaining('/run/secrets/token_encryption_key')]);
    expect(err).toContain('set TOKEN_ENCRYPTION_KEY instead');
    expect(() => readFileSync(join(cwd, 'pool.sqlite'))).toThrow();
  });

  it('starts with the key in a variable', async () => {
    const env = { ...environmentOfImage(), TOKEN_ENCRYPTION_KEY: 'ab'.repeat(32) };
    const pool = await served({ cwd, env });
    expect((await fetch(`${pool.url}/healthz`)).status).toBe(200);
    await pool.stop();
  });

  it('has token-pool on its path, as a link to the program', async () => {
    const [, target = '', link = ''] = /ln -s (\S+) (\S+)/.exec(DOCKERFILE) ?? [];
    expect([target, link]).toEqual(['/app/build/src/pool/main.js', '/usr/local/bin/token-pool']);
    expect(DOCKERFILE).toMatch(/^ENTRYPOINT \["token-pool"\]$/m);
    // Node resolves imports next to the target of the link.
    symlinkSync(join(process.cwd(), 'build/src/pool/main.js'), join(cwd, 'token-pool'));
    const { code, out } = await tokenPool(['--version'], { cwd, main: join(cwd, 'token-pool') });
    expect([code, out]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/)]);
  });
});
