import { z } from 'zod';
import { mcnemar } from '../../statistics/mcnemar.ts';

/** Two answers to the same images, compared by McNemar's exact test. */
export const pairedTestSchema = z.object({
  /** Images on which only the first is right, and only the second. */
  onlyFirst: z.int().min(0),
  onlySecond: z.int().min(0),
  p: z.number().min(0).max(1),
  /** p < 0.05. */
  differ: z.boolean(),
});

export type PairedTest = Readonly<z.infer<typeof pairedTestSchema>>;

/**
 * @param first 1 = right, one an image
 * @throws RangeError when the two are not of the same images
 */
export function pairedTest(first: Uint8Array, second: Uint8Array): PairedTest {
  if (first.length !== second.length) {
    throw new RangeError(`pairedTest: both need the same images, got ${first.length} and ${second.length}`);
  }
  let onlyFirst = 0;
  let onlySecond = 0;
  for (let image = 0; image < first.length; image++) {
    if (first[image] > second[image]) onlyFirst++;
    if (second[image] > first[image]) onlySecond++;
  }
  const p = mcnemar({ onlyFirst, onlySecond });
  return { onlyFirst, onlySecond, p, differ: p < 0.05 };
}
