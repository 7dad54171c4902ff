/**
 * Node's own modules. `https` and `tls` take some 10 ms to load, so they are fetched at the first https address;
 * `import()` of a builtin would cost more than it saves.
 */
export type NodeModules = {
  readonly http: typeof import('node:http');
  readonly https: () => typeof import('node:https');
  readonly tls: () => typeof import('node:tls');
};

/** The modules of the running Node. */
export function nodeModules(): NodeModules {
  return {
    // Imported as a namespace, it would be copied member by member.
    http: process.getBuiltinModule('node:http'),
    https: () => process.getBuiltinModule('node:https'),
    tls: () => process.getBuiltinModule('node:tls'),
  };
}
