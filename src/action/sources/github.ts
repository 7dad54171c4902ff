import { joinUrl } from '../http/address.js';
import type { HttpRequest, HttpResponse } from '../http/types.js';
import type { RequestDeps } from './types.js';

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

export function gitHubRequest(call: GitHubCall): HttpRequest {
  return {
    method: call.method,
    url: joinUrl(call.apiUrl, call.path),
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${call.token}`,
      'x-github-api-version': '2022-11-28',
    },
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    ...(call.signal ? { signal: call.signal } : {}),
    graceMs: call.graceMs,
    timeoutMs: call.timeoutMs,
  };
}

/** Sends one request to GitHub, without retries. */
export function requestGitHub(deps: Pick<RequestDeps, 'http'>, call: GitHubCall): Promise<HttpResponse> {
  return deps.http(gitHubRequest(call));
}
