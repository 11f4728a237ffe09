import { threadsWithin } from '../../runtime/cores.ts';
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
