import { CodedError } from '../../coded-error.js';

/** A command has printed a bad result: only the exit code and a line for people follow. */
export class ReportedError extends CodedError<'reported'> {
  constructor(message: string) {
    super('reported', message);
  }
}
