import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isLeaseFile } from '../../files/leaseFile.ts';
import { isTemporary } from '../../files/temporaryName.ts';
import { isLeft } from './studyNow.ts';

/** Each kind of result: the file that makes a folder one, and its page. Of a folder with several, the first comes first. */
export const resultKinds = [
  { kind: 'run', record: 'run.json', page: 'report.html' },
  { kind: 'comparison', record: 'comparison.json', page: 'audit.html' },
  { kind: 'audit', record: 'audit.json', page: 'audit.html' },
  { kind: 'smoothing', record: 'smooth.json', page: 'smooth.html' },
  { kind: 'study', record: 'study.json', page: 'study.html' },
] as const;

export type ResultKind = (typeof resultKinds)[number];

/** A result's folder and what kind of result it has there. */
export interface FoundResult {
  readonly folder: string;
  /** The folder's names below the one that was searched. */
  readonly segments: readonly string[];
  readonly kind: ResultKind;
  /** Names of the regular files in the folder. */
  readonly files: ReadonlySet<string>;
}

/** Makes `run 2` come before `run 10`. */
const byName = new Intl.Collator('en', { numeric: true }).compare;

/** Folders that never have results in them. */
const passedOver: ReadonlySet<string> = new Set(['checkpoints', 'tensorboard', 'node_modules']);

/** Whether a file's name is that of one that tells nothing of a result, however often it changes: running work says by it that it lives. */
export function isPassing(name: string): boolean {
  return isLeaseFile(name) || isTemporary(name);
}

/** The results of a folder itself, and the names of the folders in it; none where there is no such folder. */
export async function resultsIn(
  root: string,
  segments: readonly string[] = [],
): Promise<{ readonly own: FoundResult[]; readonly folders: string[] }> {
  const folder = join(root, ...segments);
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const files = new Set(
    entries.filter((entry) => entry.isFile() && !isPassing(entry.name)).map(({ name }) => name),
  );
  const own = resultKinds
    .filter(({ record }) => files.has(record))
    .map((kind) => ({ folder, segments, kind, files }));
  const folders = entries
    // Links are not followed, for they may lead anywhere.
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !passedOver.has(entry.name))
    .map(({ name }) => name)
    .toSorted(byName);
  return { own, folders };
}

/** When the files of a result that its page and its place in the list are made of last changed. */
export interface Stamp {
  /** Another one whenever one of them has changed, come or gone. */
  readonly text: string;
  /** In milliseconds since 1970; 0 where there is no such file. */
  readonly recordMs: number;
  readonly pageMs: number;
  readonly historyMs: number;
}

/** Asks for regular files only: a link is none, nor is a pipe. */
export async function stampOf({ folder, kind, files }: FoundResult): Promise<Stamp> {
  const found = await Promise.all(
    [kind.record, kind.page, 'history.jsonl'].map(async (name) => {
      const file = files.has(name) ? await lstat(join(folder, name)).catch(() => undefined) : undefined;
      return file?.isFile() ? { ms: file.mtimeMs, size: file.size } : { ms: 0, size: 0 };
    }),
  );
  const [recordMs, pageMs, historyMs] = found.map(({ ms }) => ms);
  // A process that is killed leaves the files of its study as they were.
  const left = kind.kind === 'study' && isLeft(folder) ? ' left' : '';
  return { text: found.map(({ ms, size }) => `${ms}/${size}`).join(' ') + left, recordMs, pageMs, historyMs };
}
