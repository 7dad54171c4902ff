import { TEST_KEY } from '../store/builders.js';
import { upstreams } from '../../../src/pool/github/clients.js';
import { createProxyFetch } from '../../../src/pool/github/proxy-fetch.js';
import type { OAuthClient } from '../../../src/pool/github/types.js';
import type { UpkeepDeps } from '../../../src/pool/owners/types.js';
import { openStore } from '../../../src/pool/store/open-store.js';
import type { Token } from '../../../src/pool/store/records.js';
import type { Store } from '../../../src/pool/store/types.js';
import { createVault } from '../../../src/pool/vault/vault.js';
import { startGitHub } from '../../../testkit/github/start-github.js';
import type { GitHub, GitHubOptions } from '../../../testkit/github/types.js';

export { TEST_KEY } from '../store/builders.js';
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

export type Clock = { nowMs: () => number; advance: (ms: number) => void };

/** A clock that tests control. It starts now, because signatures are checked against it. */
function aClock(): Clock {
  let at = Date.now();
  return {
    nowMs: () => at,
    advance: (ms) => {
      at += ms;
    },
  };
}

export type Fixture = {
  clock: Clock;
  github: GitHub;
  store: Store;
  deps: UpkeepDeps;
  /** Every line that was logged, rendered. */
  logged: string[];
  /** Another replica on the same database. */
  replica: (holder: string) => UpkeepDeps;
  close: () => Promise<void>;
};

/** The store is SQLite in memory unless `url` names another. */
export type FixtureOptions = {
  github?: GitHubOptions;
  oauth?: (github: GitHub) => OAuthClient;
  url?: string;
};

/** The owners' side of a pool, with a stand-in for GitHub, both on one virtual clock. */
export async function aFixture(options: FixtureOptions = {}): Promise<Fixture> {
  const clock = aClock();
  const github = await startGitHub({ now: clock.nowMs, ...options.github });
  const store = await openStore({
    url: options.url ?? ':memory:',
    vault: createVault([TEST_KEY]),
    nowMs: clock.nowMs,
  });
  const logged: string[] = [];
  const write = (fields: unknown, text?: unknown) =>
    void logged.push(`${JSON.stringify(fields)} ${String(text)}`);
  const log = { info: write, warn: write, error: write } as unknown as UpkeepDeps['log'];
  const { apiUrl, serverUrl } = github;
  const deps: UpkeepDeps = {
    store,
    upstream: upstreams(
      { github: { apiUrl, serverUrl, oauth: null } },
      { fetch: createProxyFetch({}), now: clock.nowMs },
    ),
    apiUrl,
    oauth: options.oauth ? options.oauth(github) : null,
    log,
    sleep: async (ms) => clock.advance(ms),
    random: () => 0.5,
    holder: 'replica-1',
  };
  const close = async (): Promise<void> => {
    await store.close();
    await github.close();
  };
  return { clock, github, store, deps, logged, replica: (holder) => ({ ...deps, holder }), close };
}

/** Repeats the work while the clock advances by `stepMs`. */
export async function during(
  fixture: Fixture,
  span: { ms: number; stepMs?: number },
  work: () => Promise<unknown>,
): Promise<void> {
  const endMs = fixture.clock.nowMs() + span.ms;
  while (fixture.clock.nowMs() < endMs) {
    await work();
    fixture.clock.advance(span.stepMs ?? 30_000);
  }
}

export async function statusOf(fixture: Fixture, tokenId: number): Promise<Token['status'] | undefined> {
  return (await fixture.store.tokens.find(tokenId))?.status;
}
