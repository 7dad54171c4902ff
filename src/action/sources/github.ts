import { joinUrl } from '../http/address.js';
import type { HttpRequest, HttpResponse } from '../http/types.js';
import type { LeaseDeps } from './types.js';

export type GitHubCall = {
  readonly method: HttpRequest['method'];
  readonly apiUrl: string;
  readonly path: string;
  /** An API token or an App's JWT. */
  readonly token: string;
  readonly body?: unknown;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  readonly graceMs?: number;
};

export function gitHubRequest(question: GitHubCall): HttpRequest {
  return {
    method: question.method,
    url: joinUrl(question.apiUrl, question.path),
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${question.token}`,
      'x-github-api-version': '2022-11-28',
    },
    ...(question.body === undefined ? {} : { body: JSON.stringify(question.body) }),
    ...(question.signal ? { signal: question.signal } : {}),
    graceMs: question.graceMs,
    timeoutMs: question.timeoutMs,
  };
}

/** Sends one request to GitHub, without retries. */
export function requestGitHub(deps: Pick<LeaseDeps, 'http'>, question: GitHubCall): Promise<HttpResponse> {
  return deps.http(gitHubRequest(question));
}
