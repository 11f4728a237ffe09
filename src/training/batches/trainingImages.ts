import { arrayImages } from '../../data/dataset/arrayImages.ts';
import { type Batch, readBatch, type Split } from '../../data/dataset/dataset.ts';
import { changedImages } from '../../data/dataset/imageSource.ts';
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
export function trainingImages(split: Split, trainedOn: TrainedOn): (indices: Uint32Array) => Promise<Batch> {
  if (trainedOn.trainOn === 'x') {
    return async (indices) => {
      const { images, labels } = await readBatch(split, indices);
      return { images: rescale(images, imageScale(trainedOn)), labels };
    };
  }
  // A component is computed when its image is first met and kept, because a split costs as much as a small step.
  const { shape } = split.images;
  const size = sizeOf(shape);
  const components = new Float32Array(split.count * size);
  const learned = { ...split, images: arrayImages(components, shape) };
  const known = new Uint8Array(split.count);
  return async (indices) => {
    const missing = indices.filter((index) => known[index] === 0);
    if (missing.length > 0) {
      const computed = componentOf(await split.images.read(missing), trainedOn);
      missing.forEach((index, position) => {
        components.set(computed.data.subarray(position * size, (position + 1) * size), index * size);
        known[index] = 1;
      });
    }
    return readBatch(learned, indices);
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
export function measuredImages(split: Split, config: Parameters<typeof imageScale>[0]): Split {
  const scale = imageScale(config);
  if (scale === 'none') return split;
  const scaled = (images: Tensor<'float32'>) => rescale(images, scale);
  return { ...split, images: changedImages(split.images, scaled, { isEightBit: false }) };
}
