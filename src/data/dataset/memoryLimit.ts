/** Memory in GiB that reading an image or a data set may take where nothing else is said. */
export const USUAL_MEMORY = 4;

const GIB = 2 ** 30;

/** A limit in GiB as bytes. */
export const memoryBytes = (maxMemory: number = USUAL_MEMORY) => maxMemory * GIB;

/**
 * Refuses what would take more memory than it may, before it takes any: a small file can claim to be a large one.
 *
 * @param what takes it, named as the start of the error
 * @param bytes as far as can be told
 * @param maxMemory the limit in GiB
 * @throws Error of one line that says how the limit is raised
 */
export function requireMemory(what: string, bytes: number, maxMemory: number = USUAL_MEMORY): void {
  if (bytes <= memoryBytes(maxMemory)) return;
  const needed = (bytes / GIB).toFixed(1);
  throw new Error(
    `${what} would take ${needed} GiB of memory, more than ${maxMemory}; --max-memory ${Math.ceil(bytes / GIB)} lets it`,
  );
}
