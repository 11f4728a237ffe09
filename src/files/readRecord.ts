import { join } from 'node:path';
import type { z } from 'zod';
import { fileSize } from './fileSize.ts';
import { readInside } from './inside.ts';
import { type FileKind, parseJson, parseRecord } from './parseJson.ts';
import { MOST_RECORD_BYTES } from './readTextFile.ts';

/**
 * A record of a folder of results.
 *
 * @param kind what the record must say that it is; without it, a part that records of several kinds share is read
 * @returns undefined where there is no such file or folder
 * @throws Error of one line: a link, longer than a record gets, no JSON, of another kind or version, or the first member that
 *   breaks the schema
 */
export async function readRecord<T>(
  folder: string,
  name: string,
  schema: z.ZodType<T>,
  kind?: FileKind,
): Promise<T | undefined> {
  const place = join(folder, name);
  const size = await fileSize(place);
  if (size > MOST_RECORD_BYTES) {
    throw new Error(`${place}: must have at most ${MOST_RECORD_BYTES} bytes, got ${size}`);
  }
  const bytes = await readInside(folder, name);
  if (bytes === undefined) return undefined;
  const text = bytes.toString();
  return kind ? parseRecord(schema, kind, text, place) : parseJson(schema, text, place);
}

/**
 * As `readRecord`, of a folder that must have it.
 *
 * @throws Error of one line where there is no such file too
 */
export async function requireRecord<T>(
  folder: string,
  name: string,
  schema: z.ZodType<T>,
  kind?: FileKind,
): Promise<T> {
  const record = await readRecord(folder, name, schema, kind);
  if (record === undefined) throw new Error(`${join(folder, name)}: there is no such file`);
  return record;
}
