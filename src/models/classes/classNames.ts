/** Names of a model's classes in the order of its logits, and where they stood. */
export interface ClassNames {
  readonly names: readonly string[];
  readonly source: string;
}

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
    names: parseNames(metadata[key]) ?? [],
    source: `the model's metadata '${key}'`,
  }));
  const whole = found.find(({ names }) => names.length > 1 && twiceIn(names) === undefined);
  if (whole || found.length === 0) return whole;
  const [{ names, source }] = found;
  const twice = twiceIn(names);
  if (twice !== undefined) throw new Error(`${source} names '${twice}' twice`);
  throw new Error(
    `${source} ${names.length === 1 ? 'holds one name only' : 'cannot be read as class names'}`,
  );
}

/**
 * The class names in a file: a JSON list, or one name a line.
 *
 * @throws Error that names the file when it holds fewer than two names, or one twice
 */
export function classNamesOfFile(text: string, path: string): ClassNames {
  const names = parseNames(text) ?? lines(text);
  if (names.length < 2) throw new Error(`${path}: needs at least two class names, a JSON list or one a line`);
  const twice = twiceIn(names);
  if (twice !== undefined) throw new Error(`${path}: class '${twice}' is there twice`);
  return { names, source: path };
}

const lines = (text: string) => text.split(/\r?\n/).flatMap((line) => line.trim() || []);

const twiceIn = (names: readonly string[]) => names.find((name, index) => names.indexOf(name) !== index);

/** A JSON list, a JSON object by index, or as Python prints them a list or a dict by index (Ultralytics). */
function parseNames(text: string): string[] | undefined {
  return jsonNames(text) ?? pythonList(text) ?? pythonDict(text);
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

const QUOTED = String.raw`(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")`;
const LIST = new RegExp(String.raw`^\s*[[(]\s*${QUOTED}(?:\s*,\s*${QUOTED})*\s*,?\s*[\])]\s*$`, 's');
const unquoted = (quoted: string) => quoted.slice(1, -1).replaceAll(/\\(.)/gs, '$1');

/** Also a tuple. */
function pythonList(text: string): string[] | undefined {
  return LIST.test(text) ? text.match(new RegExp(QUOTED, 'gs'))!.map(unquoted) : undefined;
}

function pythonDict(text: string): string[] | undefined {
  if (!/^\s*\{.*\}\s*$/s.test(text)) return undefined;
  const items = text.matchAll(new RegExp(String.raw`(\d+)\s*:\s*(${QUOTED})`, 'gs'));
  return inOrder([...items].map(([, index, quoted]) => [index, unquoted(quoted)]));
}

/** Names whose indices are 0, 1, 2, … */
function inOrder(entries: readonly (readonly [string, unknown])[]): string[] | undefined {
  const names = entries.toSorted(([a], [b]) => Number(a) - Number(b));
  const isList = names.every(([index, name], place) => index === String(place) && typeof name === 'string');
  return isList && names.length > 0 ? names.map(([, name]) => name as string) : undefined;
}
