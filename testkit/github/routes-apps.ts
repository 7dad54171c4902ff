import { type Answer, type Call, notFound, pageOf, type Route, refusal } from './exchange.js';
import { mintFor } from './mint.js';
import { installationShape, integration } from './shapes.js';
import { repositoriesOf, type StoredApp, type StoredInstallation, type World } from './world.js';

type AppHandler = (call: Call, app: StoredApp) => Answer;

/** These endpoints accept only an App's JWT. */
function asApp(handler: AppHandler): (call: Call) => Answer {
  return (call) =>
    call.caller.kind === 'app'
      ? handler(call, call.caller.app)
      : refusal(401, 'A JSON web token could not be decoded');
}

function installationsOf(world: World, app: StoredApp): StoredInstallation[] {
  return [...world.installations.values()].filter((installation) => installation.appId === app.id);
}

function listInstallations(call: Call, app: StoredApp): Answer {
  const { page, headers } = pageOf(call, installationsOf(call.world, app));
  return {
    status: 200,
    json: page.map((installation) => installationShape(call.world, installation)),
    headers,
  };
}

function installationAnswer(world: World, installation: StoredInstallation | undefined): Answer {
  return installation ? { status: 200, json: installationShape(world, installation) } : notFound();
}

function installationOfAccount({ world, param }: Call, app: StoredApp): Answer {
  const login = param('account').toLowerCase();
  return installationAnswer(
    world,
    installationsOf(world, app).find((found) => found.account.login.toLowerCase() === login),
  );
}

function installationOfRepository({ world, param }: Call, app: StoredApp): Answer {
  const name = `${param('owner')}/${param('repo')}`.toLowerCase();
  const coversRepository = (installation: StoredInstallation): boolean =>
    repositoriesOf(world, installation).some((repository) => repository.fullName.toLowerCase() === name);
  return installationAnswer(world, installationsOf(world, app).find(coversRepository));
}

function byId({ world, param }: Call, app: StoredApp): StoredInstallation | undefined {
  return installationsOf(world, app).find((found) => String(found.id) === param('id'));
}

function mint(call: Call, app: StoredApp): Answer {
  const installation = byId(call, app);
  return installation ? mintFor(call.world, installation, call.request) : notFound();
}

export const APP_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    pattern: '/app',
    cost: 'core',
    handle: asApp(({ world }, app) => ({ status: 200, json: integration(world, app) })),
  },
  { method: 'GET', pattern: '/app/installations', cost: 'core', handle: asApp(listInstallations) },
  {
    method: 'GET',
    pattern: '/app/installations/:id',
    cost: 'core',
    handle: asApp((call, app) => installationAnswer(call.world, byId(call, app))),
  },
  { method: 'POST', pattern: '/app/installations/:id/access_tokens', cost: 'core', handle: asApp(mint) },
  {
    method: 'GET',
    pattern: '/repos/:owner/:repo/installation',
    cost: 'core',
    handle: asApp(installationOfRepository),
  },
  {
    method: 'GET',
    pattern: '/orgs/:account/installation',
    cost: 'core',
    handle: asApp(installationOfAccount),
  },
  {
    method: 'GET',
    pattern: '/users/:account/installation',
    cost: 'core',
    handle: asApp(installationOfAccount),
  },
];
