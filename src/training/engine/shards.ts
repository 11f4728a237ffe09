/** A part of a batch: `count` images from `start` on. */
export interface Shard {
  /** Its place in the order in which gradients are summed. */
  readonly index: number;
  readonly start: number;
  readonly count: number;
}

/** Parts of a batch in the order of its images, their sizes differing by at most one. */
export function shardsOf(batchSize: number, count: number): Shard[] {
  const bound = (index: number) => Math.floor((batchSize * index) / count);
  return Array.from({ length: count }, (_, index) => ({
    index,
    start: bound(index),
    count: bound(index + 1) - bound(index),
  }));
}

/**
 * Which replica computes which shards, a list for each: as many for one as for another, give or take one, and those of a size
 * together, since each size needs a graph of its own.
 */
export function sharesOf(shards: readonly Shard[], replicas: number): Shard[][] {
  const bySize = shards.toSorted((a, b) => a.count - b.count);
  const bound = (replica: number) => Math.floor((shards.length * replica) / replicas);
  return Array.from({ length: replicas }, (_, replica) => bySize.slice(bound(replica), bound(replica + 1)));
}
