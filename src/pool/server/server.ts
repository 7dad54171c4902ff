import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { createAuthenticate } from '../auth/authenticate.js';
import { createFailureLimiter, type FailureLimiter } from '../auth/failures.js';
import { createOidc } from '../auth/oidc.js';
import type { Config } from '../config/config.js';
import { upstreams } from '../github/clients.js';
import type { Fetch } from '../github/types.js';
import type { Logger } from '../log.js';
import { checkTokens } from '../owners/check.js';
import { startHealth } from '../owners/health.js';
import { mintProblems } from '../owners/installations.js';
import { addToken } from '../owners/intake.js';
import { createOwnerControls } from '../owners/membership.js';
import type { OwnersDeps } from '../owners/types.js';
import type { Parts } from '../parts.js';
import { createFaultPage } from '../web/fault-page.js';
import type { PeopleDeps } from '../web/send-page.js';
import { peopleSurface } from '../web/routes.js';
import { createApp } from './app.js';
import { startBackground } from './background.js';
import { createMetrics } from './metrics.js';

export type ServerDeps = {
  config: Config;
  parts: Parts;
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
  const { config, parts, logger, io } = deps;
  const { store, leasing } = parts;
  const owners = ownersDepsOf(deps);
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
    surfaces: [peopleSurface(people)],
    faultPage: createFaultPage(people),
  });
  listeningAt = await app.listen({ host: config.host, port: config.port });
  const holder = randomUUID();
  const background = startBackground({
    store,
    leasing,
    startHealth: () => startHealth({ ...owners, sleep: pause, random: Math.random, holder }),
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

function ownersDepsOf({ config, parts, logger, io }: ServerDeps): OwnersDeps {
  return {
    store: parts.store,
    upstream: upstreams(config, io),
    apiUrl: config.github.apiUrl,
    oauth: config.github.oauth,
    log: logger,
  };
}

function authenticateOf({ config, parts, io }: ServerDeps, failures: FailureLimiter) {
  const { keys, policies } = parts.store;
  const identifyByToken = createOidc({ policies, config: config.oidc, fetch: io.fetch, now: io.now });
  return createAuthenticate({ keys, identifyByToken, failures, now: io.now });
}

type PeopleParts = ServerDeps & { owners: OwnersDeps; publicUrl: () => string };

function peopleOf({ config, parts, io, owners, publicUrl }: PeopleParts): PeopleDeps {
  const { store, vault } = parts;
  const { oauth, serverUrl, apiUrl } = config.github;
  const signIn: PeopleDeps['signIn'] = oauth && {
    client: oauth,
    githubServerUrl: serverUrl,
    publicUrl,
    sealer: vault,
    nowMs: io.now,
    randomBytes: (size) => randomBytes(size),
    exchangeOAuthCode: owners.upstream(apiUrl).exchangeOAuthCode,
  };
  return {
    members: { store, addToken: (offer) => addToken(owners, offer) },
    membership: createOwnerControls(owners, 'contributor'),
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
