import { readTextFile } from '../../files/readTextFile.ts';
import { UserError } from '../../wording/userError.ts';

/**
 * The text of a file that a person names, as `readTextFile`.
 *
 * @throws UserError of one line that begins with the file's name
 */
export function readNamedFile(...[path, limits]: Parameters<typeof readTextFile>): string {
  try {
    return readTextFile(path, limits);
  } catch (error) {
    throw new UserError((error as Error).message, { cause: error });
  }
}
