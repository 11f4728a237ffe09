interface StopwatchOptions {
  /** Milliseconds from any start. */
  readonly now: () => number;
  /** About how long a measurement may take. */
  readonly seconds: number;
  readonly signal?: AbortSignal | undefined;
}

/** Work on so many images. */
type TimedWork = (count: number) => Promise<unknown>;

/** Measures how long work takes. */
export function stopwatch({ now, seconds, signal }: StopwatchOptions) {
  /** Seconds that it takes once. */
  const once = async (work: TimedWork, count = 1): Promise<number> => {
    signal?.throwIfAborted();
    const since = now();
    await work(count);
    return (now() - since) / 1000;
  };
  /**
   * Seconds an image: of more and more images, until it takes as long as it may.
   *
   * @param most images that there are
   */
  const anImage = async (work: TimedWork, most: number, limit = seconds): Promise<number> => {
    // The first time, sessions are made and code is compiled, as for any number of images that is new.
    await once(work);
    for (let count = 1; ; count = Math.min(most, 4 * count)) {
      let taken = await once(work, count);
      if (count === most || 4 * taken > limit) taken = Math.min(taken, await once(work, count));
      if (count === most || 4 * taken > limit) return taken / count;
    }
  };
  return { once, anImage };
}
