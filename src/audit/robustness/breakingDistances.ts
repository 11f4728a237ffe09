import type { Classifier } from '../../runtime/classifier.ts';
import type { Distance } from '../../spectrum/split/radialMask.ts';
import { splitAtRadii } from '../../spectrum/split/splitFrequencies.ts';
import { float32, sizeOf, slice, type Tensor } from '../../tensor/tensor.ts';

export interface BreakingOptions {
  /** Cut-offs in bins, descending. */
  readonly radii: Float64Array;
  /** How many of them are split off at once. */
  readonly group: number;
  readonly distance: Distance;
  readonly bounds: Classifier['bounds'];
  /** [n, c, h, w] → the predicted classes. */
  readonly classify: (images: Tensor<'float32'>) => Promise<Int32Array>;
  readonly signal?: AbortSignal | undefined;
}

/** Smallest distances per image, in pixel units; Infinity where nothing breaks it. */
export interface BreakingDistances {
  readonly l2: Float64Array;
  readonly linf: Float64Array;
}

/** Images that are classified at once, about. */
const BATCH = 100;

/** One clipped x_l that may yet lower an image's distances. */
interface Attempt {
  readonly image: number;
  readonly pixels: Float32Array;
  readonly l2: number;
  readonly linf: number;
}

/**
 * The distance from each image to the nearest of its clipped x_l that is not of its class. An x_l that is farther in
 * both norms than one that is known to break the image is not classified, so nearest ones come first.
 *
 * @param images [n, c, h, w], of the classes `labels`, which the classifier gets right
 */
export async function breakingDistances(
  images: Tensor<'float32'>,
  labels: Int32Array,
  { radii, group, distance, bounds, classify, signal }: BreakingOptions,
): Promise<BreakingDistances> {
  const l2 = new Float64Array(labels.length).fill(Infinity);
  const linf = new Float64Array(labels.length).fill(Infinity);
  const open = ({ image, ...at }: Attempt) => at.l2 < l2[image] || at.linf < linf[image];
  const previous = Array.from(labels, (_, image) => slice(images, image, image + 1).data);

  for (let first = 0; first < radii.length; first += group) {
    const components = splitAtRadii(images, Array.from(radii.subarray(first, first + group)), { distance });
    const waiting = Array.from(labels, (_, image) => {
      const attempts: Attempt[] = [];
      for (const { lfc } of components) {
        const pixels = slice(lfc, image, image + 1).data;
        clip(pixels, bounds);
        if (!equal(pixels, previous[image])) {
          attempts.push({ image, pixels, ...distances(pixels, slice(images, image, image + 1).data) });
        }
        previous[image] = pixels;
      }
      return attempts.sort((a, b) => a.l2 - b.l2);
    });
    for (;;) {
      signal?.throwIfAborted();
      // A few of each image's nearest: more at once fill the threads, fewer waste less when the first one breaks it.
      const active = waiting.filter((queue) => queue.length > 0).length;
      const share = Math.min(12, Math.ceil(BATCH / active));
      const attempts = waiting.flatMap((queue) => nextOf(queue, share, open));
      if (attempts.length === 0) break;
      const answers = await classify(stacked(attempts, images.shape));
      attempts.forEach(({ image, ...at }, place) => {
        if (answers[place] === labels[image]) return;
        l2[image] = Math.min(l2[image], at.l2);
        linf[image] = Math.min(linf[image], at.linf);
      });
    }
  }
  return { l2, linf };
}

/** Takes the next attempts that are still worth classifying off a queue. */
function nextOf(queue: Attempt[], count: number, open: (attempt: Attempt) => boolean): Attempt[] {
  const taken: Attempt[] = [];
  while (queue.length > 0 && taken.length < count) {
    const attempt = queue.shift()!;
    if (open(attempt)) taken.push(attempt);
  }
  return taken;
}

function stacked(attempts: readonly Attempt[], [, ...shape]: readonly number[]): Tensor<'float32'> {
  const images = float32([attempts.length, ...shape]);
  attempts.forEach(({ pixels }, place) => {
    images.data.set(pixels, place * sizeOf(shape));
  });
  return images;
}

function clip(pixels: Float32Array, [low, high]: Classifier['bounds']): void {
  for (let at = 0; at < pixels.length; at++) pixels[at] = Math.min(high, Math.max(low, pixels[at]));
}

function equal(a: Float32Array, b: Float32Array): boolean {
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}

function distances(a: Float32Array, b: Float32Array): { l2: number; linf: number } {
  let squares = 0;
  let largest = 0;
  for (let at = 0; at < a.length; at++) {
    const difference = Math.abs(a[at] - b[at]);
    squares += difference * difference;
    if (difference > largest) largest = difference;
  }
  return { l2: Math.sqrt(squares), linf: largest };
}
