import { z } from 'zod';
import type { Random } from '../../tensor/random.ts';
import { type Answers, countOf, rightOf } from '../measures/answers.ts';
import { measureSchema, shareOf } from '../measures/measure.ts';
import { pairedTest } from '../measures/pairedTest.ts';
import { verdictSchema } from '../measures/verdict.ts';
import { chooseGallery } from './chooseGallery.ts';

/** The story of Fig. 2 in numbers, for any split of an image into a part that people see and the rest. */
export const decidedSchema = z.object({
  n: z.int().positive(),
  rate: measureSchema,
  /** The rate within each class that has images. */
  classes: z.array(measureSchema.extend({ label: z.int().min(0) })),
  /**
   * Claim C1: the rate where each image is given the second part of another image, drawn at random, is what chance
   * leaves; `expectedRate` is its mean over all such draws.
   */
  baseline: z.object({
    rate: measureSchema,
    expectedRate: z.number(),
    onlyOwn: z.int().min(0),
    onlyOther: z.int().min(0),
    p: z.number().min(0).max(1),
    verdict: verdictSchema,
  }),
  /** Each decided image; what is said to x and to the second part is the label. Confidences are softmax shares. */
  images: z.array(
    z.object({
      index: z.int().min(0),
      label: z.int().min(0),
      confidence: z.number(),
      /** −1 where the model has no answer to its LFC. */
      lowPrediction: z.int().min(-1),
      lowConfidence: z.number(),
      highConfidence: z.number(),
    }),
  ),
  /** Places in `images` of the ones to look at. */
  gallery: z.array(z.int().min(0)),
});

export type Decided = Readonly<z.infer<typeof decidedSchema>>;

export interface Parts {
  readonly x: Answers;
  /** To the part that people see: LFC, or the leading singular values. */
  readonly low: Answers;
  /** To the rest. */
  readonly high: Answers;
}

/** 1 for each image with f(x) = y, f(x_h) = y and f(x_l) ≠ y (Fig. 2). */
export function decidedFlags({ x, low, high }: Parts, labels: Int32Array): Uint8Array {
  return Uint8Array.from(labels, (label, image) =>
    x.predictions[image] === label && high.predictions[image] === label && low.predictions[image] !== label
      ? 1
      : 0,
  );
}

/** The flags behind a record. */
export function recordedFlags({ n, images }: Pick<Decided, 'n' | 'images'>): Uint8Array {
  const flags = new Uint8Array(n);
  for (const { index } of images) flags[index] = 1;
  return flags;
}

/**
 * Which images are decided by the part that people do not see, and whether more than chance.
 *
 * @param random draws the other image of the baseline
 * @throws RangeError when there are fewer than two images
 */
export function decided(parts: Parts, labels: Int32Array, { random }: { readonly random: Random }): Decided {
  const n = labels.length;
  if (n < 2) throw new RangeError(`decided: there must be at least two images, got ${n}`);
  const flags = decidedFlags(parts, labels);
  const images = [...flags.keys()]
    .filter((index) => flags[index] === 1)
    .map((index) => describe(index, parts, labels));
  return {
    n,
    rate: shareOf(countOf(flags), n),
    classes: [...new Set(labels)]
      .sort((a, b) => a - b)
      .map((label) => {
        const own = flags.filter((_, index) => labels[index] === label);
        return { label, ...shareOf(countOf(own), own.length) };
      }),
    baseline: baselineOf(flags, parts, labels, random),
    images,
    gallery: chooseGallery(images),
  };
}

function describe(index: number, { x, low, high }: Parts, labels: Int32Array): Decided['images'][number] {
  // Six digits: what a float32 holds, without the tail that its decimal expansion has.
  const shown = (share: number) => Number(share.toFixed(6));
  return {
    index,
    label: labels[index],
    confidence: shown(x.confidences[index]),
    lowPrediction: low.predictions[index],
    lowConfidence: shown(low.confidences[index]),
    highConfidence: shown(high.confidences[index]),
  };
}

function baselineOf(
  flags: Uint8Array,
  parts: Parts,
  labels: Int32Array,
  random: Random,
): Decided['baseline'] {
  const n = labels.length;
  const { predictions } = parts.high;
  const said = new Map<number, number>();
  for (const label of predictions) said.set(label, (said.get(label) ?? 0) + 1);
  const others = Int32Array.from(labels, (_, image) => {
    const other = random.integer(n - 1);
    return predictions[other < image ? other : other + 1];
  });
  const chance = decidedFlags({ ...parts, high: { ...parts.high, predictions: others } }, labels);
  const needsHigh = rightOf(parts.x, labels).map((right, image) =>
    parts.low.predictions[image] === labels[image] ? 0 : right,
  );
  let expected = 0;
  labels.forEach((label, image) => {
    if (needsHigh[image] === 0) return;
    expected += ((said.get(label) ?? 0) - (predictions[image] === label ? 1 : 0)) / (n - 1);
  });
  const { onlyFirst, onlySecond, p, differ } = pairedTest(flags, chance);
  return {
    rate: shareOf(countOf(chance), n),
    expectedRate: expected / n,
    onlyOwn: onlyFirst,
    onlyOther: onlySecond,
    p,
    verdict: !differ ? 'undecided' : onlyFirst > onlySecond ? 'holds' : 'does not hold',
  };
}
