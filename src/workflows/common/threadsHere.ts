import { availableCores, mostThreads, threadsWithin } from '../../runtime/cores.ts';
import { UserError } from '../../wording/userError.ts';
import type { ProgressSink } from './progressSink.ts';

/** Who has had the note: a comparison opens several models for one command. */
const told = new WeakSet<Pick<ProgressSink, 'note'>>();

/** Threads for what was asked for, one a core where nothing was, with one note where there are fewer cores. */
export function threadsHere(asked: number | undefined, progress: Pick<ProgressSink, 'note'>): number {
  const threads = threadsWithin(asked);
  if (asked !== undefined && threads < asked && !told.has(progress)) {
    told.add(progress);
    progress.note(`--threads ${asked}: there are cores for ${threads}, so it is ${threads}`);
  }
  return threads;
}

/**
 * Threads with which a run goes on: those that it was begun with, since their number decides the last bits of what it computes.
 *
 * @throws UserError where there are far fewer cores
 */
export function knownThreads(begun: number, progress: Pick<ProgressSink, 'note'>): number {
  const cores = availableCores();
  if (begun > mostThreads()) {
    throw new UserError(
      `the run was begun with ${begun} threads, and there are cores for ${cores}; go on with it on a machine of more cores`,
    );
  }
  if (begun > cores)
    progress.note(`the run goes on with its ${begun} threads, and there are cores for ${cores}`);
  return begun;
}
