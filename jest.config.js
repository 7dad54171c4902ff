import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** Tests run from tsc's output, so that what is tested is what is bundled. */
export default {
  rootDir: 'build/__tests__',
  // By their sources, because tsc does not delete the output of tests that are gone.
  testMatch: globSync('__tests__/**/*.test.ts').map(
    (path) => `<rootDir>/../${path.replaceAll('\\', '/').replace(/ts$/, 'js')}`,
  ),
  testEnvironment: 'node',
  transform: {},
  globalSetup: '<rootDir>/run/global-setup.js',
  globalTeardown: '<rootDir>/run/global-teardown.js',
  testSequencer: '<rootDir>/run/sequencer.js',
  testTimeout: 60_000,
  // Four on two cores: tests wait for processes about half of the time.
  maxWorkers: 2 * availableParallelism(),
  reporters: ['default', '<rootDir>/../scripts/count-reporter.js'],
};
