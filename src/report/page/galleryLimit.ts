/** Of all pictures of a gallery together: about a megabyte of photographs. */
const PIXELS = 500_000;

/**
 * The first entries of a gallery whose pictures keep a page's size below 2 MB, and at least one.
 *
 * @param pixelsOf pixels of all pictures of an entry
 */
export function galleryLimit<Entry>(entries: readonly Entry[], pixelsOf: (entry: Entry) => number): Entry[] {
  let sum = 0;
  return entries.filter((entry, index) => {
    sum += pixelsOf(entry);
    return index === 0 || sum <= PIXELS;
  });
}
