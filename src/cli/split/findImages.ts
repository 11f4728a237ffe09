import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { extname, join, parse } from 'node:path';
import { imageEndings } from '../../data/images/imageFile.ts';
import { systemReason } from '../../files/systemReason.ts';
import { UserError } from '../../wording/userError.ts';

export interface ImageFile {
  readonly path: string;
  /** Names its results: the file's name without ending, made unique; no other image of the folder has it. */
  readonly name: string;
}

/**
 * The image at `path`, or the images of the folder at `path`, by name: files with an image's ending; hidden files and
 * subfolders are left out.
 *
 * @throws UserError when there is nothing at `path`, it cannot be read, or the folder holds no image
 */
export async function findImages(path: string): Promise<ImageFile[]> {
  const isFolder = await read(path, async () => (await stat(path)).isDirectory());
  if (!isFolder) return [{ path, name: parse(path).name }];
  const entries = await read(path, () => readdir(path, { withFileTypes: true }));
  const files = entries.filter(isImage).map(({ name }) => name);
  if (files.length === 0) {
    throw new UserError(`folder '${path}' holds no images (${imageEndings.join(', ')})`);
  }
  const names = uniqueNames(files.toSorted());
  return Array.from(names, ([file, name]) => ({ path: join(path, file), name }));
}

/** File name → result name: two files of the same stem, such as a.png and a.jpg, become a-png and a-jpg. */
function uniqueNames(files: readonly string[]): Map<string, string> {
  // Some file systems hold A and a to be the same.
  const key = (name: string) => name.toLowerCase();
  const stems = files.map((file) => key(parse(file).name));
  const taken = new Set<string>();
  const names = new Map<string, string>();
  for (const file of files) {
    const { name: stem, ext } = parse(file);
    const alone = stems.filter((other) => other === key(stem)).length === 1;
    const base = alone ? stem : `${stem}-${ext.slice(1)}`;
    let name = base;
    for (let count = 2; taken.has(key(name)) || (name !== stem && stems.includes(key(name))); count++) {
      name = `${base}-${count}`;
    }
    taken.add(key(name));
    names.set(file, name);
  }
  return names;
}

function isImage(entry: Dirent): boolean {
  const ending = extname(entry.name).toLowerCase();
  return (
    !entry.isDirectory() && !entry.name.startsWith('.') && imageEndings.some((known) => known === ending)
  );
}

async function read<T>(path: string, reading: () => Promise<T>): Promise<T> {
  try {
    return await reading();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new UserError(`there is no file or folder '${path}'`);
    throw new UserError(`'${path}' cannot be read: ${systemReason(error)}`);
  }
}
