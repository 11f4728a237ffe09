import { lstat, mkdir, realpath } from 'node:fs/promises';
import { dirname } from 'node:path';
import { requireRegular } from '../../files/openRegular.ts';
import { writeFileAtomically } from '../../files/writeFileAtomically.ts';
import { UserError } from '../../wording/userError.ts';
import { printDocument } from './print.ts';

/** The command's own streams, which a person may name as files. */
const streams: readonly string[] = ['/dev/stdout', '/dev/stderr'];

/**
 * Replaces a file that a person names, as a whole; its folder is made. Through a link the file that it leads to is replaced, and the link stays.
 *
 * @throws UserError of one line where a pipe, a device or a folder lies there
 */
export async function writeNamedFile(path: string, content: string): Promise<void> {
  if (streams.includes(path)) {
    printDocument(content, path === '/dev/stderr' ? 'stderr' : 'stdout');
    return;
  }
  await mkdir(dirname(path), { recursive: true });
  const place = await realpath(path).catch(() => path);
  const found = await lstat(place).catch(() => undefined);
  try {
    if (found) requireRegular(path, found);
  } catch (error) {
    throw new UserError((error as Error).message, { cause: error });
  }
  await writeFileAtomically(place, content);
}
