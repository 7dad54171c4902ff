/**
 * Which way imports point (docs/architecture.md). Run on tsc's output, where only imports of the run time are
 * left; `__tests__/project/layers.test.ts` holds the hardest rules for types as well.
 */

const never = ({ name, comment, from, to }) => ({ name, comment, severity: 'error', from, to });
const src = (folders) => ({ path: `^build/src/(${folders})` });

/** Each layer of a side, lowest first; a layer may import its own folder and lower layers only. */
const upward = (side, layers) =>
  layers.slice(0, -1).map((layer, index) =>
    never({
      name: `${side}-${layer.replaceAll(/\W+/g, '-')}-imports-downwards`,
      comment: `${side}: ${layer} must not import what stands above it`,
      from: { path: `^build/src/${side}/(${layer})(/|\\.js$)` },
      to: { path: `^build/src/${side}/(${layers.slice(index + 1).join('|')})(/|\\.js$)` },
    }),
  );

export default {
  forbidden: [
    never({ name: 'no-circles', from: {}, to: { circular: true } }),
    never({ name: 'action-without-pool', from: src('action/'), to: src('pool/') }),
    never({ name: 'pool-without-action', from: src('pool/'), to: src('action/') }),
    never({
      name: 'entries-are-imported-by-nobody',
      from: {},
      to: { path: '^build/src/(action/entries/|pool/main\\.js$)' },
    }),
    never({ name: 'wire-imports-nothing', from: src('wire\\.js$'), to: {} }),
    never({
      name: 'shared-facts-stand-alone',
      from: src('github/|json-schema\\.js$'),
      to: { pathNot: '^build/src/(github/|json-schema\\.js$|wire\\.js$)' },
    }),
    never({
      name: 'src-without-its-surroundings',
      from: { path: '^build/src/' },
      to: { path: '^build/(__tests__|testkit|bench|demo|scripts)/' },
    }),
    never({
      name: 'pool-without-dev-dependencies',
      from: src('pool/'),
      to: { dependencyTypes: ['npm-dev'] },
    }),
    // The exception is found by `paths` in tsconfig.bundle.json, when it is bundled.
    never({
      name: 'resolvable',
      from: {},
      to: { couldNotResolve: true, pathNot: '^@actions/github/lib/context$' },
    }),
    ...upward('action', ['http|runner', 'sources', 'fetch|refresh', 'entries']),
    ...upward('pool', [
      'domain',
      'store|vault|github',
      'auth|leasing|owners',
      'web|legacy',
      'server',
      'cli',
      'main',
    ]),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
