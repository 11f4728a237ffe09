import { parse } from 'yaml';
import { UserError } from '../../wording/userError.ts';
import { readNamedFile } from './readNamedFile.ts';

/** Bytes of settings or thresholds, which people write by hand; a parser of YAML takes a hundred times as many. */
const MOST_BYTES = 2 ** 20;

/**
 * The content of a YAML or JSON file.
 *
 * @throws UserError with the file's name when it cannot be read, is no regular file, or has more than 1 MiB
 */
export function readYaml(file: string): unknown {
  const text = readNamedFile(file, { maxBytes: MOST_BYTES });
  try {
    return parse(text);
  } catch (error) {
    throw new UserError(`${file}: ${(error as Error).message.split('\n')[0]}`);
  }
}
