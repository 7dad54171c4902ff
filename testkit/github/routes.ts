import type { Incoming, Route } from './exchange.js';
import { APP_ROUTES } from './routes-apps.js';
import { INSTALLATION_ROUTES } from './routes-installation.js';
import { META_ROUTES } from './routes-meta.js';
import { OAUTH_APPLICATION_ROUTES } from './routes-oauth-applications.js';
import { OIDC_ROUTES } from './routes-oidc.js';
import { REPOSITORY_ROUTES } from './routes-repositories.js';
import { SIGN_IN_ROUTES } from './routes-sign-in.js';

/** All routes of the stand-in. */
export const ROUTES: readonly Route[] = [
  ...META_ROUTES,
  ...APP_ROUTES,
  ...INSTALLATION_ROUTES,
  ...REPOSITORY_ROUTES,
  ...OAUTH_APPLICATION_ROUTES,
  ...SIGN_IN_ROUTES,
  ...OIDC_ROUTES,
];

export type Found = { route: Route; params: { readonly [name: string]: string } };

/** The route that serves a request, with the named parts of its path. */
export function findRoute(request: Incoming): Found | undefined {
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  for (const route of ROUTES) {
    const params = route.method === method ? matchPath(route.pattern, request.path) : undefined;
    if (params) return { route, params };
  }
  return undefined;
}

function matchPath(pattern: string, path: string): { [name: string]: string } | undefined {
  const expected = pattern.split('/');
  const actual = path.split('/');
  if (expected.length !== actual.length) return undefined;
  const params: { [name: string]: string } = {};
  for (const [index, part] of expected.entries()) {
    const value = actual[index] ?? '';
    if (part.startsWith(':') && value !== '') params[part.slice(1)] = decoded(value);
    else if (part !== value) return undefined;
  }
  return params;
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
