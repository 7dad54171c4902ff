import { memberOf } from './answers.js';
import type { Grant } from './types.js';

const MOST_SHOWN = 5;
const MOST_READ = 100;

/** The token's rights, from GitHub's response to a mint. Skips anything that is not in GitHub's form. */
export function readGrant(answer: unknown): Grant {
  const permissions = Object.entries(objectOf(memberOf(answer, 'permissions')))
    .filter(([name, level]) => /^[a-z_]{1,60}$/.test(name) && /^(?:read|write|admin)$/.test(String(level)))
    .map(([name, level]) => `${name}: ${level}`)
    .sort();
  const listed = memberOf(answer, 'repositories');
  const names = (Array.isArray(listed) ? listed : []).map((one) => String(memberOf(one, 'full_name')));
  return {
    permissions: permissions.slice(0, MOST_READ),
    hasAllRepositories: memberOf(answer, 'repository_selection') === 'all',
    repositories: names.filter((name) => /^[\w.-]{1,100}\/[\w.-]{1,100}$/.test(name)).slice(0, MOST_READ),
  };
}

/** `contents: read, metadata: read on octo-org/widgets`. */
export function grantText({ permissions, hasAllRepositories, repositories }: Grant): string {
  const rights = permissions.length === 0 ? 'nothing' : permissions.join(', ');
  if (repositories.length > 0) return `${rights} on ${shortList(repositories)}`;
  return hasAllRepositories
    ? `${rights} on all repositories of the account`
    : `${rights} on the repositories chosen for the installation`;
}

function shortList(names: readonly string[]): string {
  const more = names.length - MOST_SHOWN;
  return `${names.slice(0, MOST_SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function objectOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}
