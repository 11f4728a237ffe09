import type { Random } from '../../tensor/random.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { TrainingConfig } from '../config/config.ts';
import type { Batch } from '../engine/engine.ts';
import { dropoutMasks } from './dropoutMasks.ts';
import { type LabelledImages, mixup } from './mixup.ts';
import { oneHot } from './oneHot.ts';
import { padCropFlip } from './padCropFlip.ts';

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

export interface TrainingBatchOptions {
  readonly config: Pick<TrainingConfig, 'augment' | 'mixup'>;
  readonly classes: number;
  /** Mask name → shape [batch, units]. */
  readonly masks: ReadonlyMap<string, readonly number[]>;
  readonly epoch: number;
  readonly batch: number;
  /** The run's stream; all that is drawn here comes from forks that are named by use, epoch and batch. */
  readonly random: Random;
  readonly transformBatch?: TransformBatch | undefined;
}

/** Turns images and labels into what a step sees: pad-crop-flip, mixup, `transformBatch`, dropout masks, in this order. */
export async function trainingBatch(
  images: Tensor<'float32'>,
  labels: Int32Array,
  { config, classes, masks, epoch, batch, random, transformBatch }: TrainingBatchOptions,
): Promise<Batch> {
  const streamOf = (use: string) => random.fork(use).fork(`epoch ${epoch} batch ${batch}`);
  let labelled: LabelledImages = {
    images: config.augment ? padCropFlip(images, { random: streamOf('augment') }) : images,
    targets: oneHot(labels, classes),
  };
  if (config.mixup > 0) labelled = mixup(labelled, { alpha: config.mixup, random: streamOf('mixup') });
  if (transformBatch) {
    labelled = await transformBatch(labelled, { epoch, batch, random: streamOf('transform') });
  }
  return {
    images: labelled.images,
    targets: labelled.targets,
    masks: dropoutMasks(masks, streamOf('dropout')),
  };
}
