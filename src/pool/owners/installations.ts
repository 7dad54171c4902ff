import type { AppCredentials, Installation } from '../github/types.js';
import type { AppRecord } from '../store/records.js';
import type { Store } from '../store/types.js';
import type { OwnersDeps } from './types.js';

/** An installation, as stored between discoveries. */
export type KnownInstallation = {
  installationId: number;
  ownerId: string;
  suspended: boolean;
  /** Since when GitHub has not listed it; null while it does. */
  missingSinceMs: number | null;
  /** Why GitHub last refused to mint a token for it; absent after a success. */
  problem?: MintProblem;
};

export type MintProblem = { reason: string; sinceMs: number };

export type KnownInstallations = { checkedAtMs: number; installations: KnownInstallation[] };

/** An installation is removed after it has been unlisted for this long, in two answers at least. */
const MISSING_MS = 10 * 60_000;

export function originOf(app: AppRecord): string {
  return `app:${app.id}`;
}

function settingOf(app: AppRecord): string {
  return `installations ${app.id}`;
}

export async function knownInstallations(
  deps: { store: Pick<Store, 'settings'> },
  app: AppRecord,
): Promise<KnownInstallations> {
  const saved = await deps.store.settings.get(settingOf(app));
  return saved === undefined
    ? { checkedAtMs: 0, installations: [] }
    : (JSON.parse(saved) as KnownInstallations);
}

/** Stores why an installation gets no token, or with undefined that it gets one again. */
export async function saveProblem(
  deps: OwnersDeps,
  app: AppRecord,
  {
    installationId,
    problem,
  }: Pick<KnownInstallation, 'installationId'> & { problem: MintProblem | undefined },
): Promise<void> {
  const known = await knownInstallations(deps, app);
  const installations = known.installations.map((one) => {
    const { problem: _before, ...rest } = one;
    if (one.installationId !== installationId) return one;
    return problem === undefined ? rest : { ...rest, problem };
  });
  await save(deps, app, { ...known, installations });
}

/** Installations for which GitHub mints no token, by the reference of their owner. */
export async function mintProblems(
  store: Pick<Store, 'apps' | 'settings' | 'owners'>,
): Promise<Map<string, MintProblem>> {
  const problems = new Map<string, MintProblem>();
  for (const app of await store.apps.list()) {
    const { installations } = await knownInstallations({ store }, app);
    for (const { ownerId, problem } of installations) {
      const owner = problem && (await store.owners.find(ownerId));
      if (owner && owner.status !== 'removed') problems.set(owner.ref, problem);
    }
  }
  return problems;
}

async function save(deps: OwnersDeps, app: AppRecord, known: KnownInstallations): Promise<void> {
  await deps.store.settings.set(settingOf(app), JSON.stringify(known));
}

/** Asks GitHub for the App's installations: new ones become owners, suspended ones are paused, missing ones removed. */
export async function discoverInstallations(
  deps: OwnersDeps,
  app: AppRecord,
  credentials: AppCredentials,
): Promise<KnownInstallations> {
  const known = await knownInstallations(deps, app);
  const listed = await deps.upstream(app.apiUrl).installations(credentials);
  const checkedAtMs = await deps.store.nowMs();
  if (!('ok' in listed)) {
    const why = 'refused' in listed ? `GitHub refuses the App (${listed.refused})` : listed.unreachable;
    deps.log.warn({ app: app.name }, `the installations of App ${app.appId} could not be listed: ${why}`);
    const unchanged = { ...known, checkedAtMs };
    await save(deps, app, unchanged);
    return unchanged;
  }
  const installations: KnownInstallation[] = [];
  for (const found of listed.ok) installations.push(await recordInstallation(deps, app, { found, known }));
  const present = new Set(listed.ok.map((found) => found.installationId));
  for (const gone of known.installations.filter((one) => !present.has(one.installationId))) {
    const missingSinceMs = gone.missingSinceMs ?? checkedAtMs;
    if (checkedAtMs - missingSinceMs >= MISSING_MS) await removeInstallation(deps, app, gone);
    else installations.push({ ...gone, missingSinceMs });
  }
  const now = { checkedAtMs, installations };
  await save(deps, app, now);
  return now;
}

async function recordInstallation(
  deps: OwnersDeps,
  app: AppRecord,
  { found, known }: { found: Installation; known: KnownInstallations },
): Promise<KnownInstallation> {
  const { owners, audit } = deps.store;
  const before = known.installations.find((one) => one.installationId === found.installationId);
  const { installationId, suspended } = found;
  if (before && before.suspended === suspended) return { ...before, missingSinceMs: null };
  const login = found.accountLogin;
  const owner = await owners.upsert({
    kind: 'installation',
    accountId: installationId,
    login,
    apiUrl: app.apiUrl,
  });
  await owners.setStatus(owner.id, suspended ? 'suspended' : 'active');
  const action = suspended
    ? 'installation.suspended'
    : before
      ? 'installation.reinstated'
      : 'installation.found';
  await audit.record({ actor: originOf(app), action, subject: owner.ref, detail: login });
  return { installationId, ownerId: owner.id, suspended, missingSinceMs: null };
}

async function removeInstallation(deps: OwnersDeps, app: AppRecord, gone: KnownInstallation): Promise<void> {
  await deps.store.owners.remove(gone.ownerId);
  const detail = `installation ${gone.installationId} is no longer listed by GitHub`;
  await deps.store.audit.record({
    actor: originOf(app),
    action: 'installation.removed',
    subject: gone.ownerId,
    detail,
  });
}

/** Removes all installations of an App. */
export async function removeInstallations(deps: OwnersDeps, app: AppRecord): Promise<void> {
  const known = await knownInstallations(deps, app);
  for (const installation of known.installations) await removeInstallation(deps, app, installation);
  await save(deps, app, { checkedAtMs: 0, installations: [] });
}
