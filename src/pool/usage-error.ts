/** What the person at the command line can mend: shown as one line, without a stack, with exit code 2. */
export class Mistake extends Error {
  override readonly name = 'Mistake';
}
