/** Mean power of the bins at one distance from the centre. */
export interface RingLevel {
  readonly r: number;
  /** Relative to the mean of all bins. */
  readonly dB: number;
}

/**
 * Ring k holds the bins at k − 1 < d ≤ k. The outermost, which may be a single bin in the corner, is left out.
 *
 * @param power centred, side × side
 */
export function ringLevels(power: Float64Array): RingLevel[] {
  const side = Math.sqrt(power.length);
  const centre = Math.floor(side / 2);
  const rings = Math.floor(Math.hypot(centre, centre)) + 1;
  const sums = new Float64Array(rings + 1);
  const counts = new Float64Array(rings + 1);
  power.forEach((value, bin) => {
    const ring = Math.ceil(Math.hypot(Math.floor(bin / side) - centre, (bin % side) - centre));
    sums[ring] += value;
    counts[ring]++;
  });
  const mean = sums.reduce((sum, value) => sum + value, 0) / power.length;
  return Array.from({ length: rings }, (_, r) => ({
    r,
    dB: 10 * Math.log10(Math.max(sums[r] / counts[r] / mean, 1e-6)),
  }));
}
