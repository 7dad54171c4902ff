import { type Answer, type Incoming, isoExpiry, refusal, unprocessable } from './exchange.js';
import { fullRepository } from './shapes.js';
import { newInstallationTokenText } from './token-text.js';
import type { Permissions } from './types.js';
import { repositoriesOf, type StoredInstallation, type StoredToken, type World } from './world.js';

const HOUR_MS = 3_600_000;
const RANK: { readonly [level: string]: number } = { read: 1, write: 2, admin: 3 };

type Grant = {
  repositories: Set<number> | 'all';
  permissions: Permissions;
  lifetimeMs?: number;
  tokenFormat?: StoredInstallation['tokenFormat'];
};

/** `POST /app/installations/{id}/access_tokens`: a request may narrow the installation's access, never widen it. */
export function mintFor(
  world: World,
  installation: StoredInstallation,
  { body, headers }: Pick<Incoming, 'body' | 'headers'>,
): Answer {
  if (installation.suspended) return refusal(403, 'This installation has been suspended');
  const permissions = narrowPermissions(body.permissions, installation.permissions);
  if (!permissions) return unprocessable('The permissions requested are not granted to this installation.');
  const repositories = narrowRepositories(world, installation, body);
  if (!repositories) {
    return unprocessable(
      'There is at least one repository that does not exist or is not accessible to the parent installation.',
    );
  }
  const token = storeInstallationToken(world, installation, {
    repositories,
    permissions,
    ...requestedFormat(headers),
  });
  const selected =
    repositories === 'all' ? [] : repositoriesOf(world, installation).filter((r) => repositories.has(r.id));
  return {
    status: 201,
    json: {
      token: token.text,
      expires_at: isoExpiry(token.expiresAtMs ?? 0, (token.expiresAtMs ?? 0) - token.createdAtMs),
      permissions,
      repository_selection: repositories === 'all' ? 'all' : 'selected',
      ...(selected.length > 0 ? { repositories: selected.map((found) => fullRepository(world, found)) } : {}),
    },
  };
}

/** GitHub's header that selects the token format. */
function requestedFormat(headers: Incoming['headers']): Pick<Grant, 'tokenFormat'> {
  const choice = headers['x-github-stateless-s2s-token'];
  if (choice === 'enabled') return { tokenFormat: 'stateless' };
  return choice === 'disabled' ? { tokenFormat: 'opaque' } : {};
}

function narrowPermissions(requested: unknown, granted: Permissions): Permissions | undefined {
  if (typeof requested !== 'object' || requested === null) return granted;
  const entries = Object.entries(requested as Permissions);
  const allowed = entries.every(([name, level]) => (RANK[level] ?? 9) <= (RANK[granted[name] ?? ''] ?? 0));
  return allowed ? { ...Object.fromEntries(entries), metadata: 'read' } : undefined;
}

function narrowRepositories(
  world: World,
  installation: StoredInstallation,
  body: { readonly [name: string]: unknown },
): Set<number> | 'all' | undefined {
  const { repositories: names, repository_ids: ids } = body;
  if (!Array.isArray(names) && !Array.isArray(ids)) return installation.repositories;
  const visible = repositoriesOf(world, installation);
  const found = [
    ...(Array.isArray(names) ? names : []).map(
      (name) => visible.find((r) => r.fullName.split('/')[1] === name)?.id,
    ),
    ...(Array.isArray(ids) ? ids : []).map((id) => visible.find((r) => r.id === id)?.id),
  ];
  const known = found.filter((id) => id !== undefined);
  return known.length === found.length && known.length > 0 ? new Set(known) : undefined;
}

/** Stores a new installation token that expires after `installationTokenMs`, an hour by default. */
export function storeInstallationToken(
  world: World,
  installation: StoredInstallation,
  grant: Grant,
): StoredToken {
  const lifetimeMs = grant.lifetimeMs ?? world.options.installationTokenMs ?? HOUR_MS;
  const token: StoredToken = {
    id: world.nextId(),
    text: newInstallationTokenText(grant.tokenFormat ?? installation.tokenFormat, installation.appId),
    owner: installation.owner,
    bearer: {
      kind: 'installation',
      installation,
      repositories: grant.repositories,
      permissions: grant.permissions,
    },
    createdAtMs: world.now(),
    expiresAtMs: world.now() + lifetimeMs,
    revoked: false,
    refreshToken: undefined,
  };
  world.tokens.set(token.text, token);
  return token;
}
