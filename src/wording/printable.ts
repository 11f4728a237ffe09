/**
 * Control characters, which could move a terminal's cursor; invisible ones, which could turn the direction of what follows; halves
 * of surrogate pairs; and line ends.
 */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]+/gu;

/** Text from outside as it may stand in one line, with a space in place of characters that are not for reading. */
export function printable(text: string): string {
  return withoutControls(text).trim();
}

/** As `printable`, but for white space at the ends, which may be a table's. */
export function withoutControls(text: string): string {
  return text.replace(UNPRINTABLE, ' ');
}

/** JSON whose characters can all be read: equal to what it was made of, since the others are written as `\u202e`. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value).replace(UNPRINTABLE, (characters) =>
    Array.from({ length: characters.length }, (_, place) => {
      return `\\u${characters.charCodeAt(place).toString(16).padStart(4, '0')}`;
    }).join(''),
  );
}
