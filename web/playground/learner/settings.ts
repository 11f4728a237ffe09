import type { PlantedOptions } from '../../../src/data/planted/plantedSplits.ts';
import type { View } from '../../state/fields.ts';

/** What an experiment is made of: the same settings give the same curves. */
export interface Settings {
  /** Percent of the images whose silhouette shows their label's class; 10 is chance. */
  readonly shapes: number;
  /** The same for the grating. */
  readonly grating: number;
  /** Training images. */
  readonly images: number;
  readonly seed: number;
}

export const classCount = 10;

/** Percent of the images on which a part that says nothing is right. */
export const chance = 100 / classCount;

export const epochs = 12;

/** Small, so that the network sees enough batches in the seconds of an epoch. */
export const batchSize = 25;

/** Half of the usual one, at which batch normalisation's running means hardly keep up and the curves jump. */
export const learningRate = 1e-3;

/** Between two points of a curve. A number of images that every choice of `images` is a multiple of. */
export const imagesPerMoment = 500;

/** Images that every point of a curve is measured on. */
export const testCount = 200;

/**
 * Height of the grating. A little more than the data set's usual 0.018, because the network learns from a quarter of the
 * images: at this height shapes are learned first, and then the grating.
 */
export const amplitude = 0.022;

/** The experiment of a view; numbers of a hand-written URL are brought to the sliders' steps. */
export function settingsOf({ shapes, grating, images, seed }: View): Settings {
  const step = (value: number, size: number) => Math.max(size, Math.round(value / size) * size);
  return {
    shapes: step(shapes, 5),
    grating: step(grating, 5),
    images: step(images, imagesPerMoment),
    seed: Math.round(seed),
  };
}

/** The planted images of an experiment, in the words of the data set. */
export function plantedOptions({ shapes, grating, images, seed }: Settings): PlantedOptions {
  return {
    seed,
    count: images,
    testCount,
    lowReliability: reliability(shapes),
    highReliability: reliability(grating),
    amplitude,
  };
}

// A part that does not follow the label shows one of all classes, which by chance is the label's.
const reliability = (percent: number) => Math.max(0, (percent - chance) / (100 - chance));
