import { mkdir } from 'node:fs/promises';
import { systemReason } from '../../files/systemReason.ts';
import { UserError } from '../../wording/userError.ts';

/**
 * Makes the folder that a flag names, if it is not there.
 *
 * @returns whether it was not
 */
export async function makeFolder(folder: string, flag = '--out'): Promise<boolean> {
  try {
    return (await mkdir(folder, { recursive: true })) !== undefined;
  } catch (error) {
    // Where a disk can only be read, `recursive` says that there is no such file; without it the reason comes.
    const plain = await mkdir(folder).then(
      () => error,
      (reason: NodeJS.ErrnoException) => (reason.code === 'ENOENT' ? error : reason),
    );
    throw new UserError(`${flag}: folder '${folder}' cannot be made: ${systemReason(plain)}`);
  }
}
