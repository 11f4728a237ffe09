import { permutation, type Random } from '../../tensor/random.ts';
import type { TrainingConfig } from '../config/config.ts';
import { heldOutCount } from './splitTraining.ts';

/**
 * Batches of one epoch. Every batch is full and the images that are left over wait for another epoch's order; fewer
 * images than a batch make one smaller batch, which needs an engine of that size.
 */
export function batchCounts(
  images: number,
  batchSize: number,
): { readonly batchSize: number; readonly batches: number } {
  if (!(images >= 1)) throw new RangeError(`batchCounts: needs at least one training image, got ${images}`);
  const size = Math.min(batchSize, images);
  return { batchSize: size, batches: Math.floor(images / size) };
}

/** The batch for which a run needs its engine, given the number of training images of its data set. */
export function engineBatchSize(
  { batchSize, holdOut }: Pick<TrainingConfig, 'batchSize' | 'holdOut'>,
  trainCount: number,
): number {
  return batchCounts(trainCount - heldOutCount(trainCount, holdOut), batchSize).batchSize;
}

/** The images in the order of an epoch; each epoch has an order of its own, whatever came before it. */
export function epochOrder(images: Uint32Array, epoch: number, random: Random): Uint32Array {
  return permutation(images.length, random.fork('order').fork(`epoch ${epoch}`)).map(
    (place) => images[place],
  );
}
