import type { RunnerFile } from './types.js';

/** The runner did not provide what the action needs in order to hand anything on safely. */
export class RunnerFault extends Error {
  constructor(file: RunnerFile) {
    super(
      `${file} is not set or its file is missing, so nothing can be handed to the runner without printing it. ` +
        'Run this action on a runner that supports file commands, and leave that variable alone.',
    );
    this.name = 'RunnerFault';
  }
}

/** Everything that is wrong with the inputs, each with what to write instead. */
export class InputFaults extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(
      `${faults.length === 1 ? 'An input is' : `${faults.length} inputs are`} wrong. ${faults.join(' | ')}`,
    );
    this.name = 'InputFaults';
    this.faults = faults;
  }
}
