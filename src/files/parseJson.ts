import type { z } from 'zod';

/** What a file says that it is. */
export interface FileKind {
  readonly schema: string;
  readonly version: number;
}

/**
 * Reads JSON through its schema.
 *
 * @param place file, or file and line, that the error starts with
 * @throws Error of one line: not JSON, or the first member that breaks the schema
 */
export function parseJson<T>(schema: z.ZodType<T>, text: string, place: string): T {
  const parsed = schema.safeParse(jsonOf(text, place));
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  throw new Error(`${place}: ${[...path, message].join(': ')}`);
}

/** As `parseJson`, for a record that carries its schema's name and version; these are looked at first. */
export function parseRecord<T>(schema: z.ZodType<T>, kind: FileKind, text: string, place: string): T {
  checkKind(Object(jsonOf(text, place)), kind, place);
  return parseJson(schema, text, place);
}

/**
 * Refuses a file of another kind, or one that a later or an earlier version of Passband wrote.
 *
 * @param found what the file says of itself; the version may be a number or its digits
 */
export function checkKind(
  found: { readonly schema?: unknown; readonly version?: unknown },
  { schema, version }: FileKind,
  place: string,
): void {
  if (found.schema !== schema) {
    throw new Error(`${place}: its schema must be ${schema}, got ${JSON.stringify(found.schema)}`);
  }
  if (Number(found.version) > version) {
    throw new Error(
      `${place}: written by a newer passband (${schema} ${found.version}, this one reads ${version}); ` +
        'update passband to open it',
    );
  }
  if (Number(found.version) < version) {
    throw new Error(
      `${place}: written by an older passband (${schema} ${found.version}, this one reads ${version}); ` +
        'make it anew, or open it with that one',
    );
  }
  if (Number(found.version) !== version) {
    throw new Error(`${place}: its version must be ${version}, got ${JSON.stringify(found.version)}`);
  }
}

function jsonOf(text: string, place: string): unknown {
  try {
    // Some editors put a mark before the text.
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    throw new Error(`${place}: not JSON`);
  }
}
