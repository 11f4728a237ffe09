import { largest, smallest } from '../../../statistics/extremes.ts';

/** What one of P interleaved sets of input pixels, m = P·i + p, takes from dy, along one axis. */
export interface Phase {
  /** Smallest j, 0 or negative where the kernel reaches backwards. */
  readonly first: number;
  /** The tap of the kernel for each j from there; the kernel's size where there is none. */
  readonly taps: readonly number[];
}

/**
 * A convolution of stride s multiplies pixel m by tap m + pad − s·q for output q. So, for P a multiple of s, pixel P·i + p takes
 * from dy[P/s · i + j] the tap p + pad − s·j, the same for all i.
 *
 * @param size taps of the kernel
 * @param count P
 * @param beyond how many values of dy come after the j = 0 of the last i; may be negative
 */
export function phasesOf(
  size: number,
  {
    stride,
    pad,
    count,
    beyond,
  }: { readonly stride: number; readonly pad: number; readonly count: number; readonly beyond: number },
): Phase[] {
  return Array.from({ length: count }, (_, phase) => {
    const taps = Array.from({ length: size }, (_, k) => k).filter((k) => (phase + pad - k) % stride === 0);
    const offsets = taps.map((k) => (phase + pad - k) / stride);
    // Pads of a convolution must not be negative, so that all of dy is read.
    const first = smallest(offsets, 0);
    const all = new Array<number>(largest(offsets, Math.max(0, beyond)) - first + 1).fill(size);
    for (const [at, tap] of taps.entries()) all[offsets[at] - first] = tap;
    return { first, taps: all };
  });
}
