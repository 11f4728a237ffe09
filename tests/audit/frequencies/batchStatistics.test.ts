import { afterAll, describe, expect, it } from 'vitest';
import { batchStatistics, batchStatisticsSchema } from '#passband/audit/frequencies/batchStatistics.ts';
import { arrayImages } from '#passband/data/dataset/arrayImages.ts';
import { batchMoments } from '#passband/layout/batchMoments.ts';
import { foldBatchNorm } from '#passband/layout/foldBatchNorm.ts';
import { buildNetwork } from '#passband/networks/architectures/buildNetwork.ts';
import { GraphBuilder } from '#passband/onnx/build/builder.ts';
import type { Graph } from '#passband/onnx/graph/graph.ts';
import { withBatch } from '#passband/onnx/rewrite/withBatch.ts';
import { createClassifier } from '#passband/runtime/classifier.ts';
import { createPool } from '#passband/runtime/pool.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32, sizeOf } from '#passband/tensor/tensor.ts';
import { runGraph } from '../../support/models/runGraph.ts';

const pool = createPool({ threads: 2 });
afterAll(() => pool.release());
const create = (graph: Graph, options: { readonly whole: true }) =>
  createClassifier(pool, graph, { ...options, block: 1 });

/** One normalisation whose running moments are 0 and 1, then the mean of each channel as logits. */
function normalised(): Graph {
  const g = new GraphBuilder('normalised');
  const images = g.input('images', 'float32', ['N', 2, 4, 4]);
  const vector = (name: string, values: number[]) => g.initializer(name, float32([2], values));
  const inputs = [
    images,
    vector('scale', [2, 3]),
    vector('offset', [0.5, -1]),
    vector('mean', [0, 0]),
    vector('variance', [1, 1]),
  ];
  const y = g.add('BatchNormalization', inputs, { epsilon: 1e-5 });
  g.output(g.add('Flatten', [g.add('GlobalAveragePool', [y])], { axis: 1 }), 'logits');
  g.output(y, 'normalised');
  return g.build();
}

describe('batchMoments', () => {
  it('gives each channel of a batch the mean of its offset and the deviation of its scale', async () => {
    const { graph, changed } = batchMoments(normalised());
    expect(changed).toBe(1);
    const random = seededRandom('moments');
    const images = float32(
      [5, 2, 4, 4],
      Float32Array.from({ length: 160 }, () => 3 + 0.2 * random.normal()),
    );
    const { normalised: y } = await runGraph(graph, { images });
    [
      [0.5, 2],
      [-1, 3],
    ].forEach(([offset, scale], channel) => {
      const values = Array.from(y.data as Float32Array).filter(
        (_, at) => Math.floor(at / 16) % 2 === channel,
      );
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
      expect(mean).toBeCloseTo(offset, 4);
      // ε beside a variance of 0.04 takes an eighth of a thousandth off.
      expect(Math.sqrt(square) / scale).toBeCloseTo(1, 3);
    });
  });

  it('leaves everything else as it is', () => {
    const { graph } = buildNetwork('six-conv', { classes: 3, shape: [3, 8, 8], random: seededRandom(1) });
    const { graph: same, changed } = batchMoments(graph);
    expect(changed).toBe(0);
    expect(same.nodes).toEqual(graph.nodes);
    expect([...same.initializers]).toEqual([...graph.initializers]);
  });
});

describe('batch statistics', () => {
  const shape = [3, 16, 16] as const;
  const random = seededRandom('batch statistics');
  const { graph } = buildNetwork('six-conv', { classes: 4, shape, batchNorm: true, random });
  const count = 70;
  const pixels = Float32Array.from({ length: count * sizeOf(shape) }, random.uniform);
  const images = arrayImages(pixels, shape);
  const split = { images, labels: Int32Array.from({ length: count }, (_, image) => image % 4), count };
  const options = { create, radii: [3], random: seededRandom('order') };

  it('are measured on x, LFC and HFC, on whole batches', async () => {
    const record = await batchStatistics(graph, split, { ...options, batchSize: 20 });
    expect(record).toMatchObject({ normalizations: 6, batchSize: 20, n: 60 });
    expect(record.rows.map(({ component, radius }) => [component, radius])).toEqual([
      ['x', null],
      ['lfc', 3],
      ['hfc', 3],
    ]);
    for (const { running, batch, test } of record.rows) {
      expect(Math.round(60 * (running.value - batch.value))).toBe(test.onlyFirst - test.onlySecond);
    }
    expect(batchStatisticsSchema.parse(JSON.parse(JSON.stringify(record)))).toEqual(record);
  });

  it('take a common shift and scale off, which running moments do not', async () => {
    // Channel k is brighter by 0.02 in images of class k; all lie far from the running moments 0 and 1.
    const pixels = Float32Array.from({ length: 40 * 32 }, (_, at) => {
      const [image, channel] = [Math.floor(at / 32), Math.floor(at / 16) % 2];
      return 0.1 + (image % 2 === channel ? 0.02 : 0);
    });
    const dim = {
      images: arrayImages(pixels, [2, 4, 4]),
      labels: Int32Array.from({ length: 40 }, (_, image) => image % 2),
      count: 40,
    };
    const record = await batchStatistics(normalised(), dim, { ...options, radii: [], batchSize: 40 });
    // Running: 2 · (0.10 … 0.12) + 0.5 is above 3 · (0.10 … 0.12) − 1, class 0 for all. Batch: 0.5 ± 2 against −1 ± 3.
    expect(record.rows[0]).toMatchObject({ running: { value: 0.5 }, batch: { value: 1 } });
  });

  it('are not there where a model has no normalisation, or had it folded into its convolutions', async () => {
    const record = await batchStatistics(foldBatchNorm(graph), split, options);
    expect(record).toEqual({ normalizations: 0, batchSize: 70, n: 0, rows: [] });
  });

  it('are those of whole batches, on however many threads, and of a batch that the model fixes', async () => {
    // The mean of each batch decides every answer, so that half a batch answers otherwise.
    const pools = [1, 3].map((threads) => createPool({ threads }));
    const given = { ...options, radii: [], batchSize: 35 };
    const records = [];
    for (const other of pools) {
      const made = (each: Graph, whole: { readonly whole: true }) =>
        createClassifier(other, each, { ...whole, block: 1 });
      records.push(
        await batchStatistics(graph, split, { ...given, create: made, random: seededRandom('order') }),
      );
      await other.release();
    }
    expect(records[1]).toEqual(records[0]);
    const fixed = await batchStatistics(withBatch(graph, 35), split, {
      ...given,
      random: seededRandom('order'),
    });
    expect(fixed).toEqual(records[0]);
    const large = await batchStatistics(withBatch(graph, 71), split, {
      ...given,
      random: seededRandom('order'),
    });
    expect(large).toEqual({ normalizations: 0, batchSize: 71, n: 0, rows: [] });
  });

  it('take all images as one batch where there are fewer', async () => {
    const record = await batchStatistics(graph, split, options);
    expect(record).toMatchObject({ batchSize: 70, n: 70 });
  });
});
