import { z } from 'zod';
import { Z95 } from '../../statistics/wilsonInterval.ts';
import { countOf } from '../measures/answers.ts';
import { measureSchema, shareOf } from '../measures/measure.ts';
import { pairedTest } from '../measures/pairedTest.ts';
import { verdictSchema } from '../measures/verdict.ts';
import { type Decided, recordedFlags } from './decided.ts';

/** §8: does the split by singular values give far fewer images like Fig. 2 than the split by frequency (claim C32)? */
export const compareSplitsSchema = z.object({
  n: z.int().positive(),
  hfc: measureSchema,
  svd: measureSchema,
  both: z.int().min(0),
  onlyHfc: z.int().min(0),
  onlySvd: z.int().min(0),
  /** McNemar's exact test of the two rates. */
  p: z.number().min(0).max(1),
  /** SVD's rate ÷ HFC's; null where HFC's is 0. */
  ratio: z.number().nullable(),
  /** SVD's rate − half of HFC's, with its 95% interval on the same images; the claim holds where it is below 0. */
  aboveHalf: z.object({ value: z.number(), low: z.number(), high: z.number() }),
  verdict: verdictSchema,
});

export type CompareSplits = Readonly<z.infer<typeof compareSplitsSchema>>;

/**
 * Compares what `decidedByHfc` and `decidedBySvd` found on the same images.
 *
 * @throws RangeError when they were not given equally many
 */
export function compareSplits(byHfc: Decided, bySvd: Decided): CompareSplits {
  const { n } = byHfc;
  const [hfc, svd] = [recordedFlags(byHfc), recordedFlags(bySvd)];
  const { onlyFirst: onlyHfc, onlySecond: onlySvd, p } = pairedTest(hfc, svd);
  const both = countOf(hfc) - onlyHfc;
  const value = (both + onlySvd - (both + onlyHfc) / 2) / n;
  // An image adds 1 − ½, −½ or 1: the normal interval of their mean.
  const squares = (both * 0.25 + onlyHfc * 0.25 + onlySvd) / n;
  const half = Z95 * Math.sqrt(Math.max(0, squares - value * value) / n);
  const [low, high] = [value - half, value + half];
  return {
    n,
    hfc: shareOf(both + onlyHfc, n),
    svd: shareOf(both + onlySvd, n),
    both,
    onlyHfc,
    onlySvd,
    p,
    ratio: both + onlyHfc > 0 ? (both + onlySvd) / (both + onlyHfc) : null,
    aboveHalf: { value, low, high },
    verdict: high < 0 ? 'holds' : low > 0 ? 'does not hold' : 'undecided',
  };
}
