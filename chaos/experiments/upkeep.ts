import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { look, untilLeasing } from '../aftermath.js';
import { createClient } from '../ask.js';
import { Broken } from '../bench.js';
import { whileClosing } from '../excuses.js';
import { createPoolServer, MAIN } from '../server-process.js';
import type { Experiment } from '../types.js';
import { type Scene, underLoad } from '../under-load.js';

const run = promisify(execFile);

export const UPKEEP: readonly Experiment[] = [
  {
    name: 'the encryption key is rotated',
    fault: 'two replicas restarted one by one, every row sealed anew, the old key taken away',
    run: (bench) =>
      underLoad(bench, { setup: { database: 'postgres', servers: 2, owners: 60 }, disturb: rotateKey }),
  },
  {
    name: 'a backup is taken and restored',
    fault: '.backup of a SQLite file under load, and a server on the copy',
    run: (bench) =>
      underLoad(bench, { setup: { database: 'sqlite', servers: 1, owners: 60 }, disturb: backUp }),
  },
  {
    name: 'replicas migrate together',
    fault: 'three start at once on an empty database',
    run: (bench) =>
      underLoad(bench, {
        setup: { database: 'postgres', servers: 3, owners: 60, startsEmpty: true },
        disturb: async () => [],
      }),
  },
];

async function restartAll({ pool: { servers, env, encryptionKeys }, history }: Scene): Promise<void> {
  for (const server of servers) {
    const code = await whileClosing(history, () => server.stop());
    if (code !== 0) throw new Broken(`a server ended with ${code} at SIGTERM`);
    await server.start({ env: { ...env, TOKEN_ENCRYPTION_KEY: encryptionKeys.join(',') } });
  }
}

async function rotateKey(scene: Scene): Promise<string[]> {
  const { pool } = scene;
  await sleep(1000);
  pool.encryptionKeys.unshift(randomBytes(32).toString('hex'));
  await restartAll(scene);
  const keys = pool.encryptionKeys.join(',');
  const env = { ...pool.env, PATH: process.env.PATH, TOKEN_ENCRYPTION_KEY: keys };
  const { stdout } = await run(process.execPath, [MAIN, 'rotate-encryption-key'], { cwd: pool.folder, env });
  pool.encryptionKeys.pop();
  await restartAll(scene);
  return [`${Number.parseInt(stdout, 10)} rows sealed anew`];
}

async function backUp({ pool, history, forMs }: Scene): Promise<string[]> {
  await sleep(forMs / 2);
  const copy = join(pool.folder, 'copy.sqlite');
  const known = history.leases.map(({ leaseId }) => leaseId);
  const source = new DatabaseSync(pool.databaseUrl, { readOnly: true, timeout: 5000 });
  await backup(source, copy).finally(() => source.close());
  const env = { ...pool.env, DATABASE_URL: copy };
  const server = await createPoolServer({ cwd: pool.folder, env });
  const client = createClient({ connections: 4, deadlineMs: 10_000 });
  try {
    await server.start();
    const restored = { ...pool, servers: [server] };
    for (const leaseId of known) {
      const { found } = await look(restored, client, { history, leaseId });
      if (!found) throw new Broken(`the copy does not know the lease ${leaseId}, acknowledged before`);
    }
    await untilLeasing({ pool, history }, [server]);
  } finally {
    client.close();
    await server.stop();
  }
  return [`${known.length} leases in the copy`];
}
