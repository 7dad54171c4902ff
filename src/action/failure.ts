/**
 * The base of every error of our own. The message is one line for people, fit for the log of a job; programs branch
 * on `code`.
 */
export class ActionFailure<Code extends string = string> extends Error {
  readonly code: Code;

  constructor(code: Code, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}
