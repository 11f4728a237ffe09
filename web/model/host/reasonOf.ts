import { withoutFunctionName } from '../../../src/wording/withoutFunctionName.ts';

/** What was thrown, as one line for a person. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  return withoutFunctionName(text.replace(/^Error: /, ''))
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 400);
}
