import { renameSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { requireHeld } from '../../files/heldLeases.ts';
import { removeInside } from '../../files/inside.ts';
import { takeLease } from '../../files/lease.ts';
import { temporaryName } from '../../files/temporaryName.ts';
import { foldersIn, type StoredFolder } from './folderBytes.ts';
import { modelsFolder, runsFolder, type Store } from './store.ts';

/** How a run is called from the moment on when it is none any more. */
const REMOVED = '.removed-';

/**
 * Deletes a run as a whole: it is renamed first, so that whoever is killed meanwhile leaves no half of one that looks whole.
 *
 * @param name of its folder
 * @throws HeldError where a process is at it
 */
export const removeRun = (store: Store, name: string): Promise<void> =>
  removeFolder(join(runsFolder(store), name));

/** The same of what was measured of a foreign model. */
export const removeModel = (store: Store, name: string): Promise<void> =>
  removeFolder(join(modelsFolder(store), name));

async function removeFolder(path: string): Promise<void> {
  const lease = await takeLease(path);
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
export interface Leftover extends StoredFolder {
  /** Where it lies. */
  readonly parent: string;
}

export async function findLeftovers(store: Store): Promise<Leftover[]> {
  const found: Leftover[] = [];
  for (const parent of [runsFolder(store), modelsFolder(store)]) {
    for (const folder of await foldersIn(parent, (name) => name.startsWith(REMOVED))) {
      found.push({ ...folder, parent });
    }
  }
  return found;
}

export async function removeLeftover({ parent, name }: Leftover): Promise<void> {
  await removeInside(parent, name);
}
