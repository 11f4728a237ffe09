import { losses } from '../networks/losses/losses.ts';
import { NotFiniteError } from '../runtime/notFiniteError.ts';
import type { Random } from '../tensor/random.ts';
import { float32, sizeOf, slice, type Tensor } from '../tensor/tensor.ts';
import { type AttackedImage, attackImage } from './attackImage.ts';
import { type AttackSettings, attackSettingsSchema } from './attackSettings.ts';
import { checkImages } from './checkImages.ts';
import { type Band, type BandEnergy, bandEnergy } from './keepBand.ts';
import type { Attacked } from './search.ts';
import { type KeptParts, searchParts } from './searchParts.ts';

export interface AttackOptions {
  /** Forks a stream for each image and restart. */
  readonly random: Random;
  /** The images' numbers, which name their streams, for a part of a larger set; by default 0, 1, … */
  readonly numbers?: ArrayLike<number>;
  /**
   * Whether an image is left alone once it is wrong, which is the default. If not, every image walks its whole way, one
   * that is wrong from the start too, and the last step stands: perturbations of one kind, to be looked at.
   */
  readonly stopOnSuccess?: boolean;
  /** How many images are under way at once, which bounds the memory; by default 256. */
  readonly inFlight?: number;
  /**
   * Groups of images that take turns at the classifier, by default 2. With 1, all images under way are one batch: for a
   * classifier whose answer depends on its batch.
   */
  readonly lanes?: number;
  /** Keeps what was found for parts of the images, and has it where the same attack was stopped before. */
  readonly parts?: KeptParts<AttackedImage>;
  readonly signal?: AbortSignal;
  /** After each step: how many images are settled, of how many. */
  readonly onProgress?: (done: number, total: number) => void;
}

export interface AttackOutcome {
  /**
   * `[n, c, h, w]`: of a fallen image the pixels on which it fell, of a standing one the last or best of its last restart.
   * Computed in float64 from these numbers, each is within epsilon and within the bounds, without a tolerance.
   */
  readonly adversarial: Tensor<'float32'>;
  /** 1 = wrong at `adversarial`, from the start or since. */
  readonly fallen: Uint8Array;
  /** −1 never; 0 = wrong before any step; k = in the k-th restart. */
  readonly fallenAtRestart: Int32Array;
  /** Image gradients and forward passes spent. */
  readonly evaluations: number;
  /** The image gradients among them, and how many of these were zero everywhere. */
  readonly gradients: number;
  readonly zeroGradients: number;
  /** Share of the image gradients that were zero everywhere; 0 where there were none. */
  readonly zeroGradientShare: number;
  /** Of each image ‖δ‖² outside the band, and altogether; null without a band. */
  readonly bandEnergies: readonly BandEnergy[] | null;
  /** Share of Σ ‖δ‖² that the way back into ball and bounds put outside the band; null without a band. */
  readonly bandLeak: number | null;
}

/**
 * Looks for wrong answers near images, against their true labels. An image that is wrong from the start is not
 * attacked, and one that has fallen is not attacked again. What an image's attack finds depends on the seed, the
 * image and its number alone: not on the batch, not on the number of threads.
 *
 * @param images [n, c, h, w], pixels within the classifier's bounds
 * @param labels true classes, n of them
 * @param settings as `attackSettings` makes them
 * @throws RangeError when a label count or a pixel is out of range
 * @throws ZodError when the settings are not such a record
 * @throws NotFiniteError when the logits or the gradient of an image are not finite
 */
export async function attack(
  classifier: Attacked,
  images: Tensor<'float32'>,
  labels: Int32Array,
  settings: AttackSettings,
  { random, numbers, stopOnSuccess = true, ...options }: AttackOptions,
): Promise<AttackOutcome> {
  const { bounds } = classifier;
  attackSettingsSchema.parse(settings);
  checkImages('attack', images, labels, bounds);
  const [count, ...shape] = images.shape;
  const loss = losses[settings.loss];
  const { results, evaluations, gradients, zeroGradients } = await searchParts(
    classifier,
    count,
    (image) =>
      attackImage(slice(images, image, image + 1).data, labels[image], {
        settings,
        bounds,
        shape,
        random: random.fork(`image ${numbers?.[image] ?? image}`),
        stopOnSuccess,
      }),
    { shape, loss, ...options },
  ).catch((error: unknown) => {
    // The caller of a part of a larger set knows its images by their numbers.
    if (!numbers || !(error instanceof NotFiniteError)) throw error;
    throw new NotFiniteError(error.what, numbers[error.image], error.value);
  });
  const adversarial = float32(images.shape);
  results.forEach(({ pixels }, image) => {
    adversarial.data.set(pixels, image * sizeOf(shape));
  });
  const bandEnergies = settings.band ? energiesOf(images, results, settings.band) : null;
  const fallenAtRestart = Int32Array.from(results, (result) => result.fallenAtRestart);
  return {
    adversarial,
    fallen: Uint8Array.from(fallenAtRestart, (restart) => (restart < 0 ? 0 : 1)),
    fallenAtRestart,
    ...{ evaluations, gradients, zeroGradients, bandEnergies },
    zeroGradientShare: shareOf(zeroGradients, gradients),
    bandLeak: bandEnergies && bandLeakOf(bandEnergies),
  };
}

/** The share of Σ ‖δ‖² outside the band; 0 where nothing was changed. */
export function bandLeakOf(energies: readonly BandEnergy[]): number {
  let [outside, all] = [0, 0];
  for (const energy of energies) {
    outside += energy.outside;
    all += energy.all;
  }
  return shareOf(outside, all);
}

const shareOf = (part: number, all: number) => (all === 0 ? 0 : part / all);

function energiesOf(images: Tensor<'float32'>, results: readonly AttackedImage[], band: Band): BandEnergy[] {
  return results.map(({ pixels }, image) => {
    const { data, shape } = slice(images, image, image + 1);
    const delta = Float64Array.from(pixels, (pixel, at) => pixel - data[at]);
    return bandEnergy(delta, shape.slice(1), band);
  });
}

/**
 * How many images of a larger set are read and attacked at once: 64 MiB of pixels at most, and enough images in any case that
 * a thread has something to do while the last of them are attacked.
 *
 * @param shape one image: channels, height, width
 */
export function imagesAtOnce(shape: readonly number[]): number {
  return Math.max(32, Math.min(512, Math.floor(2 ** 24 / sizeOf(shape))));
}
