import { z } from 'zod';
import { type Split, selectImages } from '../../data/dataset/dataset.ts';
import { batchMoments } from '../../layout/batchMoments.ts';
import type { Graph } from '../../onnx/graph/graph.ts';
import type { Classifier } from '../../runtime/classifier.ts';
import type { RadialMaskOptions } from '../../spectrum/split/radialMask.ts';
import { type Rescale, rescales } from '../../spectrum/split/rescale.ts';
import { permutation, type Random } from '../../tensor/random.ts';
import { countOf, rightOf } from '../measures/answers.ts';
import { componentAnswers } from '../measures/componentAnswers.ts';
import { measureSchema, shareOf } from '../measures/measure.ts';
import type { MeasureOptions } from '../measures/measureOptions.ts';
import { pairedTest, pairedTestSchema } from '../measures/pairedTest.ts';

/** Accuracy with running and with batch moments in the model's batch normalisations. */
export const batchStatisticsSchema = z.object({
  /** How many the model has; 0 where it has none or they were folded into convolutions, and `rows` is then empty. */
  normalizations: z.int().min(0),
  /** Images whose moments are taken together. */
  batchSize: z.int().positive(),
  /** Images measured: whole batches only. */
  n: z.int().min(0),
  rows: z.array(
    z.object({
      component: z.enum(['x', 'lfc', 'hfc']),
      /** In bins; null for x. */
      radius: z.number().min(0).nullable(),
      rescale: z.enum(rescales),
      running: measureSchema,
      batch: measureSchema,
      /** Running moments first, batch moments second. */
      test: pairedTestSchema,
    }),
  ),
});

export type BatchStatistics = Readonly<z.infer<typeof batchStatisticsSchema>>;

export interface BatchStatisticsOptions extends MeasureOptions, RadialMaskOptions {
  /** Makes a classifier that passes all images of a call through the graph at once; it is released here. */
  readonly create: (graph: Graph, options: { readonly whole: true }) => Promise<Classifier>;
  readonly radii?: readonly number[];
  readonly rescale?: Rescale;
  /** By default 100, the paper's. */
  readonly batchSize?: number;
  /** Draws which images share a batch, since a data set may lie in the order of its classes. */
  readonly random: Random;
}

/**
 * Measures a model on x, LFC and HFC twice: with the running moments that it was exported with, and with each batch's
 * own, where the answer for an image depends on its neighbours.
 *
 * @param graph canonical: input `images`, output `logits`; a batch that is fixed in it is the batch, whatever `batchSize` says
 */
export async function batchStatistics(
  graph: Graph,
  split: Split,
  {
    create,
    radii = [4, 8, 12, 16],
    rescale = 'none',
    batchSize = 100,
    random,
    signal,
    onProgress,
    ...mask
  }: BatchStatisticsOptions,
): Promise<BatchStatistics> {
  const moments = batchMoments(graph);
  const [fixed] = graph.inputs.get('images')?.shape ?? [];
  const size = typeof fixed === 'number' ? fixed : Math.min(batchSize, split.count);
  if (moments.changed === 0) return { normalizations: 0, batchSize: size, n: 0, rows: [] };
  const n = Math.floor(split.count / size) * size;
  // Too few images to fill one.
  if (n === 0) return { normalizations: 0, batchSize: size, n, rows: [] };
  const images = selectImages(split, permutation(split.count, random).subarray(0, n));
  const passes = [];
  for (const [pass, network] of [graph, moments.graph].entries()) {
    const classifier = await create(network, { whole: true });
    try {
      const options = { ...mask, radii, rescales: [rescale], batch: size, signal };
      const progress = (done: number, total: number) => onProgress?.(pass * total + done, 2 * total);
      passes.push(await componentAnswers(classifier, images, { ...options, onProgress: progress }));
    } finally {
      await classifier.release();
    }
  }
  const [running, batch] = passes.map(({ x, components, labels }) => [
    { component: 'x' as const, radius: null, right: rightOf(x, labels) },
    ...components.map(({ component, radius, answers }) => ({
      component,
      radius,
      right: rightOf(answers, labels),
    })),
  ]);
  return {
    normalizations: moments.changed,
    batchSize: size,
    n,
    rows: running.map(({ component, radius, right }, row) => ({
      component,
      radius,
      rescale: component === 'x' ? 'none' : rescale,
      running: shareOf(countOf(right), n),
      batch: shareOf(countOf(batch[row].right), n),
      test: pairedTest(right, batch[row].right),
    })),
  };
}
