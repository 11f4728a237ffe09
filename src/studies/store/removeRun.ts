import { renameSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { requireHeld } from '../../files/heldLeases.ts';
import { removeInside } from '../../files/inside.ts';
import { takeLease } from '../../files/lease.ts';
import { temporaryName } from '../../files/temporaryName.ts';
import { folderBytes } from './folderBytes.ts';
import { runsFolder, type Store } from './store.ts';

/** How a run is called from the moment on when it is none any more. */
const REMOVED = '.removed-';

/**
 * Deletes a run as a whole: it is renamed first, so that whoever is killed meanwhile leaves no half of one that looks whole.
 *
 * @param name of its folder
 * @throws HeldError where a process is at it
 */
export async function removeRun(store: Store, name: string): Promise<void> {
  const lease = await takeLease(join(runsFolder(store), name));
  const { folder } = lease;
  const away = temporaryName(join(dirname(folder), REMOVED + basename(folder)));
  try {
    // One directly after the other, as in `writeFileAtomically`.
    requireHeld(folder);
    renameSync(folder, away);
  } finally {
    await lease.release();
  }
  await rm(away, { recursive: true });
}

/**
 * Deletes what a training would go on from.
 *
 * @throws HeldError where a process is at the run
 */
export async function removeCheckpoints(store: Store, name: string): Promise<void> {
  const folder = join(runsFolder(store), name);
  const lease = await takeLease(folder);
  try {
    await removeInside(folder, 'checkpoints');
  } finally {
    await lease.release();
  }
}

/** What a removal has left that was ended in between. */
export interface Leftover {
  readonly name: string;
  readonly bytes: number;
}

export async function findLeftovers(store: Store): Promise<Leftover[]> {
  const folder = runsFolder(store);
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.startsWith(REMOVED));
  const found: Leftover[] = [];
  for (const name of names) found.push({ name, bytes: await folderBytes(join(folder, name)) });
  return found;
}

export async function removeLeftover(store: Store, { name }: Leftover): Promise<void> {
  await removeInside(runsFolder(store), name);
}
