import { CodedError } from '../faults/coded-error.js';

/** A command that has printed its result, which is not good: only the exit code and a line for people are left. */
export class ReportedError extends CodedError<'reported'> {
  constructor(message: string) {
    super('reported', message);
  }
}
