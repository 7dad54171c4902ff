import type { RouteOptions } from 'fastify';

/** The methods of each path, to answer a wrong method with 405 and a wrong path with 404. */
export type KnownRoutes = {
  add(route: RouteOptions): void;
  methodsOf(url: string): string[];
};

/** Filled as routes are registered; Fastify has no such list. */
export function createKnownRoutes(): KnownRoutes {
  const known = new Map<string, Set<string>>();
  return {
    add(route) {
      const methods = known.get(route.url) ?? new Set();
      for (const method of [route.method].flat()) methods.add(method.toUpperCase());
      known.set(route.url, methods);
    },
    methodsOf(url) {
      const path = (url.split(/[?;#]/, 1)[0] ?? '').split('/');
      const found = [...known].filter(([pattern]) => matches(pattern.split('/'), path));
      return [...new Set(found.flatMap(([, methods]) => [...methods]))].sort();
    },
  };
}

function matches(pattern: readonly string[], path: readonly string[]): boolean {
  if (pattern.length !== path.length) return false;
  return pattern.every((part, index) => (part.startsWith(':') ? path[index] !== '' : part === path[index]));
}
