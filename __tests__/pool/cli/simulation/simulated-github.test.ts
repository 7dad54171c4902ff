import { describe, expect, it } from '@jest/globals';
import { createSimulatedGithub } from '../../../../src/pool/cli/simulation/simulated-github.js';

describe("the simulation's GitHub", () => {
  const aGithub = (clock: { ms: number }) => {
    const github = createSimulatedGithub({ nowMs: () => clock.ms, windowMs: 1000 });
    github.add('token', 10);
    return github;
  };

  it('opens a window at the first call, not when the budget is read', () => {
    const clock = { ms: 5000 };
    const github = aGithub(clock);
    expect(github.readBudget('token')).toEqual({ limit: 10, remaining: 10, resetAtMs: null });
    expect(github.call('token', 4)).toEqual({ limit: 10, remaining: 6, resetAtMs: 6000, limited: 0 });
  });

  it('refuses what is beyond the budget until the window has ended', () => {
    const clock = { ms: 0 };
    const github = aGithub(clock);
    expect(github.call('token', 12)).toMatchObject({ remaining: 0, limited: 2 });
    clock.ms = 999;
    expect(github.call('token', 1)).toMatchObject({ limited: 1 });
    clock.ms = 1000;
    expect(github.call('token', 1)).toMatchObject({ remaining: 9, limited: 0, resetAtMs: 2000 });
  });
});
