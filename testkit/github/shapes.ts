import { isoTime } from './exchange.js';
import type { Repository, User } from './types.js';
import type { StoredApp, StoredInstallation, StoredUser, World } from './world.js';

type Json = { [name: string]: unknown };

const nodeId = (kind: string, id: number): string => Buffer.from(`${kind}${id}`).toString('base64');

/** `<base>/<name>` for each name, keyed `<name>_url` as GitHub's links are. */
function links(base: string, names: readonly string[]): Json {
  return Object.fromEntries(names.map((name) => [`${name}_url`, `${base}/${name}`]));
}

const USER_LINKS = ['followers', 'subscriptions', 'organizations', 'repos', 'received_events'];

/** "simple-user" of GitHub's OpenAPI. */
export function simpleUser(world: World, user: User): Json {
  const url = `${world.apiUrl}/users/${user.login}`;
  return {
    login: user.login,
    id: user.id,
    node_id: nodeId('U_', user.id),
    avatar_url: `${world.origin}/avatars/${user.id}`,
    gravatar_id: '',
    url,
    html_url: `${world.origin}/${user.login}`,
    ...links(url, USER_LINKS),
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    events_url: `${url}/events{/privacy}`,
    type: user.type,
    user_view_type: 'public',
    site_admin: false,
  };
}

/** "public-user", what `/user` returns to a token without scopes. */
export function publicUser(world: World, user: StoredUser): Json {
  const created = isoTime(user.createdAtMs);
  const emptyProfile = { name: null, company: null, location: null, email: null, hireable: null, bio: null };
  const counts = { public_repos: 0, public_gists: 0, followers: 0, following: 0 };
  return {
    ...simpleUser(world, user),
    ...emptyProfile,
    blog: '',
    ...counts,
    created_at: created,
    updated_at: created,
  };
}

const REPOSITORY_LINKS = [
  'forks',
  'teams',
  'hooks',
  'events',
  'tags',
  'languages',
  'stargazers',
  'contributors',
  'subscribers',
  'subscription',
  'merges',
  'downloads',
  'deployments',
];
const TEMPLATED_LINKS: { readonly [name: string]: string } = {
  archive: '{archive_format}{/ref}',
  assignees: 'assignees{/user}',
  blobs: 'git/blobs{/sha}',
  branches: 'branches{/branch}',
  collaborators: 'collaborators{/collaborator}',
  comments: 'comments{/number}',
  commits: 'commits{/sha}',
  compare: 'compare/{base}...{head}',
  contents: 'contents/{+path}',
  git_commits: 'git/commits{/sha}',
  git_refs: 'git/refs{/sha}',
  git_tags: 'git/tags{/sha}',
  issue_comment: 'issues/comments{/number}',
  issue_events: 'issues/events{/number}',
  issues: 'issues{/number}',
  keys: 'keys{/key_id}',
  labels: 'labels{/name}',
  milestones: 'milestones{/number}',
  notifications: 'notifications{?since,all,participating}',
  pulls: 'pulls{/number}',
  releases: 'releases{/id}',
  statuses: 'statuses/{sha}',
  trees: 'git/trees{/sha}',
};

/** "minimal-repository", as lists give it. */
function minimalRepository(world: World, repository: Repository): Json {
  const [login = '', name = ''] = repository.fullName.split('/');
  const url = `${world.apiUrl}/repos/${repository.fullName}`;
  const templated = Object.entries(TEMPLATED_LINKS).map(([key, rest]) => [`${key}_url`, `${url}/${rest}`]);
  return {
    id: repository.id,
    node_id: nodeId('R_', repository.id),
    name,
    full_name: repository.fullName,
    private: repository.private,
    owner: simpleUser(world, ownerOf(world, login)),
    html_url: `${world.origin}/${repository.fullName}`,
    description: null,
    fork: false,
    url,
    ...links(url, REPOSITORY_LINKS),
    ...Object.fromEntries(templated),
  };
}

