/**
 * Text of at most so many UTF-16 code units: of a longer one its beginning and its end, which in an error says what to do, with … between.
 */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = Math.floor(most / 4);
  return `${text.slice(0, most - end - 1)}…${text.slice(text.length - end)}`;
}
