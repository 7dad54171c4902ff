import { classifyRefusal } from '../../github/rate-limit.js';
import { requestGitHub } from './github.js';
import { type LeaseDeps, SourceFailure } from './types.js';

/**
 * Ends an installation token's life; one that GitHub no longer knows is just as well. The request counts like any other, so
 * that a token whose budget is spent lives on until it expires.
 */
export async function revokeInstallationToken(
  deps: Pick<LeaseDeps, 'http'>,
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
