import { pythonValue } from './pythonValue.ts';

/**
 * Class names in any of the forms in which programs leave them, in the order of their indices: a list or an object by
 * index, as JSON or as Python prints it; an object name → index; such an object within a `config.json` (`id2label`);
 * lines of an index and a name; names with commas between them, or one a line.
 *
 * @returns undefined where the text is none of these, or is one name only that is no list
 */
export function parseNames(text: string): readonly string[] | undefined {
  const trimmed = text.trim();
  // What begins as a list or an object and cannot be read as one is damaged; its lines are no names.
  if (/^[[{(]/.test(trimmed)) return namesOf(jsonValue(trimmed) ?? pythonValue(trimmed));
  const lines = trimmed.split(/\r?\n/).flatMap((line) => line.trim() || []);
  if (lines.length < 2) return commaSeparated(trimmed);
  return numbered(lines) ?? lines;
}

/** Keys under which a file of settings has its classes. */
const keys = ['id2label', 'label2id', 'names', 'class_names', 'classes', 'labels'];

/** Settings within settings in which names are looked for; a file has one or two. */
const MAX_DEPTH = 3;

function namesOf(value: unknown, depth = 0): string[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const entries = Object.entries(value);
  if (entries.length === 0) return undefined;
  const byName = entries.map(([name, index]) => [plainText(index) ?? '', name] as const);
  return inOrder(entries) ?? inOrder(byName) ?? (depth < MAX_DEPTH ? within(value, depth) : undefined);
}

function within(value: object, depth: number): string[] | undefined {
  for (const key of keys) {
    const inner = Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
    const names = namesOf(inner, depth + 1);
    if (names) return names;
  }
  return undefined;
}

/** Names whose indices are 0, 1, 2, … */
function inOrder(entries: readonly (readonly [string, unknown])[]): string[] | undefined {
  const ordered = entries.toSorted(([a], [b]) => Number(a) - Number(b));
  const names = ordered.map(([index, name], place) => (index === String(place) ? nameOf(name) : undefined));
  return names.every((name) => name !== undefined) ? names : undefined;
}

/** ImageNet's index has pairs of a WordNet id and a name. */
function nameOf(value: unknown): string | undefined {
  return plainText(Array.isArray(value) && value.length === 2 ? value[1] : value);
}

const plainText = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

function jsonValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function commaSeparated(line: string): string[] | undefined {
  const names = line.split(',').map((name) => name.trim());
  return names.length > 1 && names.every((name) => name !== '') ? names : undefined;
}

/** Lines such as `0 airplane`, `0: airplane` or `0,airplane`, counted from 0 or from 1. */
function numbered(lines: readonly string[]): string[] | undefined {
  const parts = lines.map((line) => /^(\d{1,9})(?:\s*[:,;]\s*|\s+)(\S.*)$/.exec(line));
  if (!parts.every((part) => part !== null)) return undefined;
  const first = Math.min(1, Number(parts[0][1]));
  return inOrder(parts.map(([, index, name]) => [String(Number(index) - first), name]));
}
