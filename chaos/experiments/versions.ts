import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PromiseBroken } from '../run-experiment.js';
import { duringShutdown } from '../excuses.js';
import type { Experiment } from '../types.js';
import { type Scene, underLoad } from '../under-load.js';
import { failedStart } from '../failed-start.js';
import { buildPreviousVersion, CURRENT, type Version } from '../versions.js';

export const VERSIONS: readonly Experiment[] = [
  {
    name: 'two versions side by side',
    fault:
      'replicas of the version before the newest migration keep leasing while they are replaced one by one',
    run: async (resources) => {
      const previous = await buildPreviousVersion(mkdtempSync(join(resources.folder, 'previous-')));
      return underLoad(resources, {
        setup: { database: 'postgres', servers: 2, owners: 60, version: previous },
        disturb: (scene) => upgrade(scene, previous),
      });
    },
  },
];

/** As docs/operating.md describes: the first new replica migrates, then the others are replaced. */
async function upgrade({ pool, history, durationMs }: Scene, previous: Version): Promise<string[]> {
  const replaced = [...pool.servers];
  await sleep(durationMs / 3);
  await pool.addServer({ main: CURRENT.main });
  pool.version = CURRENT;
  const grantedMs = Date.now();
  await sleep(durationMs / 3);
  const leases = history.leases.filter(({ requestedAtMs }) => requestedAtMs > grantedMs).length;
  if ((await failedStart(pool, { main: previous.main })) === undefined)
    throw new PromiseBroken('the previous version started on the newer tables');
  for (const server of replaced) {
    const code = await duringShutdown(history, () => server.stop());
    if (code !== 0) throw new PromiseBroken(`a server exited with ${code} on SIGTERM`);
    await server.start({ main: CURRENT.main });
  }
  return [`${leases} leases by both versions`, 'the previous version does not start on the newer tables'];
}