const REPOSITORY_FEATURES: Json = {
  has_issues: true,
  has_projects: true,
  has_downloads: true,
  has_wiki: false,
  has_pages: false,
  has_discussions: false,
  archived: false,
  disabled: false,
  allow_forking: true,
  is_template: false,
  web_commit_signoff_required: false,
};
const REPOSITORY_COUNTS: Json = {
  forks: 0,
  forks_count: 0,
  open_issues: 0,
  open_issues_count: 0,
  size: 1,
  stargazers_count: 0,
  watchers: 0,
  watchers_count: 0,
  network_count: 0,
  subscribers_count: 0,
};

/** "repository", as `/installation/repositories` gives it, and with what "full-repository" adds. */
export function fullRepository(world: World, repository: Repository): Json {
  const html = `${world.origin}/${repository.fullName}`;
  const created = isoTime(Date.UTC(2020, 0, 1));
  return {
    ...minimalRepository(world, repository),
    clone_url: `${html}.git`,
    git_url: `${html.replace(/^https?/, 'git')}.git`,
    ssh_url: `git@github.example:${repository.fullName}.git`,
    svn_url: html,
    mirror_url: null,
    homepage: null,
    language: null,
    license: null,
    topics: [],
    visibility: repository.private ? 'private' : 'public',
    default_branch: 'main',
    ...REPOSITORY_FEATURES,
    ...REPOSITORY_COUNTS,
    created_at: created,
    updated_at: created,
    pushed_at: created,
  };
}

/** The account of a login; repositories may belong to accounts that no test has added. */
function ownerOf(world: World, login: string): User {
  const known = [...world.users.values()].find((user) => user.login.toLowerCase() === login.toLowerCase());
  return known ?? { id: 1, login, type: 'Organization', owner: 'user:1' };
}

/** "release". */
export function release(world: World, repository: Repository): Json {
  const url = `${world.apiUrl}/repos/${repository.fullName}/releases/1`;
  const html = `${world.origin}/${repository.fullName}/releases`;
  const [login = ''] = repository.fullName.split('/');
  const at = isoTime(Date.UTC(2026, 0, 1));
  return {
    id: 1,
    node_id: nodeId('RE_', 1),
    url,
    assets_url: `${url}/assets`,
    upload_url: `${url}/assets{?name,label}`,
    html_url: `${html}/tag/v1.0.0`,
    tarball_url: `${world.apiUrl}/repos/${repository.fullName}/tarball/v1.0.0`,
    zipball_url: `${world.apiUrl}/repos/${repository.fullName}/zipball/v1.0.0`,
    tag_name: 'v1.0.0',
    target_commitish: 'main',
    name: 'v1.0.0',
    body: '',
    draft: false,
    prerelease: false,
    immutable: false,
    created_at: at,
    published_at: at,
    author: simpleUser(world, ownerOf(world, login)),
    assets: [],
  };
}

/** "integration", the answer of `GET /app`. */
export function integration(world: World, app: StoredApp): Json {
  const created = isoTime(app.createdAtMs);
  return {
    id: app.id,
    slug: app.slug,
    node_id: nodeId('A_', app.id),
    client_id: app.clientId,
    owner: simpleUser(world, ownerOf(world, 'octo')),
    name: app.slug,
    description: '',
    external_url: world.origin,
    html_url: `${world.origin}/apps/${app.slug}`,
    created_at: created,
    updated_at: created,
    permissions: app.permissions,
    events: [],
    installations_count: [...world.installations.values()].filter((found) => found.appId === app.id).length,
  };
}

/** "installation". */
export function installationShape(world: World, installation: StoredInstallation): Json {
  const { id, account } = installation;
  const created = isoTime(installation.createdAtMs);
  const app = world.apps.get(installation.appId);
  return {
    id,
    account: simpleUser(world, account),
    repository_selection: installation.repositories === 'all' ? 'all' : 'selected',
    access_tokens_url: `${world.apiUrl}/app/installations/${id}/access_tokens`,
    repositories_url: `${world.apiUrl}/installation/repositories`,
    html_url: `${world.origin}/settings/installations/${id}`,
    app_id: installation.appId,
    client_id: app?.clientId ?? '',
    app_slug: app?.slug ?? '',
    target_id: account.id,
    target_type: account.type,
    permissions: installation.permissions,
    events: [],
    created_at: created,
    updated_at: created,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: null,
    suspended_at: installation.suspended ? created : null,
  };
}
