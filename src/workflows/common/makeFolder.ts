import { mkdir } from 'node:fs/promises';
import { systemReason } from '../../files/systemReason.ts';
import { UserError } from '../../wording/userError.ts';

/** Makes the folder that `--out` names, if it is not there. */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new UserError(`--out: folder '${folder}' cannot be made: ${systemReason(error)}`);
  }
}
