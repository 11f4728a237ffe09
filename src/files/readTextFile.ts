import { readingError } from './openRegular.ts';
import { readRange } from './readRange.ts';

/** Bytes that a text may have which people write by hand: settings, thresholds, names of classes. */
export const MOST_TEXT_BYTES = 2 ** 24;

/** Bytes that a record may have, such as an `audit.json`: longer than it gets. */
export const MOST_RECORD_BYTES = 2 ** 28;

/**
 * The text of a regular file, UTF-8, without a byte order mark.
 *
 * @param maxBytes what it may have; 16 MiB by default
 * @throws Error of one line that names the file when it cannot be read, is no regular file, or is longer
 */
export function readTextFile(path: string, { maxBytes = MOST_TEXT_BYTES } = {}): string {
  try {
    return new TextDecoder().decode(readRange(path, 0, undefined, { maxBytes }));
  } catch (error) {
    throw readingError(path, error);
  }
}
