/** A replica in its own process: claims the given number of leases and prints their owners. */
import { createClaimTogether } from '../../../src/pool/leasing/claim.js';
import { createLeaseIds } from '../../../src/pool/leasing/lease-ids.js';
import { createQueue } from '../../../src/pool/leasing/queue.js';
import { openStore } from '../../../src/pool/store/open-store.js';
import { createVault } from '../../../src/pool/vault/vault.js';
import { aClaim } from './a-claim.js';

const [url = '', key = '', claims = '0', need = '0'] = process.argv.slice(2);
const vault = createVault([key]);
const store = await openStore({ url, vault, reserve: 0 });
const claimTogether = createClaimTogether({ store, vault, newLeaseId: createLeaseIds() });
const claim = createQueue(store, claimTogether);
process.stdout.write('ready\n');
await new Promise((resolve) => process.stdin.once('data', resolve));
const owners: string[] = [];
for (let turn = 0; turn < Number(claims); turn += 1) {
  const request = aClaim({ run: `${process.pid}${turn}`, need: Number(need), minRemaining: Number(need) });
  const { granted } = await claim(request);
  owners.push(...granted.map((lease) => lease.ownerId));
}
process.stdout.write(`${JSON.stringify(owners)}\n`);
await store.close();
process.stdin.destroy();
