import { classifyRefusal } from '../../github/rate-limit.js';
import { requestGitHub } from './github.js';
import { type RequestDeps, SourceFailure } from './types.js';

/**
 * Revokes an installation token; one that GitHub no longer knows is fine, too. The request counts against the token's
 * budget, so a `spent` token cannot be revoked and lives until it expires.
 */
export async function revokeInstallationToken(
  deps: Pick<RequestDeps, 'http'>,
  revocation: { githubApiUrl: string; token: string; timeoutMs: number },
): Promise<'revoked' | 'already_gone' | 'spent'> {
  const { githubApiUrl: apiUrl, token, timeoutMs } = revocation;
  const response = await requestGitHub(deps, {
    method: 'DELETE',
    apiUrl,
    path: '/installation/token',
    token,
    timeoutMs,
  });
  if (response.status === 204) return 'revoked';
  if (response.status === 401 || response.status === 404) return 'already_gone';
  if (classifyRefusal(response.status, response.headers, response.body) === 'exhausted') return 'spent';
  throw new SourceFailure(
    'refused',
    `GitHub did not revoke the installation token (status ${response.status}).`,
  );
}
