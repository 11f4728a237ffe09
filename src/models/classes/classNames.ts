import { overlongName } from '../../data/dataset/overlongName.ts';
import { parseNames } from './parseNames.ts';

/** Names of a model's classes in the order of its logits, and where they stood. */
export interface ClassNames {
  readonly names: readonly string[];
  readonly source: string;
}

/** Characters of a list that are looked through, as of one in a file (`readTextFile`). */
const LONGEST_LIST = 2 ** 24;

/** Keys under which exporters leave class names, ours first. */
const keys = ['passband.classes', 'classes', 'names', 'class_names', 'labels', 'id2label'];

/**
 * The class names in a model's metadata, undefined where there is no known key. Where several keys are there, the first that
 * holds names counts.
 *
 * @throws Error of one line when none of those that are there holds a list of different names: the order of the classes
 *   would be a guess
 */
export function classNamesOf(metadata: Readonly<Record<string, string>>): ClassNames | undefined {
  const there = keys.filter((key) => Object.hasOwn(metadata, key) && metadata[key].trim() !== '');
  const found = there.map((key) => ({
    names: metadata[key].length > LONGEST_LIST ? [] : (parseNames(metadata[key]) ?? []),
    source: `the model's metadata '${key}'`,
  }));
  const whole = found.find(
    ({ names }) => names.length > 1 && twiceIn(names) === undefined && overlongName(names) === undefined,
  );
  if (whole || found.length === 0) return whole;
  const [{ names, source }] = found;
  const long = overlongName(names);
  if (long !== undefined) throw new Error(`${source}: ${long}`);
  const twice = twiceIn(names);
  if (twice !== undefined) throw new Error(`${source} names '${twice}' twice`);
  throw new Error(
    `${source} ${names.length === 1 ? 'holds one name only' : 'cannot be read as class names'}`,
  );
}

/** The class names in a model's metadata, or why they cannot be read, which stops only what needs them. */
export function classNamesOrNote(metadata: Readonly<Record<string, string>>): {
  classNames: string[] | null;
  classNote: string[];
} {
  try {
    const found = classNamesOf(metadata);
    return { classNames: found ? [...found.names] : null, classNote: [] };
  } catch (error) {
    return { classNames: null, classNote: [(error as Error).message] };
  }
}

/**
 * The class names in a file, in any form that `parseNames` reads.
 *
 * @throws Error that names the file when it holds fewer than two names, one twice, or one that is as long as a text
 */
export function classNamesOfFile(text: string, path: string): ClassNames {
  const names = parseNames(text) ?? [];
  if (names.length < 2) {
    throw new Error(
      `${path}: needs at least two class names: a JSON list, an object by index such as id2label, or one a line`,
    );
  }
  const long = overlongName(names);
  if (long !== undefined) throw new Error(`${path}: ${long}`);
  const twice = twiceIn(names);
  if (twice !== undefined) throw new Error(`${path}: class '${twice}' is there twice`);
  return { names, source: path };
}

function twiceIn(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return names.find((name) => seen.size === seen.add(name).size);
}
