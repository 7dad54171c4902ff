import { parseJson } from '../sources/answers.js';
import { requestGitHub } from '../sources/github.js';
import type { RequestDeps } from '../sources/types.js';
import type { Credentials, RefreshSettings } from './types.js';

const LOGIN_TIMEOUT_MS = 5_000;
/** Kinds that act for a person. GitHub has no `/user` for an installation token. */
const PERSONAL_KINDS = ['pat', 'oauth', 'app_user'];

/**
 * The login that pushes are made as, or an empty string if unknown. Looked up only for tokens meant for pushing,
 * because it costs a request of the owner's budget.
 */
export async function lookUpLogin(
  deps: Pick<RequestDeps, 'http'>,
  settings: Pick<RefreshSettings, 'request'>,
  credentials: Credentials,
): Promise<string> {
  if (credentials.source === 'fallback') return 'github-actions[bot]';
  const isForPushing = settings.request.given !== null || settings.request.label !== null;
  if (!isForPushing || !PERSONAL_KINDS.includes(credentials.kind)) return '';
  try {
    const response = await requestGitHub(deps, {
      method: 'GET',
      apiUrl: settings.request.githubApiUrl,
      path: '/user',
      token: credentials.token,
      timeoutMs: LOGIN_TIMEOUT_MS,
    });
    const user = parseJson(response.body);
    const login = typeof user === 'object' && user !== null && 'login' in user ? user.login : '';
    return response.status === 200 && typeof login === 'string' && /^[\w[\]-]{1,100}$/.test(login)
      ? login
      : '';
  } catch {
    // The login is only informative.
    return '';
  }
}

/** Log lines: who pushes, and what is known to prevent it. */
export function pushIdentity(
  credentials: Credentials,
  login: string,
  settings: Pick<RefreshSettings, 'request' | 'serverUrl'>,
): { readonly line: string; readonly warning: string | null } {
  const name = login || credentials.owner || 'an unknown identity';
  const line = `git pushes to ${settings.serverUrl} as ${name} (${kindText(credentials)}).`;
  return { line, warning: pushWarning(credentials, settings) };
}

function kindText({ source, kind }: Credentials): string {
  if (source === 'fallback') return 'GITHUB_TOKEN';
  if (kind === 'installation') return 'token of a GitHub App installation';
  if (kind === 'pat') return 'personal access token';
  return kind === 'app_user' ? "a GitHub App's token for a user" : 'OAuth token';
}

function pushWarning({ source }: Credentials, { request }: Pick<RefreshSettings, 'request'>): string | null {
  if (source === 'fallback') {
    return (
      'Pushes use GITHUB_TOKEN, which cannot bypass most rulesets, and start no workflow. ' +
      'Set `token` or an App to push with another identity.'
    );
  }
  if (source === 'pool' && request.label === null) {
    return (
      'Pool tokens without a label cannot write, so a push with this one is refused. ' +
      'Use a label that allows it, such as `label: push`, or set `token`.'
    );
  }
  return null;
}
