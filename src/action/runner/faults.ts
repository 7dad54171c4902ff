import { CodedError } from '../../coded-error.js';
import type { RunnerFile } from './types.js';

/** A file that the action needs to pass values to the runner is missing. */
export class RunnerFault extends CodedError<'runner_file_missing'> {
  constructor(file: RunnerFile) {
    super(
      'runner_file_missing',
      `${file} is not set or its file is missing, so no value can be passed to the runner without printing it. ` +
        'Run this action on a runner that supports file commands, and do not set that variable.',
    );
  }
}

/** Everything that is wrong with the inputs, each fault with what to write instead. */
export class InputFaults extends CodedError<'bad_inputs'> {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    const count = faults.length === 1 ? 'An input is' : `${faults.length} inputs are`;
    super('bad_inputs', `${count} wrong. ${faults.join(' | ')}`);
    this.faults = faults;
  }
}
