/** A value as a field of a CSV file (RFC 4180). */
export function csvField(cell: string | number | null): string {
  if (typeof cell !== 'string') return String(cell ?? '');
  // A spreadsheet would run a name from outside that begins like a formula.
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
