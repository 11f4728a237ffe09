import type { Random } from '../../../tensor/random.ts';
import type { Tensor } from '../../../tensor/tensor.ts';
import { padCropFlip } from '../../batches/padCropFlip.ts';
import type { TrainingConfig } from '../../config/config.ts';
import type { BatchMoment } from '../task.ts';
import { type LabelledImages, mixup } from './mixup.ts';
import { oneHot } from './oneHot.ts';

/** A last change of a batch before the step, such as the attack of adversarial training. */
export type TransformBatch = (
  batch: LabelledImages,
  context: {
    /** Counts from 1. */
    readonly epoch: number;
    /** Counts from 0 in its epoch. */
    readonly batch: number;
    /** A stream of this batch's own. */
    readonly random: Random;
  },
) => LabelledImages | Promise<LabelledImages>;

export interface LabelledBatchOptions {
  readonly config: Pick<TrainingConfig, 'augment' | 'mixup'>;
  readonly classes: number;
  readonly transformBatch?: TransformBatch | undefined;
}

/** Turns images and labels into what a step sees: pad-crop-flip, mixup, `transformBatch`, in this order. */
export async function labelledBatch(
  images: Tensor<'float32'>,
  labels: Int32Array,
  { epoch, batch, streamOf }: BatchMoment,
  { config, classes, transformBatch }: LabelledBatchOptions,
): Promise<LabelledImages> {
  let labelled: LabelledImages = {
    images: config.augment ? padCropFlip(images, { random: streamOf('augment') }) : images,
    targets: oneHot(labels, classes),
  };
  if (config.mixup > 0) labelled = mixup(labelled, { alpha: config.mixup, random: streamOf('mixup') });
  if (transformBatch) {
    labelled = await transformBatch(labelled, { epoch, batch, random: streamOf('transform') });
  }
  return labelled;
}
