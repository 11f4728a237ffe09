import { createHash } from 'node:crypto';
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isLeaseFile, LEASE } from '../../files/leaseFile.ts';
import { isTemporary } from '../../files/temporaryName.ts';

/** By what is in a run's folder, told without reading it, whether it has changed. */
export interface RunStamp {
  /** Another one whenever the run has got on, failed, or got or lost a file. */
  readonly text: string;
  /** When it last got on, in milliseconds since 1970; 0 of one that has nothing yet. */
  readonly changedMs: number;
  /** Whether some process holds it, or held it when it was killed. */
  readonly hasLease: boolean;
}

/** Files whose content the list is made of. Of all others, such as a model, it matters whether they are there. */
const read: readonly string[] = ['run.json', 'history.jsonl', 'failure.json'];
/** Folders whose time tells that a file came or went, which changes the run's size. */
const counted: readonly string[] = ['checkpoints', 'parts'];

/**
 * Without waiting: a list of 1,000 runs asks 4,000 times, and promises would take three times as long.
 *
 * @returns undefined where there is no such folder any more
 */
export function runStamp(folder: string): RunStamp | undefined {
  const names = namesIn(folder);
  if (!names) return undefined;
  const marks: string[] = [];
  let changedMs = 0;
  for (const name of names.toSorted()) {
    if (isLeaseFile(name) || isTemporary(name)) continue;
    marks.push(name);
    if (!read.includes(name) && !counted.includes(name)) continue;
    const found = lstatSync(join(folder, name), { throwIfNoEntry: false });
    marks.push(`${found?.mtimeMs}/${found?.size}`);
    if (found && read.includes(name)) changedMs = Math.max(changedMs, found.mtimeMs);
  }
  const text = createHash('sha1').update(marks.join('\n')).digest('base64url');
  return { text, changedMs, hasLease: names.includes(LEASE) };
}

function namesIn(folder: string): string[] | undefined {
  try {
    return readdirSync(folder);
  } catch (error) {
    // Somebody else may remove a run meanwhile.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
