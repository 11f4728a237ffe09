import { createHash } from 'node:crypto';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Each kind of result: the file that makes a folder one, and its page. Of a folder with several, the first comes first. */
export const resultKinds = [
  { kind: 'run', record: 'run.json', page: 'report.html' },
  { kind: 'comparison', record: 'comparison.json', page: 'audit.html' },
  { kind: 'audit', record: 'audit.json', page: 'audit.html' },
  { kind: 'smoothing', record: 'smooth.json', page: 'smooth.html' },
] as const;

export type ResultKind = (typeof resultKinds)[number];

/** A result's folder and what kind of result it has there. */
export interface FoundResult {
  readonly folder: string;
  /** The folder's names below the one that was searched. */
  readonly segments: readonly string[];
  readonly kind: ResultKind;
  /** All files' names in the folder. */
  readonly files: ReadonlySet<string>;
}

/** Folders in folders that are searched, and those that never have results in them. */
const DEPTH = 3;
const passedOver: ReadonlySet<string> = new Set(['checkpoints', 'tensorboard', 'node_modules']);

/** The results in a folder and in folders below it, in the order of their names; none where there is no such folder. */
export async function findResults(root: string, segments: readonly string[] = []): Promise<FoundResult[]> {
  const { own, folders } = await resultsIn(root, segments);
  if (segments.length === DEPTH) return own;
  const below = await Promise.all(folders.map((name) => findResults(root, [...segments, name])));
  return [...own, ...below.flat()];
}

/** The results of a folder itself, and the folders in it. */
export async function resultsIn(
  root: string,
  segments: readonly string[] = [],
): Promise<{ readonly own: FoundResult[]; readonly folders: string[] }> {
  const folder = join(root, ...segments);
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const files = new Set(entries.filter((entry) => entry.isFile()).map(({ name }) => name));
  const own = resultKinds
    .filter(({ record }) => files.has(record))
    .map((kind) => ({ folder, segments, kind, files }));
  const folders = entries
    // Links are not followed, for they may lead anywhere.
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !passedOver.has(entry.name))
    .map(({ name }) => name)
    .toSorted(new Intl.Collator('en', { numeric: true }).compare);
  return { own, folders };
}

/** Short text that is another one whenever a result in the folder has changed, come or gone. */
export async function fingerprintOf(root: string): Promise<string> {
  const found = await findResults(root);
  const stamps = await Promise.all(
    found.flatMap(({ folder, segments, kind }) =>
      [kind.record, kind.page, 'history.jsonl'].map(async (name) => {
        const { mtimeMs, size } = await lstat(join(folder, name)).catch(() => ({ mtimeMs: 0, size: 0 }));
        return [...segments, name, mtimeMs, size].join('/');
      }),
    ),
  );
  return createHash('sha1').update(stamps.join('\n')).digest('base64url');
}
