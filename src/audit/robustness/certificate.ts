import { type Split, selectImages } from '../../data/dataset/dataset.ts';
import { imageBatches } from '../../data/dataset/imageBatches.ts';
import type { Classifier } from '../../runtime/classifier.ts';
import { distinctRadii } from '../../spectrum/split/distinctRadii.ts';
import type { Distance } from '../../spectrum/split/radialMask.ts';
import { sizeOf } from '../../tensor/tensor.ts';
import { answersOf, countOf, emptyAnswers, rightOf, storeAnswers } from '../measures/answers.ts';
import { shareOf } from '../measures/measure.ts';
import { type MeasureOptions, WORKING_NUMBERS } from '../measures/measureOptions.ts';
import { breakingDistances } from './breakingDistances.ts';
import { certificateAt } from './certificateAt.ts';
import { type Certificate, norms } from './certificateRecord.ts';

export interface CertificateOptions extends MeasureOptions {
  /** Cut-offs in bins; by default every distinct one of the image size (over a hundred at 32×32, thousands at 224×224). */
  readonly radii?: ArrayLike<number>;
  readonly distance?: Distance;
  /** Where the curves are evaluated, in pixel units; `certificateAt` gives any other ε. */
  readonly epsilons?: { readonly l2: readonly number[]; readonly linf: readonly number[] };
}

const defaultEpsilons = {
  l2: Array.from({ length: 31 }, (_, step) => step / 10),
  linf: Array.from({ length: 33 }, (_, step) => step / 255),
};

/**
 * Corollary 1 as a certificate, without a gradient: an image is not robust at ε when it is answered wrongly, or when one
 * of its x_l, clipped to the bounds, is answered wrongly and lies within ε. The share of the other images is an upper
 * bound of robust accuracy. The classifier's answer for an image must not depend on its batch.
 *
 * Distances are computed in float64 from the float32 pixels that the classifier is shown.
 */
export async function certificate(
  classifier: Pick<Classifier, 'bounds' | 'logits'>,
  split: Split,
  { distance = 'l2', radii: asked, epsilons = defaultEpsilons, signal, onProgress }: CertificateOptions = {},
): Promise<Certificate> {
  const { shape } = split.images;
  const radii = Float64Array.from(asked ?? distinctRadii(shape[1], shape[2], distance))
    .sort()
    .reverse();
  const n = split.count;
  const onX = emptyAnswers(n);
  for await (const { start, images } of imageBatches(split, { batch: 100, signal })) {
    storeAnswers(await classifier.logits(images), onX, start);
  }
  const right = rightOf(onX, split.labels.subarray(0, n));
  const candidates = [...right.keys()].filter((image) => right[image] === 1);
  const broken = norms.map(() => new Float64Array(n));
  let done = n - candidates.length;
  let evaluations = 0;
  onProgress?.(done, n);

  const group = Math.max(1, Math.min(radii.length, Math.floor(WORKING_NUMBERS / sizeOf(shape))));
  const batch = Math.max(1, Math.min(100, Math.floor((2 * WORKING_NUMBERS) / (sizeOf(shape) * group))));
  const rightImages = selectImages(split, candidates);
  for await (const { start, images, labels } of imageBatches(rightImages, { batch, signal })) {
    const nearest = await breakingDistances(images, labels, {
      radii,
      group,
      distance,
      bounds: classifier.bounds,
      signal,
      classify: async (shown) => {
        evaluations += shown.shape[0];
        return answersOf(await classifier.logits(shown)).predictions;
      },
    });
    labels.forEach((_, place) => {
      broken[0][candidates[start + place]] = nearest.l2[place];
      broken[1][candidates[start + place]] = nearest.linf[place];
    });
    done += labels.length;
    onProgress?.(done, n);
  }
  const found = {
    n,
    broken: { l2: Array.from(broken[0], roundedUp), linf: Array.from(broken[1], roundedUp) },
  };
  const curve = (norm: 'l2' | 'linf') =>
    epsilons[norm].map((epsilon) => ({ epsilon, ...certificateAt(found, { norm, epsilon }) }));
  return {
    ...found,
    clean: shareOf(countOf(right), n),
    distance,
    radii: radii.length,
    curves: { l2: curve('l2'), linf: curve('linf') },
    evaluations,
  };
}

function roundedUp(distance: number): number | null {
  if (distance === Infinity) return null;
  const rounded = Math.ceil(distance * 1e7) / 1e7;
  // The product may itself have been rounded down, past a whole number.
  return rounded >= distance ? rounded : rounded + 1e-7;
}
