import { type Budgets, createBudgets } from './budgets.js';
import { createFaults, type Faults } from './faults.js';
import { createIdTokenIssuer, type IdTokenIssuer } from './id-tokens.js';
import { createSecondary, type Secondary } from './secondary.js';
import type {
  App,
  GitHubOptions,
  Installation,
  JobClaims,
  OAuthApp,
  OwnerKey,
  Permissions,
  RecordedRequest,
  Repository,
  User,
  UserTokenKind,
} from './types.js';

export type StoredUser = User & { suspended: boolean; createdAtMs: number };
export type StoredApp = App & {
  permissions: Permissions;
  callbackUrl: string | undefined;
  createdAtMs: number;
};
export type StoredOAuthApp = OAuthApp & { name: string; callbackUrl: string | undefined; appId: number };
export type StoredInstallation = Installation & {
  repositories: Set<number> | 'all';
  permissions: Permissions;
  tokenFormat: 'stateless' | 'opaque';
  suspended: boolean;
  createdAtMs: number;
};

export type Bearer =
  | { kind: 'user'; user: StoredUser; tokenKind: UserTokenKind; scopes: readonly string[]; clientId?: string }
  | {
      kind: 'installation';
      installation: StoredInstallation;
      repositories: Set<number> | 'all';
      permissions: Permissions;
    }
  | { kind: 'actions'; repository: Repository };

export type StoredToken = {
  id: number;
  text: string;
  owner: OwnerKey;
  bearer: Bearer;
  createdAtMs: number;
  expiresAtMs: number | undefined;
  revoked: boolean;
  refreshToken: string | undefined;
};

export type StoredCode = {
  clientId: string;
  user: StoredUser;
  scopes: readonly string[];
  redirectUri: string;
  challenge: string | undefined;
  expiresAtMs: number;
};

/** The whole state of the stand-in, shared by its routes. */
export type World = {
  now: () => number;
  options: GitHubOptions;
  origin: string;
  apiUrl: string;
  budgets: Budgets;
  secondary: Secondary;
  faults: Faults;
  idTokens: IdTokenIssuer;
  users: Map<number, StoredUser>;
  tokens: Map<string, StoredToken>;
  refreshTokens: Map<string, StoredToken>;
  repositories: Map<string, Repository>;
  apps: Map<number, StoredApp>;
  installations: Map<number, StoredInstallation>;
  oauthApps: Map<string, StoredOAuthApp>;
  codes: Map<string, StoredCode>;
  identities: Map<string, JobClaims>;
  signInAs: StoredUser | undefined;
  requests: RecordedRequest[];
  nextId: () => number;
};

const HOUR_MS = 3_600_000;
const GITHUB_TOKEN_CORE = 1000;

/** An empty GitHub. `origin` and `apiUrl` are set when its server listens. */
export function createWorld(options: GitHubOptions): World {
  const now = options.now ?? Date.now;
  let lastId = 1000;
  const world: World = {
    now,
    options,
    origin: '',
    apiUrl: '',
    budgets: createBudgets({
      now,
      windowMs: options.windowMs ?? HOUR_MS,
      limits: options.limits ?? {},
      coreLimitOf: (owner) => coreLimitOf(world, owner),
    }),
    secondary: createSecondary({ now, limits: options.secondary }),
    faults: createFaults(),
    idTokens: createIdTokenIssuer({ now, issuer: () => world.origin }),
    users: new Map(),
    tokens: new Map(),
    refreshTokens: new Map(),
    repositories: new Map(),
    apps: new Map(),
    installations: new Map(),
    oauthApps: new Map(),
    codes: new Map(),
    identities: new Map(),
    signInAs: undefined,
    requests: [],
    nextId: () => {
      lastId += 1;
      return lastId;
    },
  };
  return world;
}

/** 5,000 for an installation and 50 more for each repository above 20, at most 12,500; 1,000 for a job's token. */
function coreLimitOf(world: World, owner: OwnerKey): number | undefined {
  if (owner.startsWith('actions:')) return GITHUB_TOKEN_CORE;
  if (!owner.startsWith('installation:')) return undefined;
  const installation = world.installations.get(Number(owner.slice('installation:'.length)));
  if (!installation) return undefined;
  const above = Math.max(0, repositoriesOf(world, installation).length - 20);
  return Math.min(12_500, (world.options.limits?.core ?? 5000) + 50 * above);
}

/** The repositories that an installation may see. */
export function repositoriesOf(world: World, installation: StoredInstallation): Repository[] {
  const all = [...world.repositories.values()];
  const { repositories } = installation;
  if (repositories !== 'all') return all.filter((repository) => repositories.has(repository.id));
  const prefix = `${installation.account.login.toLowerCase()}/`;
  return all.filter((repository) => repository.fullName.toLowerCase().startsWith(prefix));
}
