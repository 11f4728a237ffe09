import { type Batch, type Dataset, readBatch, readWhole, type Split } from '../../data/dataset/dataset.ts';
import { boundaryOf } from '../../spectrum/split/radialMask.ts';
import { rescale } from '../../spectrum/split/rescale.ts';
import { splitFrequencies } from '../../spectrum/split/splitFrequencies.ts';
import { sizeOf, type Tensor } from '../../tensor/tensor.ts';
import { type TrainingConfig, trainsOnAttacks } from '../config/config.ts';

export type TrainedOn = Pick<
  TrainingConfig,
  'preset' | 'adversarialEpsilon' | 'adversarialShare' | 'trainOn' | 'trainRadius' | 'distance'
>;

/**
 * How a run reads the images that it learns from: as they are, or their LFC or HFC, each component divided by its own
 * maximum. The preset `authors` divides whole training images by their maximum too, but not in adversarial training.
 *
 * @returns reads the images at some indices of the split
 */
export function trainingImages(
  split: Split,
  shape: Dataset['shape'],
  trainedOn: TrainedOn,
): (indices: Uint32Array) => Batch {
  if (trainedOn.trainOn === 'x') {
    return (indices) => {
      const { images, labels } = readBatch(shape, split, indices);
      return { images: rescale(images, imageScale(trainedOn)), labels };
    };
  }
  // A component is computed when its image is first met and kept, because a split costs as much as a small step.
  const size = sizeOf(shape);
  const components = new Float32Array(split.count * size);
  const known = new Uint8Array(split.count);
  return (indices) => {
    const missing = indices.filter((index) => known[index] === 0);
    if (missing.length > 0) {
      const computed = componentOf(readBatch(shape, split, missing).images, trainedOn);
      missing.forEach((index, position) => {
        components.set(computed.data.subarray(position * size, (position + 1) * size), index * size);
        known[index] = 1;
      });
    }
    return readBatch(shape, { ...split, images: components }, indices);
  };
}

function componentOf(
  images: Tensor<'float32'>,
  { preset, trainOn, trainRadius, distance }: TrainedOn,
): Tensor<'float32'> {
  const boundary = boundaryOf(preset);
  const { lfc, hfc } = splitFrequencies(images, trainRadius!, { distance, boundary });
  return rescale(trainOn === 'lfc' ? lfc : hfc, 'max');
}

/** The scale at which whole training images are learned and measured; test images always stay raw. */
export function imageScale(
  config: Pick<TrainingConfig, 'preset' | 'adversarialEpsilon' | 'adversarialShare'>,
): 'none' | 'max' {
  return config.preset === 'authors' && !trainsOnAttacks(config) ? 'max' : 'none';
}

/** Training images at the scale at which they are measured. */
export function measuredImages(
  split: Split,
  shape: Dataset['shape'],
  config: Parameters<typeof imageScale>[0],
): Split {
  if (imageScale(config) === 'none') return split;
  const { images } = readWhole(shape, split);
  return { ...split, images: rescale(images, imageScale(config)).data };
}
