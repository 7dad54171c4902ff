/** Tests run from tsc's output, so that what is tested is what is bundled. */
export default {
  rootDir: 'build/__tests__',
  testMatch: ['**/*.test.js'],
  testEnvironment: 'node',
  transform: {},
  globalSetup: '<rootDir>/run/global-setup.js',
  globalTeardown: '<rootDir>/run/global-teardown.js',
  testTimeout: 60_000,
  // Tests wait for processes more than they compute; by default one core would be left idle.
  maxWorkers: '100%',
  reporters: ['default', '<rootDir>/../scripts/count-reporter.js'],
};
