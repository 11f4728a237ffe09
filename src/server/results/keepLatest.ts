/** What was made lately, so that it is not made again while what it was made of stays as it is. */
export interface Latest<T> {
  /**
   * @param key says all that the value follows from
   * @param make is called where there is no value for the key; whoever asks meanwhile waits for the same
   */
  get(key: string, make: () => Promise<T>): Promise<T>;
}

/** @param limit how many values are kept; the one that was asked for least lately goes first */
export function keepLatest<T>(limit: number): Latest<T> {
  const kept = new Map<string, Promise<T>>();
  return {
    get(key, make) {
      const value = kept.get(key) ?? make();
      kept.delete(key);
      kept.set(key, value);
      if (kept.size > limit) kept.delete(kept.keys().next().value!);
      value.catch(() => {
        if (kept.get(key) === value) kept.delete(key);
      });
      return value;
    },
  };
}
