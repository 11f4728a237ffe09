/** Names of a model's classes in the order of its logits, and where they stood. */
export interface ClassNames {
  readonly names: readonly string[];
  readonly source: string;
}

/** Keys under which exporters leave class names, ours first. */
const keys = ['passband.classes', 'classes', 'names', 'class_names', 'labels', 'id2label'];

/** The class names in a model's metadata, undefined where no known key holds a list. */
export function classNamesOf(metadata: Readonly<Record<string, string>>): ClassNames | undefined {
  for (const key of keys) {
    const names = Object.hasOwn(metadata, key) ? parseNames(metadata[key]) : undefined;
    if (names) return { names, source: `the model's metadata '${key}'` };
  }
  return undefined;
}

/**
 * The class names in a file: a JSON list, or one name a line.
 *
 * @throws Error that names the file when it holds fewer than two names, or one twice
 */
export function classNamesOfFile(text: string, path: string): ClassNames {
  const names = parseNames(text) ?? lines(text);
  if (names.length < 2) throw new Error(`${path}: needs at least two class names, a JSON list or one a line`);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`${path}: class '${twice}' is there twice`);
  return { names, source: path };
}

const lines = (text: string) => text.split(/\r?\n/).flatMap((line) => line.trim() || []);

/** A JSON list, a JSON object by index, or a Python dict by index as Ultralytics writes it. */
function parseNames(text: string): string[] | undefined {
  const names = jsonNames(text) ?? pythonNames(text);
  return names && names.length > 1 && new Set(names).size === names.length ? names : undefined;
}

function jsonNames(text: string): string[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  return inOrder(Object.entries(value));
}

function pythonNames(text: string): string[] | undefined {
  if (!/^\s*\{.*\}\s*$/s.test(text)) return undefined;
  const items = text.matchAll(/(\d+)\s*:\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g);
  return inOrder(
    [...items].map(([, index, single, double]) => [index, (single ?? double).replaceAll(/\\(.)/g, '$1')]),
  );
}

/** Names whose indices are 0, 1, 2, … */
function inOrder(entries: readonly (readonly [string, unknown])[]): string[] | undefined {
  const names = entries.toSorted(([a], [b]) => Number(a) - Number(b));
  const isList = names.every(([index, name], place) => index === String(place) && typeof name === 'string');
  return isList && names.length > 0 ? names.map(([, name]) => name as string) : undefined;
}
