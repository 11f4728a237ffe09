import { type Random, seededRandom } from '../../tensor/random.ts';
import { arrayImages } from '../dataset/arrayImages.ts';
import type { ArraySplit, Dataset } from '../dataset/dataset.ts';
import { addGrating, drawSilhouette, imageShape, noiseSource } from './plantedImage.ts';
import { silhouettes } from './silhouettes.ts';

export interface PlantedOptions {
  readonly seed: number | string;
  /** Training images; the first n of a longer set are the set of length n. */
  readonly count?: number;
  readonly testCount?: number;
  /** Share of images, 0 … 1, whose silhouette is their label's; the others show a class drawn from all ten. */
  readonly lowReliability?: number;
  /** The same for the grating; at 0 the grating says nothing about the label. */
  readonly highReliability?: number;
  /** Height of the grating's wave in pixel units (pixels lie in [0, 1]); 0 leaves it out. */
  readonly amplitude?: number;
}

/** Which class each part of each image shows, whatever its label: the known answer to every measurement. */
export interface PlantedTruth {
  readonly lowClass: Int32Array;
  readonly highClass: Int32Array;
}

/** A planted data set without what a file or a record of it needs: it can be made anywhere, in a browser too. */
export interface PlantedSplits extends Pick<Dataset, 'classes' | 'shape'> {
  readonly train: ArraySplit;
  readonly test: ArraySplit;
  readonly truth: { readonly train: PlantedTruth; readonly test: PlantedTruth };
}

const classes = Object.keys(silhouettes);
const figures = Object.values(silhouettes);
const imageSize = imageShape[0] * imageShape[1] * imageShape[2];

/** The images of `plantedDataset`. */
export function plantedSplits({
  seed,
  count = 6000,
  testCount = 1000,
  lowReliability = 0.9,
  highReliability = 0.9,
  amplitude = 0.018,
}: PlantedOptions): PlantedSplits {
  for (const [name, value] of Object.entries({ lowReliability, highReliability, amplitude })) {
    if (!(value >= 0 && value <= 1))
      throw new RangeError(`plantedDataset: ${name} must be in 0 … 1, got ${value}`);
  }
  for (const [name, value] of Object.entries({ count, testCount })) {
    if (!(Number.isInteger(value) && value > 0)) {
      throw new RangeError(`plantedDataset: ${name} must be a positive integer, got ${value}`);
    }
  }
  const random = seededRandom(seed);
  const knobs = { lowReliability, highReliability, amplitude };
  const train = plantedSplit(random.fork('planted/train'), count, knobs);
  const test = plantedSplit(random.fork('planted/test'), testCount, knobs);
  return {
    classes,
    shape: imageShape,
    train: train.split,
    test: test.split,
    truth: { train: train.truth, test: test.truth },
  };
}

type Knobs = Required<Pick<PlantedOptions, 'lowReliability' | 'highReliability' | 'amplitude'>>;

function plantedSplit(
  random: Random,
  count: number,
  knobs: Knobs,
): { split: ArraySplit; truth: PlantedTruth } {
  const labels = Int32Array.from({ length: count }, (_, index) => index % classes.length);
  const lowClass = shownClasses(labels, knobs.lowReliability, random.fork('silhouette class'));
  const highClass = shownClasses(labels, knobs.highReliability, random.fork('grating class'));
  const silhouetteStream = random.fork('silhouette');
  const gratingStream = random.fork('grating');
  const addNoise = noiseSource(random.fork('noise'));
  const pixels = new Uint8Array(count * imageSize);
  const image = new Float32Array(imageSize);
  for (let index = 0; index < count; index++) {
    drawSilhouette(image, figures[lowClass[index]], silhouetteStream);
    addGrating(image, highClass[index], knobs.amplitude, gratingStream);
    addNoise(image);
    roundToBytes(image, pixels.subarray(index * imageSize, (index + 1) * imageSize));
  }
  const images = arrayImages(pixels, imageShape);
  return { split: { images, labels, count }, truth: { lowClass, highClass } };
}

function roundToBytes(image: Float32Array, bytes: Uint8Array): void {
  for (let offset = 0; offset < image.length; offset++) {
    bytes[offset] = Math.round(255 * Math.min(1, Math.max(0, image[offset])));
  }
}

// Both numbers are drawn for every image, so that another reliability leaves the rest of the stream as it is.
function shownClasses(labels: Int32Array, reliability: number, random: Random): Int32Array {
  return labels.map((label) => {
    const keep = random.uniform() < reliability;
    const other = random.integer(classes.length);
    return keep ? label : other;
  });
}
