/** Tests run from tsc's output, so that what is tested is what is bundled. */
export default {
  rootDir: 'build/__tests__',
  testMatch: ['**/*.test.js'],
  testEnvironment: 'node',
  transform: {},
  testTimeout: 60_000,
  reporters: ['default', '<rootDir>/../scripts/count-reporter.js'],
};
