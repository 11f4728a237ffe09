import { z } from 'zod';
import type { Split } from '../../data/dataset/dataset.ts';
import { imageBatches } from '../../data/dataset/imageBatches.ts';
import type { Classifier } from '../../runtime/classifier.ts';
import { settled } from '../../runtime/settled.ts';
import { splitSingularEnergy } from '../../spectrum/singular/splitSingularEnergy.ts';
import { type Rescale, rescale as rescaled, rescales } from '../../spectrum/split/rescale.ts';
import type { Random } from '../../tensor/random.ts';
import { emptyAnswers, logitsOfParts, storeAnswers } from '../measures/answers.ts';
import type { ComponentAnswers } from '../measures/componentAnswers.ts';
import type { MeasureOptions } from '../measures/measureOptions.ts';
import { decided, decidedSchema } from './decided.ts';

/** Images of the kind of Fig. 2 under a split by singular values (§8): right on x and on the rest, wrong on the leading part. */
export const decidedBySvdSchema = decidedSchema.extend({
  /** The radius whose LFC the leading part matches in energy, image by image, by its rank k. */
  radius: z.number().min(0),
  rescale: z.enum(rescales),
  ranks: z.object({ lowest: z.int(), mean: z.number(), highest: z.int() }),
  /** |energy of the leading part − energy of LFC| ÷ energy of x: over the images, mean and largest. */
  energyGap: z.object({ mean: z.number(), largest: z.number() }),
});

export type DecidedBySvd = Readonly<z.infer<typeof decidedBySvdSchema>>;

export interface DecidedBySvdOptions extends MeasureOptions {
  /** One of the radii of the pass; by default 12. */
  readonly radius?: number;
  readonly rescale?: Rescale;
  /** Images at once; by default 100, and fewer of more than 64 × 64 pixels, which take up to a third of a second each. */
  readonly batch?: number;
  /** Draws the other images of the baseline. */
  readonly random: Random;
}

/** Singular values take a time that grows with the third power of the size. */
const imagesAtOnce = ([channels, height, width]: readonly number[]) =>
  Math.max(1, Math.min(100, Math.floor(10 ** 8 / (channels * Math.max(height, width) ** 3))));

/**
 * Asks a classifier for the two halves of each image that a split by singular values gives when its leading half has
 * as much energy as LFC has.
 *
 * @param answers a pass over the same split: the answers to x and the energies of LFC
 * @throws RangeError when the pass did not ask for the radius
 */
export async function decidedBySvd(
  classifier: Pick<Classifier, 'logits'>,
  split: Split,
  answers: ComponentAnswers,
  {
    radius = 12,
    rescale = answers.rescales[0],
    batch = imagesAtOnce(split.images.shape),
    random,
    signal,
    onProgress,
  }: DecidedBySvdOptions,
): Promise<DecidedBySvd> {
  const targets = answers.lfcEnergy[answers.radii.indexOf(radius)];
  if (!targets) throw new RangeError(`decidedBySvd: radius must be one of ${answers.radii}, got ${radius}`);
  const n = split.count;
  const [low, high] = [emptyAnswers(n), emptyAnswers(n)];
  const ranks = new Int32Array(n);
  const gap = { sum: 0, largest: 0 };
  for await (const { start, images } of imageBatches(split, { batch, signal })) {
    const count = images.shape[0];
    const parts = splitSingularEnergy(images, targets.subarray(start, start + count));
    ranks.set(parts.ranks, start);
    parts.energies.forEach((energy, place) => {
      const whole = answers.energy[start + place];
      const off = whole > 0 ? Math.abs(energy - targets[start + place]) / whole : 0;
      gap.sum += off;
      gap.largest = Math.max(gap.largest, off);
    });
    const asked = [parts.leading, parts.rest].map((part) =>
      logitsOfParts(classifier, rescaled(part, rescale)),
    );
    const [onLow, onHigh] = await settled(asked);
    storeAnswers(onLow, low, start);
    storeAnswers(onHigh, high, start);
    onProgress?.(start + count, n);
  }
  return {
    radius,
    rescale,
    ranks: {
      lowest: ranks.reduce((least, rank) => Math.min(least, rank)),
      mean: ranks.reduce((sum, rank) => sum + rank, 0) / n,
      highest: ranks.reduce((most, rank) => Math.max(most, rank)),
    },
    energyGap: { mean: gap.sum / n, largest: gap.largest },
    ...decided({ x: answers.x, low, high }, answers.labels, { random }),
  };
}
