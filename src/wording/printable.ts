/**
 * Text from outside as it may stand in one line: without control characters, which could move a terminal's cursor, without
 * invisible ones, which could turn the direction of what follows, and without line ends.
 */
export function printable(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
