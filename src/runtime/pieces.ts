/** Images `start` to `end` (exclusive) of a batch, for a graph that takes `size` ≥ end − start images. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly size: number;
}

/**
 * Cuts a batch into pieces for threads that run side by side: an equal share for each, and a share into as many large
 * pieces as it fills; the rest goes to small ones, or to one more large one where that leaves less of it empty.
 * Graphs take as long an image at 5 images as at 50, so that a piece's empty places are all that is wasted.
 *
 * @param small at most `large`
 * @returns pieces in the order in which to start them, the large ones first
 */
export function piecesOf(
  count: number,
  { threads, large, small }: { readonly threads: number; readonly large: number; readonly small: number },
): Piece[] {
  const pieces: Piece[] = [];
  for (let thread = 0; thread < threads; thread++) {
    const end = Math.ceil(((thread + 1) * count) / threads);
    let start = Math.ceil((thread * count) / threads);
    while (start < end) {
      const left = end - start;
      const size = large <= Math.ceil(left / small) * small ? large : small;
      pieces.push({ start, end: Math.min(end, start + size), size });
      start += size;
    }
  }
  return pieces.sort((a, b) => b.size - a.size);
}
