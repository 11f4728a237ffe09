import { crossEntropy } from '../networks/losses/losses.ts';
import { argmax } from '../tensor/argmax.ts';
import { slice, type Tensor } from '../tensor/tensor.ts';
import { checkImages } from './checkImages.ts';
import type { AttackMethod } from './methods/methods.ts';
import { clamp } from './perturbation/clamp.ts';
import type { Answer, Attacked, Search } from './search.ts';
import { type SearchPartsOptions, searchParts } from './searchParts.ts';

const searches = {
  fgsm: lineSearch,
  pgd: bisection,
} as const satisfies Partial<Record<AttackMethod, (start: Start) => Search<number>>>;

/** Methods by which the smallest perturbation is searched for. */
export type SearchedMethod = keyof typeof searches;
export const searchedMethods = Object.keys(searches) as SearchedMethod[];

/** With `parts`, sizes that were found before are taken from there. */
export interface MinimalEpsilonOptions
  extends Pick<SearchPartsOptions<number>, 'inFlight' | 'parts' | 'signal' | 'onProgress'> {
  readonly method: SearchedMethod;
  /** Whose search it is: the authors' is that of Foolbox 1. */
  readonly preset: 'authors';
  /** Halvings of the interval by PGD; by default the preset's 20. At 10 the size is exact to 0.0003. */
  readonly bisections?: number;
}

/**
 * The smallest perturbation in L∞ that makes each image's answer wrong, as far as a search finds it (Table 2). The sizes
 * below are shares of the bounds' range; what is returned is the size of the smallest perturbation tried that worked,
 * in pixel units, computed in float64 from the float32 pixels: after clipping to the bounds it can be below the ε it
 * was tried at.
 *
 * Preset `authors`, as Foolbox 1.8 has them:
 * - `fgsm`: x + ε · sign(∇), clipped, for ε = 1/1000, 2/1000, … 1 up to the first that works. If that is one of the
 *   first twenty, the twenty equal parts of it are tried in the same way.
 * - `pgd`: 40 steps of ε/30 along the sign of the gradient from the image itself, each clipped to ε and the bounds, up
 *   to the first wrong answer. ε = 0.3, times 1.5 until it works (20 times at most), then 20 bisections between
 *   the largest ε that failed (0 at first) and the smallest that worked.
 *
 * @param images [n, c, h, w], pixels within the classifier's bounds
 * @param labels true classes, n of them
 * @returns n sizes: 0 = wrong from the start, Infinity = none was found
 * @throws RangeError when a label count or a pixel is out of range
 * @throws NotFiniteError when the logits or the gradient of an image are not finite
 */
export async function minimalEpsilon(
  classifier: Attacked,
  images: Tensor<'float32'>,
  labels: Int32Array,
  { method, bisections = 20, ...options }: MinimalEpsilonOptions,
): Promise<Float64Array> {
  const { bounds } = classifier;
  checkImages('minimalEpsilon', images, labels, bounds);
  const [count, ...shape] = images.shape;
  const { results } = await searchParts(
    classifier,
    count,
    (index) => {
      const image = slice(images, index, index + 1).data;
      return searches[method]({ image, label: labels[index], bounds, bisections });
    },
    { shape, loss: crossEntropy, ...options },
  );
  return Float64Array.from(results);
}

/** What float32 pixels round off a perturbation. */
const ROUNDING = 1e-7;

/** Whether an image stands within ε: a search that works at ε itself has a size of ε, give or take the pixels' rounding. */
export function standsWithin(epsilon: number, size: number): boolean {
  return size > epsilon + ROUNDING;
}

interface Start {
  readonly image: Float32Array;
  readonly label: number;
  readonly bounds: readonly [low: number, high: number];
  readonly bisections: number;
}

const isWrong = ({ logits }: Answer, label: number) => argmax(logits) !== label;

function* lineSearch({ image, label, bounds: [low, high] }: Start): Search<number> {
  const first = yield { needs: 'gradient', pixels: image, label };
  if (isWrong(first, label)) return 0;
  const signs = Float64Array.from(first.gradient, Math.sign);
  const pixels = image.slice();

  /** The index of the first ε of `parts` equal ones up to `largest` that works; `parts` where none does. */
  function* firstOf(parts: number, largest: number): Search<number> {
    for (let index = 0; index < parts; index++) {
      const length = (((index + 1) * largest) / parts) * (high - low);
      for (let at = 0; at < pixels.length; at++) {
        pixels[at] = clamp(image[at] + length * signs[at], low, high);
      }
      if (isWrong(yield { needs: 'logits', pixels, label }, label)) return index;
    }
    return parts;
  }

  const coarse = yield* firstOf(1000, 1);
  if (coarse === 1000) return Infinity;
  let smallest = distance(pixels, image);
  if (coarse < 20 && (yield* firstOf(20, (coarse + 1) / 1000)) < 20) {
    smallest = Math.min(smallest, distance(pixels, image));
  }
  return smallest;
}

function* bisection({ image, label, bounds: [low, high], bisections }: Start): Search<number> {
  const first = yield { needs: 'gradient', pixels: image, label };
  if (isWrong(first, label)) return 0;
  const firstGradient = first.gradient.slice();
  const pixels = image.slice();
  let smallest = Infinity;

  /** Whether PGD within ε finds a wrong answer. */
  function* works(epsilon: number): Search<boolean> {
    const size = epsilon * (high - low);
    const steps = 40;
    pixels.set(image);
    let gradient: Float32Array = firstGradient;
    for (let step = 1; step <= steps; step++) {
      for (let at = 0; at < pixels.length; at++) {
        const moved = pixels[at] + (size / 30) * Math.sign(gradient[at]) - image[at];
        const pixel = image[at] + clamp(moved, -size, size);
        pixels[at] = clamp(pixel, low, high);
      }
      const answer: Answer = yield { needs: step < steps ? 'gradient' : 'logits', pixels, label };
      if (isWrong(answer, label)) {
        smallest = Math.min(smallest, distance(pixels, image));
        return true;
      }
      gradient = answer.gradient;
    }
    return false;
  }

  let good = 0.3;
  for (let tries = 1; !(yield* works(good)); tries++) {
    if (tries === 20) return Infinity;
    good *= 1.5;
  }
  let bad = 0;
  for (let halving = 0; halving < bisections; halving++) {
    const middle = (good + bad) / 2;
    if (yield* works(middle)) good = middle;
    else bad = middle;
  }
  return smallest;
}

function distance(pixels: Float32Array, image: Float32Array): number {
  let largest = 0;
  for (let at = 0; at < pixels.length; at++) largest = Math.max(largest, Math.abs(pixels[at] - image[at]));
  return largest;
}
