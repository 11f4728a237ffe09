import ort from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { foldableReorders } from '#passband/layout/foldableReorders.ts';
import { buildNetwork } from '#passband/networks/architectures/buildNetwork.ts';
import { GraphBuilder } from '#passband/onnx/build/builder.ts';
import { blockSize } from '#passband/runtime/blockSize.ts';
import { inputGradientGraph } from '#passband/runtime/inputGradientGraph.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32, sizeOf } from '#passband/tensor/tensor.ts';
import { runGraph } from '../support/models/runGraph.ts';

const block = await blockSize(ort);
const domain = 'com.microsoft.nchwc';
const random = seededRandom('reorders');
const normal = (shape: readonly number[]) =>
  float32(shape, Float32Array.from({ length: sizeOf(shape) }, random.normal));

describe.skipIf(block === 1)('foldableReorders', () => {
  test('computes the same, with reorders of inputs only', async () => {
    const g = new GraphBuilder('reorders');
    const shape = [3, 2 * block, 5, 2];
    const x = g.input('x', 'float32', shape);
    const scaled = g.add('Mul', [g.initializer('w', normal(shape)), g.scalar(2)]);
    g.output(g.add('ReorderInput', [scaled], {}, { domain }), 'weights');
    g.output(g.add('ReorderInput', [x], {}, { domain }), 'values');
    const graph = g.build();
    const feeds = { x: normal(shape) };
    const foldable = foldableReorders(graph, block);
    expect(foldable.nodes.filter(({ op }) => op === 'ReorderInput')).toHaveLength(1);
    expect(await runGraph(foldable, feeds)).toEqual(await runGraph(graph, feeds));
  });

  test('the input gradient of a network reorders no weights', () => {
    const { graph } = buildNetwork('resnet-18', { classes: 10, shape: [3, 32, 32], batchNorm: true, random });
    const { nodes } = inputGradientGraph(graph, { images: 2, block });
    expect(nodes.filter(({ op }) => op === 'ReorderInput')).toEqual([]);
  });
});
