import type { Network } from '../../networks/architectures/network.ts';
import { blockSize } from '../../runtime/blockSize.ts';
import { type Classifier, createClassifier } from '../../runtime/classifier.ts';
import { onnxruntime } from '../../runtime/onnxruntime.ts';
import { createPool } from '../../runtime/pool.ts';
import { boundaryOf } from '../../spectrum/split/radialMask.ts';
import type { TrainingConfig } from '../../training/config/config.ts';
import { createEvaluate } from '../../training/evaluation/createEvaluate.ts';
import type { Evaluate } from '../../training/evaluation/evaluate.ts';

export interface Evaluator {
  readonly evaluate: Evaluate;
  /** A network on the same threads, for attacks on it. */
  classifier(network: Network): Promise<Classifier>;
  release(): Promise<void>;
}

/** How many images' moments batch normalisation takes together in a measurement; undefined where it has its running ones, or there is none. */
export function momentsOf(
  config: Pick<TrainingConfig, 'batchNorm' | 'testMoments' | 'batchSize'>,
): number | undefined {
  return config.batchNorm && config.testMoments === 'batch' ? config.batchSize : undefined;
}

/**
 * Threads that measure a network on the components that a configuration names.
 *
 * @param network the one with the weights of this moment
 */
export async function evaluatorOf(config: TrainingConfig, network: () => Network): Promise<Evaluator> {
  const block = await blockSize(onnxruntime);
  const pool = createPool({ threads: config.threads });
  const evaluate = createEvaluate(pool, () => network().graph, {
    block,
    momentsOf: momentsOf(config),
    rescale: config.rescale,
    distance: config.distance,
    boundary: boundaryOf(config.preset),
  });
  return {
    evaluate,
    classifier: ({ graph }) => createClassifier(pool, graph, { block }),
    release: () => pool.release(),
  };
}
