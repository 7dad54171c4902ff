import type { RouteOptions } from 'fastify';

/** Which methods each path answers, so that a wrong method is told from a wrong path (405, not 404). */
export type KnownRoutes = {
  add(route: RouteOptions): void;
  methodsOf(url: string): string[];
};

/** Fills itself as routes are registered; Fastify keeps no such list for a path of a request. */
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
