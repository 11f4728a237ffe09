import { type Attacked, runSearches, type Search, type Searches, type SearchesOptions } from './search.ts';

/** Where searches are kept in parts, so that ones that were stopped go on. */
export interface KeptParts<T> {
  /** Images in a part; all of its searches are over before the next part begins. */
  readonly size: number;
  /** What was found for the part that begins with an image; undefined where that is still to come. */
  read(first: number): Promise<Searches<T> | undefined>;
  write(first: number, found: Searches<T>): Promise<void>;
}

export interface SearchPartsOptions<T> extends SearchesOptions {
  /** By default all searches are one part, which nobody keeps. */
  readonly parts?: KeptParts<T> | undefined;
}

/**
 * Runs the searches of many images part by part, but for the parts that are kept already. As the cuts are the same, so is
 * what is found, to the last bit, wherever it was stopped.
 *
 * @param start begins the search of image 0, 1, … count − 1
 * @throws what `runSearches` throws; the parts before are kept
 */
export async function searchParts<T>(
  classifier: Attacked,
  count: number,
  start: (image: number) => Search<T>,
  { parts, onProgress, ...options }: SearchPartsOptions<T>,
): Promise<Searches<T>> {
  const size = parts?.size ?? count;
  const found: Searches<T>[] = [];
  for (let first = 0; first < count; first += size) {
    const known = await parts?.read(first);
    const part =
      known ??
      (await runSearches(classifier, Math.min(size, count - first), start, {
        ...{ ...options, first },
        onProgress: (done) => onProgress?.(first + done, count),
      }));
    if (!known) await parts?.write(first, part);
    found.push(part);
  }
  const sum = (name: 'evaluations' | 'gradients' | 'zeroGradients') =>
    found.reduce((total, part) => total + part[name], 0);
  return {
    results: found.flatMap(({ results }) => results),
    evaluations: sum('evaluations'),
    gradients: sum('gradients'),
    zeroGradients: sum('zeroGradients'),
  };
}
