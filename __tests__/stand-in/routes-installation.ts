import { type Answer, type Call, type Route, refusal } from './exchange.js';
import { fullRepository } from './shapes.js';
import { repositoriesOf } from './world.js';

function listRepositories({ world, caller, request }: Call): Answer {
  if (caller.kind !== 'token' || caller.token.bearer.kind !== 'installation') {
    return refusal(
      403,
      'You must authenticate with an installation access token in order to list repositories.',
    );
  }
  const { installation, repositories } = caller.token.bearer;
  const visible = repositoriesOf(world, installation).filter(
    (r) => repositories === 'all' || repositories.has(r.id),
  );
  const perPage = Number(request.query.get('per_page') ?? 30);
  const start = (Number(request.query.get('page') ?? 1) - 1) * perPage;
  return {
    status: 200,
    json: {
      total_count: visible.length,
      repository_selection: repositories === 'all' ? 'all' : 'selected',
      repositories: visible
        .slice(start, start + perPage)
        .map((repository) => fullRepository(world, repository)),
    },
  };
}

function revoke({ caller }: Call): Answer {
  if (caller.kind !== 'token' || caller.token.bearer.kind === 'user')
    return refusal(401, 'Requires authentication');
  caller.token.revoked = true;
  return { status: 204 };
}

export const INSTALLATION_ROUTES: readonly Route[] = [
  { method: 'GET', pattern: '/installation/repositories', cost: 'core', handle: listRepositories },
  { method: 'DELETE', pattern: '/installation/token', cost: 'core', handle: revoke },
];
