/**
 * The base of all our own errors. The message is one line for the job's log, without secrets; code branches on `code`.
 */
export class ActionFailure<Code extends string = string> extends Error {
  readonly code: Code;

  constructor(code: Code, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}
