import { type Split, selectImages } from '../../data/dataset/dataset.ts';
import { stratifiedSample } from '../../data/dataset/stratifiedSample.ts';
import { seededRandom } from '../../tensor/random.ts';

/** At most so many images of a split, the same ones for every model and seed, so that models can be compared image by image. */
export function sampleOfSplit(split: Split, count: number): Split {
  if (count >= split.count) return split;
  const random = seededRandom(0).fork('images of parts');
  return selectImages(split, stratifiedSample(split.labels.subarray(0, split.count), count, random));
}
