import Sequencer from '@jest/test-sequencer';

/**
 * Files that take longest, mostly by waiting, longest first, and small files that take many seconds. A machine on which
 * no run has been timed yet would begin with the largest files instead, and wait in the end for one of these alone.
 */
const LONGEST = [
  'demo/matrix',
  'project/release',
  'examples/examples',
  'pool/store/postgres',
  'demo/long',
  'pool/web/sign-in',
  'pool/store/sqlite',
  'action/sources/candidates',
  'action/fetch/hostile-pool',
  'action/refresh/crowd',
  'examples/blocks',
  'end-to-end/oidc-job',
  'pool/web/browser',
  'pool/cli/simulation/replay',
  'pool/web/contributor-routes',
  'action/refresh/long-job',
  'chaos/experiments',
  'fuzz/fuzz',
];

/** How early a file starts; unlisted files keep jest's order. */
function placeOf(path: string): number {
  const place = LONGEST.findIndex((name) => path.endsWith(`/${name}.test.js`));
  return place === -1 ? LONGEST.length : place;
}

// Its types are those of its CommonJS form alone.
const JestSequencer = Sequencer as unknown as typeof Sequencer.default;

class LongestFirst extends JestSequencer {
  override async sort(tests: Parameters<Sequencer.default['sort']>[0]) {
    const sorted = await super.sort(tests);
    return sorted.toSorted((one, other) => placeOf(one.path) - placeOf(other.path));
  }
}

// jest takes a sequencer only as the default export of its module.
export default LongestFirst;
