import { printable } from './printable.ts';
import { UserError } from './userError.ts';
import { withoutFunctionName } from './withoutFunctionName.ts';

/** What was thrown or printed as an error, as one line without a stack trace. */
export function oneLine(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  // What a UserError begins with may be the name of a file.
  const said = error instanceof UserError ? text : withoutFunctionName(text);
  return printable(said.replace(/^error: /, '').replace(/\s*\n\s*/g, ' '));
}
