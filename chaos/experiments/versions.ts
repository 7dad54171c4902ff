import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Broken } from '../bench.js';
import { whileClosing } from '../excuses.js';
import type { Experiment } from '../types.js';
import { type Scene, underLoad } from '../under-load.js';
import { vainStart } from '../vain-start.js';
import { buildFormerVersion, CURRENT, type Version } from '../versions.js';

export const VERSIONS: readonly Experiment[] = [
  {
    name: 'two versions side by side',
    fault: 'replicas of the version before the newest migration lease on while they are replaced one by one',
    run: async (bench) => {
      const former = await buildFormerVersion(mkdtempSync(join(bench.folder, 'former-')));
      return underLoad(bench, {
        setup: { database: 'postgres', servers: 2, owners: 60, version: former },
        disturb: (scene) => upgrade(scene, former),
      });
    },
  },
];

/** As docs/operating.md says: the first new replica migrates, the others follow; none goes back. */
async function upgrade({ pool, history, forMs }: Scene, former: Version): Promise<string[]> {
  const replaced = [...pool.servers];
  await sleep(forMs / 3);
  await pool.addServer({ main: CURRENT.main });
  pool.version = CURRENT;
  const grantedMs = Date.now();
  await sleep(forMs / 3);
  const leases = history.leases.filter(({ askedAtMs }) => askedAtMs > grantedMs).length;
  if ((await vainStart(pool, { main: former.main })) === undefined)
    throw new Broken('the former version started on the newer tables');
  for (const server of replaced) {
    const code = await whileClosing(history, () => server.stop());
    if (code !== 0) throw new Broken(`a server ended with ${code} at SIGTERM`);
    await server.start({ main: CURRENT.main });
  }
  return [`${leases} leases by both`, 'the former version does not start on the newer tables'];
}
