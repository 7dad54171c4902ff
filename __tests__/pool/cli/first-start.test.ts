import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { runCommand } from '../a-command.js';
import { aFolder, served, tokenPool } from '../a-process.js';

const A_TOKEN = `gho_${'f'.repeat(36)}`;

/** The contents of a pool, by name. */
async function keysIn(cwd: string): Promise<string[]> {
  const { out } = await runCommand(['key', 'list', '--json'], { cwd });
  const { keys } = JSON.parse(out) as { keys: { name: string }[] };
  return keys.map(({ name }) => name).sort();
}

describe('a new database', () => {
  const commands = (cwd: string) =>
    Promise.all([
      tokenPool(['key', 'create', '--name', 'ci', '--init'], { cwd }),
      tokenPool(['token', 'add', '--init', '--owner-id', '5'], { cwd, stdin: A_TOKEN }),
    ]);

  const orders = {
    'before the first start': async (cwd: string) => {
      const made = await commands(cwd);
      return { server: await served({ cwd }), made };
    },
    'beside the first start': async (cwd: string) => {
      const [server, made] = await Promise.all([served({ cwd }), commands(cwd)]);
      return { server, made };
    },
    'after the first start': async (cwd: string) => {
      const server = await served({ cwd });
      return { server, made: await commands(cwd) };
    },
  };

  it.each(Object.entries(orders))('ends the same when commands begin it %s', async (_when, run) => {
    const folder = aFolder();
    const { server, made } = await run(folder.path);
    expect(made.map(({ code }) => code)).toEqual([0, 0]);
    expect([server.leaseKey, server.adminKey]).toEqual([
      expect.stringMatching(/^tpk_/),
      expect.stringMatching(/^tpk_/),
    ]);
    expect(await keysIn(folder.path)).toEqual(['ci', 'first', 'first-admin']);
    await server.stop();
    const again = await served({ cwd: folder.path });
    expect(again.leaseKey).toBe('');
    await again.stop();
    const files = readdirSync(join(folder.path, 'data')).filter((name) => name.includes('.key'));
    expect(files).toEqual(['token-pool.sqlite.key']);
    folder.remove();
  });
});
