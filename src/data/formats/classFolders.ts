import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { folderImageEndings } from '../images/folderImage.ts';

/** The image files of one class, by path, in alphabetical order. */
export interface ClassFiles {
  readonly name: string;
  readonly files: readonly string[];
}

/**
 * Lists a folder that has one folder a class, with images at any depth in it. Hidden folders and files of other
 * formats are passed over.
 *
 * @param classOf class of a folder by its name; undefined leaves the folder out. Folders of one class are merged
 * @returns classes in alphabetical order (by UTF-16 code, as most tools do); a class may have no file
 */
export async function listClasses(
  folder: string,
  classOf: (folderName: string) => string | undefined,
): Promise<readonly ClassFiles[]> {
  const classes = new Map<string, string[]>();
  for (const name of await folderNames(folder)) {
    const className = classOf(name);
    if (className === undefined) continue;
    const files = await imageFiles(join(folder, name));
    classes.set(className, [...(classes.get(className) ?? []), ...files]);
  }
  return [...classes]
    .map(([name, files]) => ({ name, files: files.sort() }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Names of the folders in a folder, links to folders included, hidden ones not; none where it does not exist.
 *
 * @throws Error when it cannot be read
 */
export async function folderNames(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
    throw new Error(`${folder}: cannot be read (${error.code})`);
  });
  const isFolder = await Promise.all(
    names.map((name) =>
      stat(join(folder, name)).then(
        (found) => found.isDirectory(),
        () => false,
      ),
    ),
  );
  return names.filter((name, index) => isFolder[index] && !name.startsWith('.')).sort();
}

// Links to folders are followed for a class only, not below it, so that a link upwards cannot loop.
async function imageFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = await Promise.all(
    entries
      .filter(({ name }) => !name.startsWith('.'))
      .map((entry) => {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) return imageFiles(path);
        return folderImageEndings.includes(extname(entry.name).toLowerCase()) ? [path] : [];
      }),
  );
  return files.flat();
}
