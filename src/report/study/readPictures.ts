import { join } from 'node:path';
import { fileSize } from '../../files/fileSize.ts';
import { readInside } from '../../files/inside.ts';
import { MOST_TEXT_BYTES } from '../../files/readTextFile.ts';
import type { StudyRecord } from './studyRecord.ts';

/**
 * The SVG texts of a study's pictures by their ids, as `studyReport` takes them. What is not there, is a link, or is beyond 16 MiB with
 * those before it, is left out.
 *
 * @param folder of the study, in which `figures/` has them
 */
export async function readPictures(
  folder: string,
  { pictures }: Pick<StudyRecord, 'pictures'>,
): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  let left = MOST_TEXT_BYTES;
  for (const { id, file } of pictures) {
    const name = `figures/${file}`;
    left -= await fileSize(join(folder, name));
    if (left < 0) break;
    const bytes = await readInside(folder, name).catch(() => undefined);
    if (bytes) found[id] = bytes.toString();
  }
  return found;
}
