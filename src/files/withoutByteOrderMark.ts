/** A file's text without the mark that some editors put before it, and which `JSON.parse` refuses. */
export function withoutByteOrderMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}
