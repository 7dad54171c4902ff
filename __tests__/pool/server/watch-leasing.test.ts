import { describe, expect, it } from '@jest/globals';
import { PoolError } from '../../../src/pool/faults/pool-error.js';
import { watchLeasing } from '../../../src/pool/server/watch-leasing.js';
import { A_JOB, aLeasing, anApp } from '../an-app.js';
import { A_PRINCIPAL } from '../store/a-claim.js';

const DISK_FULL = Object.assign(new Error('could not extend file'), { code: '53100' });

describe('a database that answers pings and refuses leases', () => {
  it('makes the server not ready until a lease is served', async () => {
    let fault: Error | undefined = DISK_FULL;
    const { lease } = aLeasing();
    const leasing = aLeasing({ lease: (...asked) => (fault ? Promise.reject(fault) : lease(...asked)) });
    const { app, asLeaser } = anApp({ leasing });
    const ask = async () => {
      const request = {
        method: 'POST',
        url: '/api/v1/leases',
        headers: asLeaser,
        payload: { job: A_JOB },
      } as const;
      return (await app.inject(request)).statusCode;
    };
    const readiness = async () => (await app.inject({ url: '/readyz' })).statusCode;

    expect([await readiness(), await ask(), await readiness()]).toEqual([200, 503, 503]);
    fault = undefined;
    expect([await ask(), await readiness()]).toEqual([201, 200]);
  });

  it('is tried again after three seconds, so that a load balancer notices the recovery', async () => {
    const clock = { ms: 1000 };
    const failing = aLeasing({ lease: () => Promise.reject(DISK_FULL) });
    const { leasing, isFailing } = watchLeasing(failing, () => clock.ms);
    await leasing.lease(A_PRINCIPAL, { job: A_JOB }).catch(() => undefined);
    clock.ms += 2999;
    expect(isFailing()).toBe(true);
    clock.ms += 1;
    expect(isFailing()).toBe(false);
  });

  it('is not confused with an exhausted pool or quota', async () => {
    const refusal = new PoolError('rate_limited', 'spent');
    const answers = [Promise.resolve({ granted: [] as [], retryAfterSeconds: 9 }), Promise.reject(refusal)];
    const spent = aLeasing({ lease: () => answers.shift() ?? Promise.reject(refusal) });
    const { leasing, isFailing } = watchLeasing(spent, () => 0);
    for (const _ of [1, 2]) await leasing.lease(A_PRINCIPAL, { job: A_JOB }).catch(() => undefined);
    expect(isFailing()).toBe(false);
  });
});
