/**
 * Waits until all promises are settled, also where one of them fails: work on other threads that nobody waits for would go on
 * while its pool is taken down, and ONNX Runtime aborts the process when a thread ends in the middle of a run.
 *
 * @throws the reason of the first in the list that failed
 */
export async function settled<T>(promises: Iterable<Promise<T>>): Promise<T[]> {
  const results = await Promise.allSettled(promises);
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}
