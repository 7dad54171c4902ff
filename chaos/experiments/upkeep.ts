import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { readLeaseState, waitUntilLeasing } from '../recovery.js';
import { createClient } from '../client.js';
import { PromiseBroken } from '../run-experiment.js';
import { duringShutdown } from '../excuses.js';
import { createPoolServer, MAIN } from '../server-process.js';
import type { Experiment } from '../types.js';
import { type Scene, underLoad } from '../under-load.js';

const run = promisify(execFile);

export const UPKEEP: readonly Experiment[] = [
  {
    name: 'the encryption key is rotated',
    fault: 'two replicas restarted one by one, every row re-encrypted, the old key removed',
    run: (resources) =>
      underLoad(resources, { setup: { database: 'postgres', servers: 2, owners: 60 }, disturb: rotateKey }),
  },
  {
    name: 'a backup is taken and restored',
    fault: 'a SQLite file is backed up under load, and a server starts on the copy',
    run: (resources) =>
      underLoad(resources, { setup: { database: 'sqlite', servers: 1, owners: 60 }, disturb: backUp }),
  },
  {
    name: 'replicas migrate together',
    fault: 'three replicas start at once on an empty database',
    run: (resources) =>
      underLoad(resources, {
        setup: { database: 'postgres', servers: 3, owners: 60, startsEmpty: true },
        disturb: async () => [],
      }),
  },
];

async function restartAll({ pool: { servers, env, encryptionKeys }, history }: Scene): Promise<void> {
  for (const server of servers) {
    const code = await duringShutdown(history, () => server.stop());
    if (code !== 0) throw new PromiseBroken(`a server exited with ${code} on SIGTERM`);
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
  return [`${Number.parseInt(stdout, 10)} rows re-encrypted`];
}

async function backUp({ pool, history, durationMs }: Scene): Promise<string[]> {
  await sleep(durationMs / 2);
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
      const { found } = await readLeaseState(restored, client, { history, leaseId });
      if (!found) throw new PromiseBroken(`the copy lacks the acknowledged lease ${leaseId}`);
    }
    await waitUntilLeasing({ pool, history }, [server]);
  } finally {
    client.close();
    await server.stop();
  }
  return [`${known.length} leases in the copy`];
}
