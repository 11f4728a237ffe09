import { systemErrorText } from '../files/systemReason.ts';
import { printable } from './printable.ts';
import { shortened } from './shortened.ts';
import { UserError } from './userError.ts';
import { withoutFunctionName } from './withoutFunctionName.ts';

/** What a reader still looks through; a path is rarely longer. */
const MOST_CHARACTERS = 1000;

/** What was thrown or printed as an error, as one line without a stack trace. */
export function oneLine(error: unknown): string {
  const text =
    systemErrorText(error) ?? (error instanceof Error ? error.message || error.name : String(error));
  // What a UserError begins with may be the name of a file.
  const said = error instanceof UserError ? text : withoutFunctionName(text);
  return printable(shortened(said.replace(/^error: /, ''), MOST_CHARACTERS).replace(/\s*\n\s*/g, ' '));
}
