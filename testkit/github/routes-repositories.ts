import type { Caller } from './exchange.js';
import { type Answer, type Call, notFound, type Route } from './exchange.js';
import { fullRepository, release } from './shapes.js';
import type { Repository } from './types.js';
import type { World } from './world.js';

/** A private repository is "Not Found" to callers without access. */
function isVisible(caller: Caller, repository: Repository): boolean {
  if (!repository.private) return true;
  if (caller.kind !== 'token') return false;
  const { bearer } = caller.token;
  if (bearer.kind === 'actions') return bearer.repository.id === repository.id;
  if (bearer.kind === 'installation') {
    const [login = ''] = repository.fullName.split('/');
    if (bearer.repositories !== 'all') return bearer.repositories.has(repository.id);
    return login.toLowerCase() === bearer.installation.account.login.toLowerCase();
  }
  const needsScope = bearer.tokenKind === 'pat_classic' || bearer.tokenKind === 'oauth';
  const isOwn = repository.fullName.toLowerCase().startsWith(`${bearer.user.login.toLowerCase()}/`);
  return isOwn && (!needsScope || bearer.scopes.includes('repo'));
}

function visibleRepository({ world, caller, param }: Call): Repository | undefined {
  const repository = world.repositories.get(`${param('owner')}/${param('repo')}`.toLowerCase());
  return repository && isVisible(caller, repository) ? repository : undefined;
}

function withRepository(answer: (world: World, repository: Repository) => unknown): (call: Call) => Answer {
  return (call) => {
    const repository = visibleRepository(call);
    return repository ? { status: 200, json: answer(call.world, repository) } : notFound();
  };
}

function searchRepositories({ world, caller, request }: Call): Answer {
  const wanted = (request.query.get('q') ?? '').toLowerCase();
  const found = [...world.repositories.values()].filter(
    (repository) => isVisible(caller, repository) && repository.fullName.toLowerCase().includes(wanted),
  );
  const items = found.map((repository) => ({ ...fullRepository(world, repository), score: 1 }));
  return { status: 200, json: { total_count: items.length, incomplete_results: false, items } };
}

const searchCode = (): Answer => ({
  status: 200,
  json: { total_count: 0, incomplete_results: false, items: [] },
});

export const REPOSITORY_ROUTES: readonly Route[] = [
  { method: 'GET', pattern: '/repos/:owner/:repo', cost: 'core', handle: withRepository(fullRepository) },
  {
    method: 'GET',
    pattern: '/repos/:owner/:repo/releases',
    cost: 'core',
    handle: withRepository((world, repository) => [release(world, repository)]),
  },
  {
    method: 'GET',
    pattern: '/repos/:owner/:repo/releases/latest',
    cost: 'core',
    handle: withRepository(release),
  },
  { method: 'GET', pattern: '/search/repositories', cost: 'search', handle: searchRepositories },
  { method: 'GET', pattern: '/search/code', cost: 'code_search', handle: searchCode },
];
