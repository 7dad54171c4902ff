import { type Answer, type Call, pageOf, type Route, refusal } from './exchange.js';
import { fullRepository } from './shapes.js';
import { repositoriesOf } from './world.js';

function listRepositories(call: Call): Answer {
  const { world, caller } = call;
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
  const { page, headers } = pageOf(call, visible);
  const json = {
    total_count: visible.length,
    repository_selection: repositories === 'all' ? 'all' : 'selected',
    repositories: page.map((repository) => fullRepository(world, repository)),
  };
  return { status: 200, json, headers };
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
