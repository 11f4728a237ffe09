/** What was thrown, as one line for a person: without the name of the function that refused, without line breaks. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text
    .replace(/^(?:Error: )?(?:[a-z]+[A-Z]\w*|decided|dlr|gradient|margin): /, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 400);
}
