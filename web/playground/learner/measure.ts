import { answersOf } from '../../../src/audit/measures/answers.ts';
import { type PlantedSplits, plantedSplits } from '../../../src/data/planted/plantedSplits.ts';
import { buildNetwork } from '../../../src/networks/architectures/buildNetwork.ts';
import { createClassifier } from '../../../src/runtime/classifier.ts';
import type { Pool } from '../../../src/runtime/pool.ts';
import {
  followedParts,
  type PartReliance,
  type PlantedParts,
  partReliance,
  plantedParts,
} from '../../../src/studies/planted/plantedParts.ts';
import type { Tensor } from '../../../src/tensor/tensor.ts';
import { plantedOptions, type Settings } from './settings.ts';

/** Weights and running statistics by name. */
export type Weights = ReadonlyMap<string, Tensor>;

/**
 * Measures a network on the test images at a radius. What it follows is asked of images of their own, whose two parts
 * show classes that have nothing to do with each other, because at high reliabilities few test images would tell.
 */
export function createMeasure(
  pool: Pool,
  splits: PlantedSplits,
  settings: Settings,
): (weights: Weights, radius: number) => Promise<PartReliance> {
  const { shape, classes } = splits;
  const conflict = plantedParts(
    plantedSplits({
      ...plantedOptions(settings),
      seed: `${settings.seed}/conflict`,
      count: 1,
      testCount: 100,
      lowReliability: 0,
      highReliability: 0,
    }),
    0,
  );
  let parts: { readonly radius: number; readonly planted: PlantedParts } | undefined;
  return async (weights, radius) => {
    if (parts?.radius !== radius) parts = { radius, planted: await plantedParts(splits, radius) };
    const { graph } = buildNetwork('six-conv', { classes: classes.length, shape, batchNorm: true, weights });
    const classifier = await createClassifier(pool, graph, { block: 1 });
    try {
      const reliance = await partReliance(classifier, parts.planted);
      const { images, truth } = await conflict;
      const { predictions } = answersOf(await classifier.logits(images));
      return { ...reliance, ...followedParts(predictions, truth) };
    } finally {
      await classifier.release();
    }
  };
}
