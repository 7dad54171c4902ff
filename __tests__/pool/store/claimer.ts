/** A replica in a process of its own: claims as many leases as it is told and prints their owners. */
import { openStore } from '../../../src/pool/store/open-store.js';
import { createVault } from '../../../src/pool/vault/vault.js';

const [url = '', key = '', claims = '0', need = '0'] = process.argv.slice(2);
const store = await openStore({ url, vault: createVault([key]), reserve: 0 });
process.stdout.write('ready\n');
await new Promise((resolve) => process.stdin.once('data', resolve));
const owners: string[] = [];
for (let turn = 0; turn < Number(claims); turn += 1) {
  const granted = await store.leases.claim({
    job: {
      repository: 'octo/repo',
      workflow: 'ci',
      job: 'build',
      run_id: `${process.pid}${turn}`,
      run_attempt: 1,
      event_name: 'push',
    },
    principalId: 'key_1',
    principalName: 'ci',
    isCounted: true,
    bucket: 'core',
    label: '',
    need: Number(need),
    deviation: 0,
    seconds: 600,
    minRemaining: Number(need),
    minTtlMs: 0,
    exclude: [],
    legacyFormats: false,
    leaseMs: 3_600_000,
    leaseIds: [`lease-${process.pid}-${turn}`],
  });
  owners.push(...granted.map((lease) => lease.ownerId));
}
process.stdout.write(`${JSON.stringify(owners)}\n`);
await store.close();
process.stdin.destroy();
