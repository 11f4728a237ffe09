import { permutation, type Random } from '../../tensor/random.ts';

/**
 * Draws `count` images without replacement so that each class keeps its share: classes first get the whole part
 * of it, and the places that are left go to the largest fractions (ties: the lower class).
 *
 * @returns indices in ascending order
 * @throws RangeError when `count` is not in 0 … labels.length
 */
export function stratifiedSample(labels: Int32Array, count: number, random: Random): Uint32Array {
  if (!(Number.isInteger(count) && count >= 0 && count <= labels.length)) {
    throw new RangeError(`stratifiedSample: count must be in 0 … ${labels.length}, got ${count}`);
  }
  const quota = quotas(labels, count);
  const chosen: number[] = [];
  for (const index of permutation(labels.length, random)) {
    const left = quota.get(labels[index])!;
    if (left > 0) {
      chosen.push(index);
      quota.set(labels[index], left - 1);
    }
  }
  return Uint32Array.from(chosen).sort();
}

function quotas(labels: Int32Array, count: number): Map<number, number> {
  const sizes = new Map<number, number>();
  for (const label of labels) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  const shares = [...sizes]
    .map(([label, size]) => ({ label, share: (size * count) / labels.length }))
    .sort((a, b) => (b.share % 1) - (a.share % 1) || a.label - b.label);
  let left = count - shares.reduce((sum, { share }) => sum + Math.floor(share), 0);
  return new Map(shares.map(({ label, share }) => [label, Math.floor(share) + (left-- > 0 ? 1 : 0)]));
}
