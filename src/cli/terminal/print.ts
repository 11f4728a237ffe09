import { oneLine } from '../../wording/oneLine.ts';
import { printableJson, withoutControls } from '../../wording/printable.ts';
import { shortened } from '../../wording/shortened.ts';

// The one place that writes to stdout and stderr. Names of files, classes and models, records and errors may hold anything, so
// each line is made readable here: a space takes the place of line ends and of characters that act on a terminal.

/** Longer than any path that a file system takes. */
const MOST_CHARACTERS = 5000;

/** A line, or its parts, without line ends. */
export type Line = string | readonly (string | Painted)[];

/** A part of a line in a colour of its own; `code` as in "Select Graphic Rendition": `1;31`. */
export interface Painted {
  readonly text: string;
  readonly code: string;
}

/** A stream for progress: whether a person sees it redrawn, and how wide it is. */
export interface TerminalStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Prints results. */
export function printLines(lines: readonly Line[]): void {
  process.stdout.write(textOf(lines, { colour: isColoured() }));
}

/** Prints results as one line of JSON. */
export function printJson(value: unknown): void {
  process.stdout.write(`${printableJson(value)}\n`);
}

/** Prints what is else a file's content, as it is but for characters that act on a terminal. */
export function printDocument(content: string, stream: 'stdout' | 'stderr'): void {
  process[stream].write(content.split('\n').map(withoutControls).join('\n'));
}

/** Says something beside the results, such as a warning. */
export function tell(...lines: readonly string[]): void {
  errorStream.write(textOf(lines));
}

/** Says why a command, or a part of its work, fails: in one line, or with the stack where PASSBAND_TRACE asks for it. */
export function complain(error: unknown): void {
  const stack = process.env.PASSBAND_TRACE && error instanceof Error ? error.stack : undefined;
  tell(...(stack === undefined ? [`passband: ${oneLine(error)}`] : `passband: ${stack}`.split('\n')));
}

/** stderr, for progress. What is written here has been made readable. */
export const errorStream: TerminalStream = {
  get isTTY() {
    return process.stderr.isTTY;
  },
  get columns() {
    return process.stderr.columns;
  },
  write(text) {
    try {
      process.stderr.write(text);
    } catch {
      // Its reader is gone or its disk is full: nobody can be told, and the work goes on.
    }
  },
};

/** Columns of the window that shows the results; undefined where they go into a file or to another program. */
export function windowWidth(): number | undefined {
  return process.stdout.isTTY ? process.stdout.columns : undefined;
}

/** Lines as they are written, a line end behind each. */
export function textOf(lines: readonly Line[], { colour = false } = {}): string {
  return lines.map((line) => `${lineText(line, colour)}\n`).join('');
}

function lineText(line: Line, colour: boolean): string {
  const parts = typeof line === 'string' ? [line] : line;
  const texts = parts.map((part) => {
    if (typeof part === 'string') return readable(part);
    return colour ? `\u001b[${part.code}m${readable(part.text)}\u001b[0m` : readable(part.text);
  });
  return texts.join('').trimEnd();
}

const readable = (text: string) => withoutControls(shortened(text, MOST_CHARACTERS));

/** Colour only where a person looks, and only if that person has not asked for none (no-color.org). */
function isColoured(): boolean {
  return process.stdout.isTTY && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
}
