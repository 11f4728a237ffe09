import { printable } from '../report/printable.ts';
import { UserError } from './userError.ts';

// Lower floors begin a message with the function that refused, which says nothing to a person at the command line.
const FUNCTION_NAME = /^(?:[a-z]+[A-Z]\w*|decided|dlr|gradient|margin): /;

/** What was thrown or printed as an error, as one line without a stack trace. */
export function oneLine(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  // What a UserError begins with may be the name of a file.
  const said = error instanceof UserError ? text : text.replace(FUNCTION_NAME, '');
  return printable(said.replace(/^error: /, '').replace(/\s*\n\s*/g, ' '));
}
