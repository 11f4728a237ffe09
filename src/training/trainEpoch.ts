import type { Batch as ReadBatch } from '../data/dataset/dataset.ts';
import { argmax } from '../tensor/argmax.ts';
import type { Random } from '../tensor/random.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { epochOrder } from './batches/epochBatches.ts';
import { type TransformBatch, trainingBatch } from './batches/trainingBatch.ts';
import type { TrainingConfig } from './config/config.ts';
import { learningRateAt } from './config/schedules.ts';
import type { Engine } from './engine/engine.ts';
import type { TrainingProgress } from './run/checkpoint.ts';

/** What the epochs of a run share. */
export interface EpochContext {
  readonly engine: Engine;
  readonly config: TrainingConfig;
  readonly classes: number;
  /** Indices of the images that are learned from. */
  readonly learned: Uint32Array;
  /** Full batches in an epoch. */
  readonly batches: number;
  readonly readImages: (indices: Uint32Array) => Promise<ReadBatch>;
  readonly random: Random;
  readonly transformBatch?: TransformBatch | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Takes the steps that are left of the epoch after `progress.epoch`, until its end, an abort or a loss that is not
 * finite; that loss is then in the sum of `running`.
 *
 * @param onBatch is told how far the epoch is, after each step
 */
export async function trainEpoch(
  { engine, config, classes, learned, batches, readImages, random, transformBatch, signal }: EpochContext,
  progress: TrainingProgress,
  onBatch: (progress: TrainingProgress) => void,
): Promise<TrainingProgress> {
  const epoch = progress.epoch + 1;
  const { batchSize, masks } = engine;
  const { weightDecay } = config;
  const order = epochOrder(learned, epoch, random);
  const schedule = { ...config, stepsPerEpoch: batches };
  let { batch, step, running } = progress;
  while (batch < batches && !signal?.aborted && Number.isFinite(running.loss)) {
    const chosen = order.subarray(batch * batchSize, (batch + 1) * batchSize);
    const { images, labels } = await readImages(chosen);
    const options = { config, classes, masks, epoch, batch, random, transformBatch };
    const made = await trainingBatch(images, labels, options);
    step++;
    const learningRate = learningRateAt(schedule, step);
    const { loss, logits } = await engine.step(made, { learningRate, weightDecay, step });
    batch++;
    running = {
      loss: running.loss + loss * batchSize,
      correct: running.correct + countCorrect(logits, made.targets),
      n: running.n + batchSize,
    };
    onBatch({ ...progress, batch, step, running });
  }
  return { ...progress, batch, step, running };
}

/** Rows whose largest logit is at the class with the largest target; with mixup that is the image with the larger share. */
function countCorrect(logits: Tensor<'float32'>, targets: Tensor<'float32'>): number {
  const [count, classes] = logits.shape;
  let correct = 0;
  for (let row = 0; row < count; row++) {
    const [said, wanted] = [logits, targets].map(({ data }) =>
      argmax(data.subarray(row * classes, (row + 1) * classes)),
    );
    if (said === wanted) correct++;
  }
  return correct;
}
