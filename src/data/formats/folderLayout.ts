import { basename, join } from 'node:path';
import { splitOffTest, testSplitNotice, type WithoutTest } from '../dataset/testSplit.ts';
import { type ClassFiles, folderNames, listClasses } from './classFolders.ts';
import { readClassMap } from './classMap.ts';

/** Image files with their labels. */
export interface Listing {
  readonly files: readonly string[];
  readonly labels: Int32Array;
}

export interface FolderListing {
  readonly classes: readonly string[];
  readonly train: Listing;
  readonly test: Listing;
  readonly notices: readonly string[];
  /** Class → the ids that `classes.json` merges into it. */
  readonly wordNetIds?: Readonly<Record<string, readonly string[]>>;
}

/**
 * Finds the classes and the splits of an image folder: `train/<class>/…` with `test/<class>/…` or else
 * `val/<class>/…`; or `<class>/…` alone, of which a fifth is set aside as the test set, or all is tested.
 *
 * @throws Error that names the folder: fewer than two classes, a class without images in either split, a test class
 *   that is not a training class
 */
export async function listFolder(folder: string, withoutTest: WithoutTest): Promise<FolderListing> {
  const hasTrain = (await folderNames(folder)).includes('train');
  const trainFolder = hasTrain ? join(folder, 'train') : folder;
  const map = readClassMap(join(folder, 'classes.json'));
  const classOf = (name: string) => (map ? map.get(name) : name);
  const learned = await listClasses(trainFolder, classOf);
  const classes = map ? [...new Set(map.values())].sort() : learned.map(({ name }) => name);
  if (classes.length < 2) {
    throw new Error(
      `${trainFolder}: needs at least two folders, one a class, got ${classes.join(', ') || 'none'}`,
    );
  }
  const wordNetIds = map && idsByClass(map);
  const learnable = flatten(learned, classes, trainFolder);
  const name = basename(folder);
  const straysIn = async (part: string, said: string) => {
    const strays = map ? (await folderNames(part)).filter((name) => !map.has(name)) : [];
    return strays.length === 0 ? [] : [`${said}: ${straysNotice(strays)}`];
  };
  const notices = await straysIn(trainFolder, name);
  if (hasTrain) {
    for (const testFolder of [join(folder, 'test'), join(folder, 'val')]) {
      const tested = await listClasses(testFolder, classOf);
      // ImageNet's `test` has images without classes; a folder without one of ours is no test set to us.
      if (!tested.some(({ name }) => classes.includes(name))) continue;
      const all = [...notices, ...(await straysIn(testFolder, `${name}/${basename(testFolder)}`))];
      return {
        ...{ classes, train: learnable, test: flatten(tested, classes, testFolder), notices: all },
        ...(wordNetIds && { wordNetIds }),
      };
    }
  }
  const { train, test } = splitOffTest(learnable.labels, withoutTest);
  return {
    classes,
    train: pickFiles(learnable, train),
    test: pickFiles(learnable, test),
    notices: [...notices, testSplitNotice(name, withoutTest)],
    ...(wordNetIds && { wordNetIds }),
  };
}

function idsByClass(classOf: ReadonlyMap<string, string>): Record<string, string[]> {
  const ids: Record<string, string[]> = Object.create(null);
  for (const [id, name] of classOf) if (id !== name) (ids[name] ??= []).push(id);
  return ids;
}

/** The files at `indices`, in that order. */
export function pickFiles({ files, labels }: Listing, indices: Uint32Array): Listing {
  return {
    files: Array.from(indices, (index) => files[index]),
    labels: Int32Array.from(indices, (index) => labels[index]),
  };
}

function flatten(listed: readonly ClassFiles[], classes: readonly string[], folder: string): Listing {
  const unknown = listed.find(({ name }) => !classes.includes(name));
  if (unknown) throw new Error(`${folder}: '${unknown.name}' is not among the training classes`);
  const filesOf = (name: string) => listed.find((each) => each.name === name)?.files ?? [];
  const empty = classes.find((name) => filesOf(name).length === 0);
  if (empty !== undefined) throw new Error(`${folder}: class '${empty}' has no JPEG, PNG or WebP image`);
  return {
    files: classes.flatMap(filesOf),
    labels: Int32Array.from(classes.flatMap((name, label) => filesOf(name).map(() => label))),
  };
}

function straysNotice(strays: readonly string[]): string {
  const names = strays.length > 3 ? `${strays.slice(0, 3).join(', ')}, …` : strays.join(', ');
  return `${strays.length} folders (${names}) are in no class of classes.json and were left out`;
}
