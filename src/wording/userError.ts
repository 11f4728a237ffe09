/** A mistake that the person at the command line can mend. The message is one line: what is wrong, with the value, and what to do. */
export class UserError extends Error {
  override readonly name = 'UserError';
}
