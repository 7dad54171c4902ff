import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAccounts } from './accounts.js';
import { serve } from './serve.js';
import type { GitHub, GitHubOptions } from './types.js';
import { createWorld, type World } from './world.js';

/** Starts the stand-in on a loopback port; `types.ts` describes its options and controls. */
export async function startGitHub(options: GitHubOptions = {}): Promise<GitHub> {
  const world = createWorld(options);
  const server = createServer((message, response) => {
    serve(world, message, response).catch((error: unknown) => {
      // A bug in the stand-in, reported to the test that hit it.
      if (response.headersSent) response.destroy();
      else
        response.writeHead(500).end(`the stand-in failed: ${error instanceof Error ? error.stack : error}`);
    });
  });
  await listen(server, options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  world.origin = `http://127.0.0.1:${port}`;
  world.apiUrl = options.flavour === 'ghes' ? `${world.origin}/api/v3` : world.origin;
  return {
    apiUrl: world.apiUrl,
    serverUrl: world.origin,
    issuer: world.origin,
    requests: world.requests,
    clearRequests: () => void world.requests.splice(0),
    ...createAccounts(world, keyOfApps),
    ...budgetControls(world),
    ...identityControls(world),
    setFault: (fault) => world.faults.set(fault),
    close: () => close(server),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function budgetControls(world: World) {
  return {
    spend: world.budgets.spend,
    budget: world.budgets.view,
    setLimits: world.budgets.setLimits,
    setWindowMs: world.budgets.setWindowMs,
    setSecondary: world.secondary.setLimits,
  } satisfies Partial<GitHub>;
}

function identityControls(world: World) {
  return {
    addJobIdentity: (claims) => {
      const requestToken = `job-${world.nextId()}`;
      world.identities.set(requestToken, claims);
      return { requestUrl: `${world.origin}/_apis/id-token/${requestToken}?api-version=2.0`, requestToken };
    },
    issueIdToken: world.idTokens.issue,
    rotateIdTokenKey: world.idTokens.rotate,
  } satisfies Partial<GitHub>;
}

let sharedKey: string | undefined;

/** Generating an RSA key takes long, so all Apps that were given none share one, whatever their stand-in. */
function keyOfApps(): string {
  sharedKey ??= generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs1', format: 'pem' })
    .toString();
  return sharedKey;
}
