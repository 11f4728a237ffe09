import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { UserError } from './userError.ts';

/**
 * The content of a YAML or JSON file.
 *
 * @throws UserError with the file's name when it cannot be read
 */
export function readYaml(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UserError(`${file}: ${(error as Error).message.split('\n')[0]}`);
  }
}
