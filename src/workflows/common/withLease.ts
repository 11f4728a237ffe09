import { rmdir } from 'node:fs/promises';
import { takeLease } from '../../files/lease.ts';
import { makeFolder } from './makeFolder.ts';
import type { WorkflowControls } from './workflowOptions.ts';

/**
 * Works in a folder of results as the only one that writes there; it is made where it is not there, and goes again where the work
 * fails before it wrote anything.
 *
 * @throws Error of one line that says which process writes there, and since when
 */
export async function withLease<T>(
  folder: string,
  { progress, signal }: Pick<WorkflowControls, 'progress' | 'signal'>,
  work: () => Promise<T>,
): Promise<T> {
  const isNew = await makeFolder(folder);
  try {
    const lease = await takeLease(folder, {
      signal,
      onWaiting: (holder, seconds) =>
        progress.say(`${holder}; waiting for up to ${seconds} s to see whether it still does`),
    });
    try {
      return await work();
    } finally {
      await lease.release();
    }
  } finally {
    if (isNew) await rmdir(folder).catch(() => {});
  }
}
