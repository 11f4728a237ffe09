import type { Random } from '../tensor/random.ts';
import { dropoutMasks } from './batches/dropoutMasks.ts';
import { epochOrder } from './batches/epochBatches.ts';
import type { LoopConfig } from './config/loopConfig.ts';
import { learningRateAt } from './config/schedules.ts';
import type { Engine } from './engine/engine.ts';
import type { TrainingProgress } from './run/checkpoint.ts';
import type { Sums, TaskSteps } from './tasks/task.ts';

/** What the epochs of a run share. */
export interface EpochContext {
  readonly engine: Engine;
  readonly config: Pick<LoopConfig, 'epochs' | 'learningRate' | 'schedule' | 'warmupEpochs' | 'weightDecay'>;
  readonly task: TaskSteps;
  /** Indices of the images that are learned from. */
  readonly learned: Uint32Array;
  /** Full batches in an epoch. */
  readonly batches: number;
  /** The run's stream; all that a batch draws comes from forks that are named by use, epoch and batch. */
  readonly random: Random;
  readonly signal?: AbortSignal | undefined;
}

/** The sums of an epoch that has not begun. */
export function noSums({ sums }: Pick<TaskSteps, 'sums'>): Sums {
  return Object.fromEntries(['loss', ...sums, 'n'].map((name) => [name, 0]));
}

/**
 * Takes the steps that are left of the epoch after `progress.epoch`, until its end, an abort or a loss that is not
 * finite; that loss is then in the sum of `running`.
 *
 * @param onBatch is told how far the epoch is, after each step
 */
export async function trainEpoch(
  { engine, config, task, learned, batches, random, signal }: EpochContext,
  progress: TrainingProgress,
  onBatch: (progress: TrainingProgress) => void,
): Promise<TrainingProgress> {
  const epoch = progress.epoch + 1;
  const { batchSize } = engine;
  const { weightDecay } = config;
  const order = epochOrder(learned, epoch, random);
  const schedule = { ...config, stepsPerEpoch: batches };
  let { batch, step, running } = progress;
  while (batch < batches && !signal?.aborted && Number.isFinite(running.loss)) {
    const now = batch;
    const streamOf = (use: string) => random.fork(use).fork(`epoch ${epoch} batch ${now}`);
    const indices = order.subarray(batch * batchSize, (batch + 1) * batchSize);
    const { images, targets } = await task.batch(indices, { epoch, batch, streamOf });
    const masks = dropoutMasks(engine.masks, streamOf('dropout'));
    step++;
    const learningRate = learningRateAt(schedule, step);
    const { loss, results } = await engine.step(
      { images, targets, masks },
      { learningRate, weightDecay, step },
    );
    batch++;
    const added: Sums = { ...task.sumsOf(results, targets), loss: loss * batchSize, n: batchSize };
    running = Object.fromEntries(Object.entries(running).map(([name, sum]) => [name, sum + added[name]]));
    onBatch({ ...progress, batch, step, running });
  }
  return { ...progress, batch, step, running };
}
