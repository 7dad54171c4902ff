import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Leg } from '../../demo/matrix/legs.js';
import { poolFaults, reportLeg } from '../../demo/matrix/report.js';
import { type LegView, runLeg } from '../../demo/matrix/run-leg.js';
import type { Scene } from '../../demo/matrix/scene.js';
import { startGitHub } from '../../testkit/github/start-github.js';

const NOBODY_LISTENS = 'http://127.0.0.1:9';

describe('the demo, when something is wrong', () => {
  const undos: (() => Promise<unknown>)[] = [];
  let scene: Scene;
  beforeEach(async () => {
    const github = await startGitHub();
    undos.push(() => github.close());
    github.addRepository('octo-org/widgets');
    const lend = (login: string) => {
      const user = github.addUser({ login });
      return { user, token: github.addToken(user).token, label: '' };
    };
    const [one, two] = [lend('one'), lend('two')];
    const pool = {
      url: NOBODY_LISTENS,
      command: async () => '{"buckets":[]}',
      log: () => '',
      close: async () => {},
    };
    scene = { github, pool, key: 'ftk_0123456789abcdefghij', lenders: [one, two], revoked: one, spent: two };
  });
  afterEach(async () => {
    for (const undo of undos.splice(0).reverse()) await undo();
  });

  const faultsOf = async (leg: Leg): Promise<string[]> => {
    const view: LegView = { phase: 'waiting' };
    const deps = {
      progress: { say: () => {}, watch: () => ({ stop: () => {} }) },
      signal: new AbortController().signal,
      defer: (undo: () => Promise<unknown>) => void undos.push(undo),
    };
    return reportLeg(scene, await runLeg(scene, leg, view, deps)).faults;
  };

  it('names a leg that the pool did not serve', async () => {
    expect(await faultsOf({ name: 'linux', kind: 'pooled', calls: 2, label: '' })).toEqual([
      'linux: its source should be pool',
    ]);
  });

  it('names a leg whose accident did not happen', async () => {
    const faults = await faultsOf({ name: 'nightly', kind: 'revoked', calls: 2, label: 'nightly' });
    expect(faults).toContain('nightly: its accident did not happen');
  });

  it('names a leg whose step GitHub refused', async () => {
    scene.github.setFault({ match: { path: /^\/repos/ }, effect: { kind: 'status', status: 403 } });
    expect(await faultsOf({ name: 'fork', kind: 'fork', calls: 2, label: '' })).toContain(
      'fork: its step ended with failure',
    );
  });

  it('names leases that the pool still counts as open, and a secret in its log', async () => {
    const open = JSON.stringify({ buckets: [{ bucket: 'core', open_leases: 2 }] });
    const pool = { ...scene.pool, command: async () => open, log: () => `leased ${scene.key}` };

    expect(await poolFaults({ ...scene, pool })).toEqual([
      'the pool still has 2 open leases',
      "a secret appears in the pool's log",
    ]);
  });
});
