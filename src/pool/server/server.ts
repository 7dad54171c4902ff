import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { createAuthenticate } from '../auth/authenticate.js';
import { createFailureLimiter, type FailureLimiter } from '../auth/failures.js';
import { createOidc } from '../auth/oidc.js';
import type { Config } from '../config/config.js';
import type { Fetch } from '../github/types.js';
import type { Logger } from '../log.js';
import { addToken } from '../owners/add-token.js';
import { checkTokens } from '../owners/check.js';
import { ownersDepsOf } from '../owners/deps.js';
import { mintProblems } from '../owners/installations.js';
import { createOwnerControls } from '../owners/owner-controls.js';
import type { OwnersDeps } from '../owners/types.js';
import { startUpkeep } from '../owners/upkeep.js';
import type { PoolCore } from '../pool-core.js';
import type { WebDeps } from '../web/deps.js';
import { createFaultPage } from '../web/fault-page.js';
import { webPages } from '../web/routes.js';
import { createApp } from './app.js';
import { startBackground } from './background.js';
import { createMetrics } from './metrics.js';

export type ServerDeps = {
  config: Config;
  core: PoolCore;
  logger: Logger;
  io: { fetch: Fetch; now: () => number };
};

export type Server = {
  url: string;
  /** Stops listening, finishes what was accepted and ends the background work. */
  stop: () => Promise<void>;
};

/** Wires the real parts together, listens, and starts the work in the background. */
export async function startServer(deps: ServerDeps): Promise<Server> {
  const { config, core, logger, io } = deps;
  const { store, leasing } = core;
  const owners = ownersDepsOf({ store, config, io, log: logger });
  // Where people are sent back to after signing in; without PUBLIC_URL that is known only once it listens.
  let listeningAt = '';
  const publicUrl = () => config.publicUrl ?? listeningAt;
  const failures = createFailureLimiter(io.now);
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const people = peopleOf({ ...deps, owners, publicUrl });
  const app = createApp({
    leasing,
    store,
    authenticate: authenticateOf(deps, failures),
    failures,
    checkTokens: async (tokens, actor) => {
      await store.audit.record({ actor, action: 'tokens.tested', subject: String(tokens.length) });
      return checkTokens(owners, tokens);
    },
    removeToken: async (tokenId, actor) =>
      (await createOwnerControls(owners, actor).removeToken(tokenId)) !== undefined,
    config,
    logger,
    now: io.now,
    metrics: createMetrics(registry),
    plugins: [webPages(people)],
    faultPage: createFaultPage(people),
  });
  listeningAt = await app.listen({ host: config.host, port: config.port });
  const holder = randomUUID();
  const background = startBackground({
    store,
    leasing,
    startUpkeep: () => startUpkeep({ ...owners, sleep: pause, random: Math.random, holder }),
    retention: config.retention,
    holder,
    sleep: pause,
    logger,
  });
  return {
    url: listeningAt,
    stop: async () => {
      await app.close();
      await background.stop();
    },
  };
}

function authenticateOf({ config, core, io }: ServerDeps, failures: FailureLimiter) {
  const { keys, policies } = core.store;
  const identifyByToken = createOidc({ policies, config: config.oidc, fetch: io.fetch, now: io.now });
  return createAuthenticate({ keys, identifyByToken, failures, now: io.now });
}

type PeopleParts = ServerDeps & { owners: OwnersDeps; publicUrl: () => string };

function peopleOf({ config, core, io, owners, publicUrl }: PeopleParts): WebDeps {
  const { store, vault } = core;
  const { oauth, serverUrl, apiUrl } = config.github;
  const signIn: WebDeps['signIn'] = oauth && {
    client: oauth,
    githubServerUrl: serverUrl,
    publicUrl,
    sealer: vault,
    nowMs: io.now,
    randomBytes: (size) => randomBytes(size),
    exchangeOAuthCode: owners.upstream(apiUrl).exchangeOAuthCode,
  };
  return {
    contributors: { store, addToken: (offer) => addToken(owners, offer) },
    controls: createOwnerControls(owners, 'contributor'),
    views: {
      store,
      reservePercent: config.reservePercent,
      canJoin: signIn !== null,
      operator: config.operator,
      mintProblems: () => mintProblems(store),
      githubServerUrl: serverUrl,
    },
    signIn,
    secureCookies: config.publicUrl?.startsWith('https:') ?? false,
    nowMs: io.now,
  };
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
