import type { PlantedSplits } from '../../../src/data/planted/plantedSplits.ts';
import { buildNetwork } from '../../../src/networks/architectures/buildNetwork.ts';
import { seededRandom } from '../../../src/tensor/random.ts';
import { float32 } from '../../../src/tensor/tensor.ts';
import { resolveConfig } from '../../../src/training/config/config.ts';
import { optimizerSettings } from '../../../src/training/config/optimizerSettings.ts';
import { createLocalEngine } from '../../../src/training/engine/createLocalEngine.ts';
import { classificationLoss } from '../../../src/training/tasks/classification/classificationLoss.ts';
import { classificationSteps } from '../../../src/training/tasks/classification/classificationSteps.ts';
import { noSums, trainEpoch } from '../../../src/training/trainEpoch.ts';
import type { LoadedRuntime } from '../../model/host/loadRuntime.ts';
import type { Weights } from './measure.ts';
import { batchSize, epochs, learningRate, type Settings } from './settings.ts';

/** A network that learns a batch at a time. */
export interface Learner {
  readonly batchesPerEpoch: number;
  /** Batches learned so far. */
  readonly step: () => number;
  /** @returns mean loss of this epoch's batches so far */
  next(): Promise<number>;
  /** A copy of the weights and running statistics of this moment. */
  weights(): Weights;
}

/** The network, the recipe and the order of batches of `passband train --dataset planted`. */
export async function createLearner(
  { runtime, providers, threads }: LoadedRuntime,
  { shape, classes, train }: PlantedSplits,
  { seed }: Settings,
): Promise<Learner> {
  const config = resolveConfig(
    { dataset: 'planted', seed, batchSize, epochs, learningRate },
    { threads, out: 'page' },
  );
  const random = seededRandom(seed);
  const first = random.fork('weights');
  const engine = await createLocalEngine(runtime, {
    build: (batch) =>
      buildNetwork(config.network, {
        ...config,
        classes: classes.length,
        shape,
        batch,
        training: true,
        random: first,
      }),
    loss: classificationLoss,
    batchSize,
    optimizer: optimizerSettings(config),
    providers,
    threads,
  });
  const batches = Math.floor(train.count / batchSize);
  const task = classificationSteps(train, { config, classes: classes.length });
  const context = {
    engine,
    config,
    task,
    learned: Uint32Array.from({ length: train.count }, (_, index) => index),
    batches,
    random,
  };
  const nothing = { batch: 0, running: noSums(task) };
  const start = { epoch: 0, step: 0, streams: '', elapsedMs: 0, layouts: [engine.block], best: null };
  let progress = { ...nothing, ...start };
  return {
    batchesPerEpoch: batches,
    step: () => progress.step,
    async next() {
      const one = new AbortController();
      const done = await trainEpoch({ ...context, signal: one.signal }, progress, () => one.abort());
      const { loss, n } = done.running;
      if (!Number.isFinite(loss)) throw new Error('the loss is not a number any more');
      progress =
        done.batch === batches
          ? { ...progress, ...nothing, epoch: done.epoch + 1, step: done.step }
          : { ...progress, batch: done.batch, step: done.step, running: done.running };
      return loss / n;
    },
    weights: () =>
      new Map(
        [...engine.parameters, ...engine.statistics].map(([name, { shape, data }]) => [
          name,
          float32(shape, Float32Array.from(data)),
        ]),
      ),
  };
}
