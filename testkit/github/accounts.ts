import { randomUUID } from 'node:crypto';
import { isUsable } from './callers.js';
import { storeInstallationToken } from './mint.js';
import { newInstallationTokenText, newSecret } from './token-text.js';
import type {
  App,
  GitHub,
  Installation,
  IssuedToken,
  NewActionsToken,
  NewApp,
  NewInstallation,
  NewOAuthApp,
  NewRepository,
  NewUser,
  OAuthApp,
  Repository,
  User,
} from './types.js';
import { issued, storeUserToken } from './user-tokens.js';
import type { StoredInstallation, StoredOAuthApp, StoredToken, StoredUser, World } from './world.js';

type Accounts = Pick<
  GitHub,
  | 'addUser'
  | 'addToken'
  | 'addRepository'
  | 'addActionsToken'
  | 'addApp'
  | 'addInstallation'
  | 'mintInstallationToken'
  | 'removeInstallation'
  | 'suspendInstallation'
  | 'unsuspendInstallation'
  | 'addOAuthApp'
  | 'approveSignInsAs'
  | 'revokeToken'
  | 'isAlive'
  | 'accepts'
  | 'suspendUser'
  | 'unsuspendUser'
>;

/** The part of the stand-in that tests use to populate it. */
export function createAccounts(world: World, sharedKey: () => string): Accounts {
  return {
    addUser: (fields) => addUser(world, fields),
    addToken: (user, fields) => issued(storeUserToken(world, storedUser(world, user), fields)),
    addRepository: (fullName, fields) => addRepository(world, fullName, fields),
    addActionsToken: (fullName, fields) => addActionsToken(world, fullName, fields),
    addApp: (fields = {}) => addApp(world, { ...fields, privateKey: fields.privateKey ?? sharedKey() }),
    addInstallation: (app, fields) => addInstallation(world, app, fields),
    mintInstallationToken: (installation, fields = {}) => {
      const stored = storedInstallation(world, installation);
      const { repositories, permissions } = stored;
      return issued(storeInstallationToken(world, stored, { repositories, permissions, ...fields }));
    },
    removeInstallation: (installation) => void world.installations.delete(installation.id),
    suspendInstallation: (installation) => {
      storedInstallation(world, installation).suspended = true;
    },
    unsuspendInstallation: (installation) => {
      storedInstallation(world, installation).suspended = false;
    },
    addOAuthApp: (fields) => addOAuthApp(world, fields),
    approveSignInsAs: (user) => {
      world.signInAs = user && storedUser(world, user);
    },
    revokeToken: (text) => {
      storedToken(world, text).revoked = true;
    },
    isAlive: (text) => isUsable(world, storedToken(world, text)),
    accepts: (text) => {
      const token = world.tokens.get(text);
      return token !== undefined && isUsable(world, token);
    },
    suspendUser: (user) => {
      storedUser(world, user).suspended = true;
    },
    unsuspendUser: (user) => {
      storedUser(world, user).suspended = false;
    },
  };
}

function required<T>(found: T | undefined, what: string): T {
  if (found === undefined) throw new Error(`the stand-in has no such ${what}`);
  return found;
}

const storedUser = (world: World, user: User): StoredUser => required(world.users.get(user.id), 'user');
const storedToken = (world: World, text: string): StoredToken => required(world.tokens.get(text), 'token');
const storedInstallation = (world: World, installation: Installation): StoredInstallation =>
  required(world.installations.get(installation.id), 'installation');

function addUser(world: World, fields: NewUser = {}): User {
  const id = fields.id ?? world.nextId();
  const owner = `user:${id}`;
  const user: StoredUser = {
    id,
    login: fields.login ?? `person-${id}`,
    type: fields.type ?? 'User',
    owner,
    suspended: false,
    createdAtMs: world.now(),
  };
  world.users.set(id, user);
  if (fields.limits) world.budgets.setLimits(owner, fields.limits);
  return user;
}

function addRepository(world: World, fullName: string, fields: NewRepository = {}): Repository {
  const key = fullName.toLowerCase();
  const repository = { id: fields.id ?? world.nextId(), fullName, private: fields.private ?? false };
  const existing = world.repositories.get(key);
  if (existing) return existing;
  world.repositories.set(key, repository);
  return repository;
}

const ACTIONS_APP_ID = 15368;
const HOUR_MS = 3_600_000;

function addActionsToken(world: World, fullName: string, fields: NewActionsToken = {}): IssuedToken {
  const owner = `actions:${fullName}`;
  const token: StoredToken = {
    id: world.nextId(),
    text: newInstallationTokenText(fields.tokenFormat ?? 'stateless', ACTIONS_APP_ID),
    owner,
    bearer: { kind: 'actions', repository: addRepository(world, fullName) },
    createdAtMs: world.now(),
    expiresAtMs: world.now() + (fields.lifetimeMs ?? world.options.installationTokenMs ?? HOUR_MS),
    revoked: false,
    refreshToken: undefined,
  };
  world.tokens.set(token.text, token);
  if (fields.limit !== undefined) world.budgets.setLimits(owner, { core: fields.limit });
  return issued(token);
}

function addApp(world: World, fields: NewApp & { privateKey: string }): App {
  const id = fields.id ?? world.nextId();
  const app = {
    id,
    slug: fields.slug ?? `app-${id}`,
    clientId: `Iv23li${newSecret().slice(0, 14)}`,
    clientSecret: newSecret(),
    privateKey: fields.privateKey,
    permissions: fields.permissions ?? { metadata: 'read', contents: 'read' },
    callbackUrl: fields.callbackUrl,
    createdAtMs: world.now(),
  } as const;
  world.apps.set(id, app);
  const { clientId, clientSecret, slug, callbackUrl } = app;
  world.oauthApps.set(clientId, { clientId, clientSecret, name: slug, callbackUrl, appId: id });
  return app;
}

function addInstallation(world: World, app: App, fields: NewInstallation = {}): Installation {
  const id = world.nextId();
  const account = fields.account ?? addUser(world, { type: 'Organization' });
  const repositories = fields.repositories?.map((name) => addRepository(world, name).id);
  const installation: StoredInstallation = {
    id,
    appId: app.id,
    account,
    owner: `installation:${id}`,
    repositories: repositories ? new Set(repositories) : 'all',
    permissions: fields.permissions ?? required(world.apps.get(app.id), 'App').permissions,
    tokenFormat: fields.tokenFormat ?? 'stateless',
    suspended: false,
    createdAtMs: world.now(),
  };
  world.installations.set(id, installation);
  if (fields.limits) world.budgets.setLimits(installation.owner, fields.limits);
  return installation;
}

function addOAuthApp(world: World, fields: NewOAuthApp = {}): OAuthApp {
  const app: StoredOAuthApp = {
    clientId: fields.clientId ?? `Ov23li${newSecret().slice(0, 14)}`,
    clientSecret: fields.clientSecret ?? randomUUID().replaceAll('-', ''),
    name: fields.name ?? 'Token pool',
    callbackUrl: fields.callbackUrl,
    appId: 0,
  };
  world.oauthApps.set(app.clientId, app);
  return app;
}
