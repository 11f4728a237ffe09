import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { UserError } from '../../wording/userError.ts';

/**
 * The content of a YAML or JSON file.
 *
 * @throws UserError with the file's name when it cannot be read
 */
export function readYaml(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new UserError(`there is no file '${file}'`);
    if (code === 'EISDIR') throw new UserError(`'${file}' is a folder, not a YAML or JSON file`);
    throw new UserError(`${file}: ${message.split('\n')[0]}`);
  }
}
