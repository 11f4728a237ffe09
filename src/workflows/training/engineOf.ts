import type { Dataset } from '../../data/dataset/dataset.ts';
import { buildNetwork } from '../../networks/architectures/buildNetwork.ts';
import { blockSize } from '../../runtime/blockSize.ts';
import { onnxruntime } from '../../runtime/onnxruntime.ts';
import { seededRandom } from '../../tensor/random.ts';
import { engineBatchSize } from '../../training/batches/epochBatches.ts';
import { type TrainingConfig, trainsOnAttacks } from '../../training/config/config.ts';
import { optimizerSettings } from '../../training/config/optimizerSettings.ts';
import { createEngine } from '../../training/engine/createEngine.ts';
import type { Engine } from '../../training/engine/engine.ts';
import { classificationLoss } from '../../training/tasks/classification/classificationLoss.ts';

/** The training step of a configuration on a data set, with its first weights. */
export async function engineOf(config: TrainingConfig, dataset: Dataset): Promise<Engine> {
  return createEngine({
    build: (images, weights) =>
      buildNetwork(config.network, {
        ...config,
        classes: dataset.classes.length,
        shape: dataset.shape,
        batch: images,
        training: true,
        ...(weights ? { weights } : { random: seededRandom(config.seed).fork('weights') }),
      }),
    loss: classificationLoss,
    batchSize: engineBatchSize(config, dataset.train.count),
    optimizer: optimizerSettings(config),
    shards: config.shards,
    threads: config.threads,
    block: await blockSize(onnxruntime),
    attacked: trainsOnAttacks(config),
  });
}
