import { mostThreads, threadsWithin } from '../../runtime/cores.ts';
import type { TrainingConfig } from '../../training/config/config.ts';
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
 * Threads with which a run goes on: those that were asked for now, whatever it was begun with. Only in the plain layout, where the
 * last bits of a convolution depend on how many threads share it, a run whose batches are not divided keeps its number.
 *
 * @param block channels in a block of this processor's layout; 1 = the plain layout
 */
export function threadsToGoOn(
  { threads, shards }: Pick<TrainingConfig, 'threads' | 'shards'>,
  block: number,
  asked: number | undefined,
  progress: Pick<ProgressSink, 'note'>,
): number {
  if (block > 1 || shards > 1) return threadsHere(asked, progress);
  const kept = Math.min(threads, mostThreads());
  if (asked !== undefined && asked !== kept) {
    progress.note(
      `--threads ${asked}: on this processor the last bits depend on it, so the run keeps its ${kept}`,
    );
  }
  return kept;
}
