import { existsSync } from 'node:fs';
import { readTextFile } from '../../files/readTextFile.ts';
import { overlongName } from '../dataset/overlongName.ts';

/**
 * Reads `classes.json` of an image folder, an object of class → list of WordNet ids.
 *
 * @returns from a folder's name, an id or a class already merged, to the class; undefined where there is no file
 * @throws Error that names the file when it is no such object or an id belongs to two classes
 */
export function readClassMap(path: string): ReadonlyMap<string, string> | undefined {
  if (!existsSync(path)) return undefined;
  const text = readTextFile(path);
  const classOf = new Map<string, string>();
  const merged = Object.entries(parseObject(text, path));
  const problem = overlongName(merged.map(([className]) => className));
  if (problem !== undefined) throw new Error(`${path}: ${problem}`);
  for (const [className, ids] of merged) {
    if (!Array.isArray(ids) || !ids.every((id) => typeof id === 'string')) {
      throw new Error(`${path}: '${className}' must be a list of WordNet ids, got ${JSON.stringify(ids)}`);
    }
    for (const id of [className, ...ids]) {
      const other = classOf.get(id) ?? className;
      if (other !== className) throw new Error(`${path}: '${id}' is in '${other}' and in '${className}'`);
      classOf.set(id, className);
    }
  }
  return classOf;
}

function parseObject(text: string, path: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch (error) {
    throw new Error(`${path}: is no JSON (${(error as Error).message})`);
  }
  throw new Error(`${path}: must be an object of class → list of WordNet ids`);
}
