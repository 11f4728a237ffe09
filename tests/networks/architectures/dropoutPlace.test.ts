import * as onnxruntime from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { reorderWeights } from '#passband/layout/reorderWeights.ts';
import { buildNetwork, type networks } from '#passband/networks/architectures/buildNetwork.ts';
import { blockSize } from '#passband/runtime/blockSize.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32, sizeOf, type Tensor } from '#passband/tensor/tensor.ts';
import { dropoutMasks } from '#passband/training/batches/dropoutMasks.ts';
import { stepGraph } from '#passband/training/engine/stepGraph.ts';
import { classificationLoss } from '#passband/training/tasks/classification/classificationLoss.ts';
import { oneHot } from '#passband/training/tasks/classification/oneHot.ts';
import { repeatingRandom } from '../../support/models/repeatingRandom.ts';
import { runGraph } from '../../support/models/runGraph.ts';

const block = await blockSize(onnxruntime);
const options = { classes: 10, shape: [3, 32, 32], random: repeatingRandom('dropout') } as const;
const onMap = { ...options, batch: 2, training: true, dropout: true, dropoutPlace: 'last-map' } as const;
const random = seededRandom('images');
const images = float32([2, 3, 32, 32], Float32Array.from({ length: 2 * 3 * 32 * 32 }, random.uniform));
const filled = (shape: readonly number[], value: number) =>
  float32(shape, new Float32Array(sizeOf(shape)).fill(value));

/** The map that the head of each network pools or flattens, of images of 32 × 32. */
const maps = {
  lenet: [64, 8, 8],
  alexnet: [256, 2, 2],
  'vgg-11': [512, 1, 1],
  'vgg-16': [512, 1, 1],
  'resnet-18': [512, 4, 4],
  'resnet-34': [512, 4, 4],
  'resnet-50': [2048, 4, 4],
  'resnet-32': [64, 8, 8],
  'six-conv': [64, 4, 4],
} satisfies Record<keyof typeof networks, number[]>;

describe('dropout on the last feature map', () => {
  it.each(Object.entries(maps))('of %s drops from [%s], and nowhere else', (name, map) => {
    const { graph, dropoutMasks } = buildNetwork(name, onMap);
    expect(dropoutMasks.map((mask) => [mask, graph.inputs.get(mask)!.shape])).toEqual([
      ['last_map.mask', [2, ...map]],
    ]);
    const [reader, ...others] = graph.nodes.filter(({ inputs }) => inputs.includes('last_map.mask'));
    expect([reader.op, others]).toEqual(['Mul', []]);
    const head = graph.nodes.find(({ inputs }) => inputs[0] === reader.outputs[0])!;
    expect(head.op).toBe(name.startsWith('resnet') || name === 'six-conv' ? 'GlobalAveragePool' : 'Flatten');
  });

  it.each(['six-conv', 'resnet-32', 'lenet'])(
    'of %s changes nothing with a mask of ones, and leaves biases alone with one of zeros',
    async (name) => {
      const { graph } = buildNetwork(name, onMap);
      const shape = graph.inputs.get('last_map.mask')!.shape as number[];
      const plain = await runGraph(buildNetwork(name, options).graph, { images });
      const kept = await runGraph(graph, { images, 'last_map.mask': filled(shape, 1) });
      // ONNX Runtime chooses another layout for a graph with a mask in it.
      const [known, found] = [plain, kept].map(({ logits }) => Array.from(logits.data, Number));
      for (const [index, value] of found.entries()) expect(value).toBeCloseTo(known[index], 6);
      const dropped = await runGraph(graph, { images, 'last_map.mask': filled(shape, 0) });
      expect(dropped.logits.data).toEqual(new Float32Array(20));
    },
  );

  it.skipIf(block === 1)('has the gradients of the plain layout in the blocked one', async () => {
    const network = buildNetwork('six-conv', { ...onMap, initialization: 'he' });
    const step = (size: number) =>
      stepGraph(network, { loss: classificationLoss, batchSize: 2, block: size, withRespectTo: 'images' });
    const shapes = network.dropoutMasks.map(
      (name) => [name, network.graph.inputs.get(name)!.shape as number[]] as const,
    );
    const feeds: Record<string, Tensor> = {
      images,
      labels: oneHot(Int32Array.of(3, 7), 10),
      ...dropoutMasks(new Map(shapes), seededRandom('masks')),
    };
    for (const name of network.parameters) feeds[name] = network.graph.initializers.get(name)!;
    const expected = await runGraph(step(1).graph, feeds);
    const { graph, blockedInputs } = step(block);
    for (const name of blockedInputs) {
      const { shape, data } = feeds[name];
      const target = float32(shape);
      reorderWeights(data as Float32Array, target.data, { shape, block, to: 'blocked' });
      feeds[name] = target;
    }
    const actual = await runGraph(graph, feeds);
    const [wanted, got] = [expected, actual].map((values) => values['gradient/images'].data as Float32Array);
    const lengthOf = (values: Float32Array) => Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0));
    expect(lengthOf(wanted)).toBeGreaterThan(0);
    const off = lengthOf(wanted.map((value, index) => value - got[index]));
    expect(off).toBeLessThan(1e-4 * lengthOf(wanted));
  });
});
