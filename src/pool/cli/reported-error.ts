/** A command that has printed its result, which is not good: only the exit code and a line for people are left. */
export class ReportedError extends Error {
  override readonly name = 'ReportedError';
}
