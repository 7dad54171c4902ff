import { writeFileSync } from 'node:fs';

/** The results of jest that are counted. */
type Results = { numPassedTests: number; numFailedTests: number; numRuntimeErrorTestSuites: number };

/**
 * Writes `<passed> <failed>` to the file named by TEST_COUNTS_FILE, for .ci/run.
 *
 * A test file that cannot be loaded counts as one failure.
 */
class CountReporter {
  onRunComplete(_contexts: unknown, results: Results): void {
    const path = process.env.TEST_COUNTS_FILE;
    if (!path) return;
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    writeFileSync(path, `${results.numPassedTests} ${failed}\n`);
  }
}

// jest takes a reporter only as the default export of its module.
export default CountReporter;
