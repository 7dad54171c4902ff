import type { Socket } from 'node:net';

/**
 * Node's own modules, each fetched at its first use: `tls` takes several milliseconds to load. `import()` of a
 * built-in module would cost more than it saves.
 */
export type NodeModules = {
  readonly net: () => typeof import('node:net');
  readonly tls: () => typeof import('node:tls');
};

/** The modules of the running Node. */
export function nodeModules(): NodeModules {
  return {
    net: () => process.getBuiltinModule('node:net'),
    tls: () => process.getBuiltinModule('node:tls'),
  };
}

/** Takes charge of a connection under way: it is destroyed as soon as its exchange is given up. */
export type Hold = (socket: Socket) => void;
