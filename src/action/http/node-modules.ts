/**
 * Node's own modules, each fetched at its first use: `https` and `tls` take some 10 ms to load. `import()` of a
 * built-in module would cost more than it saves.
 */
export type NodeModules = {
  readonly http: () => typeof import('node:http');
  readonly https: () => typeof import('node:https');
  readonly tls: () => typeof import('node:tls');
};

/** The modules of the running Node. */
export function nodeModules(): NodeModules {
  return {
    http: () => process.getBuiltinModule('node:http'),
    https: () => process.getBuiltinModule('node:https'),
    tls: () => process.getBuiltinModule('node:tls'),
  };
}

export type Destroyable = { destroy(): unknown };

/** Takes charge of a connection under way: it is destroyed as soon as its exchange is given up. */
export type Hold = (one: Destroyable) => void;
