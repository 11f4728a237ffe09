import { mkdir } from 'node:fs/promises';
import { systemReason } from '../../files/systemReason.ts';
import { UserError } from '../../wording/userError.ts';

/**
 * Makes the folder that `--out` names, if it is not there.
 *
 * @returns whether it was not
 */
export async function makeFolder(folder: string): Promise<boolean> {
  try {
    return (await mkdir(folder, { recursive: true })) !== undefined;
  } catch (error) {
    throw new UserError(`--out: folder '${folder}' cannot be made: ${systemReason(error)}`);
  }
}
