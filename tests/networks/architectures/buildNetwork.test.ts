import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildNetwork, networks } from '#passband/networks/architectures/buildNetwork.ts';
import type { Network, NetworkOptions } from '#passband/networks/architectures/network.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32, sizeOf, type Tensor } from '#passband/tensor/tensor.ts';
import { runGraph } from '../../support/models/runGraph.ts';
import { formulaNoise, formulaWeights } from './formulaWeights.ts';

interface Golden {
  readonly counts: readonly (GoldenNetwork & { readonly parameters: number })[];
  readonly logits: readonly (GoldenNetwork & {
    readonly training: boolean;
    readonly logits: readonly (readonly number[])[];
    readonly batchStatistics?: {
      readonly layer: string;
      readonly mean: number[];
      readonly variance: number[];
    };
  })[];
}

interface GoldenNetwork {
  readonly network: string;
  readonly shape: readonly [number, number, number];
  readonly classes: number;
  readonly batchNorm: boolean;
}

const golden: Golden = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../golden/networks/networks.json'), 'utf8'),
);

const title = ({ network, shape, classes, batchNorm }: GoldenNetwork) =>
  `${network}${batchNorm ? ' with batch norm' : ''} for ${shape.join('×')} and ${classes} classes`;

const parameterCount = ({ graph, parameters }: Network) =>
  parameters.reduce((sum, name) => sum + sizeOf(graph.initializers.get(name)!.shape), 0);

describe('buildNetwork', () => {
  for (const record of golden.counts) {
    it(`${title(record)} has ${record.parameters} parameters, as in PyTorch`, () => {
      const network = buildNetwork(record.network, { ...record, weights: 'zeros' });
      expect(parameterCount(network)).toBe(record.parameters);
    });
  }

  for (const record of golden.logits) {
    it(`${title(record)}${record.training ? ', training,' : ''} has PyTorch's logits`, async () => {
      const weights = formulaWeights(buildNetwork(record.network, { ...record, weights: 'zeros' }));
      const network = buildNetwork(record.network, { ...record, weights });
      const images = float32(
        [2, ...record.shape],
        Float32Array.from(formulaNoise(1, 2 * sizeOf(record.shape))),
      );
      const outputs = await runGraph(network.graph, { images });
      const expected = record.logits.flat();
      expect(outputs.logits.shape).toEqual([2, record.classes]);
      expectClose(outputs.logits, expected);
      if (record.batchStatistics) {
        const { layer, mean, variance } = record.batchStatistics;
        const statistics = network.runningStatistics.find((found) => found.mean === `${layer}.running_mean`)!;
        expectClose(outputs[statistics.batchMean], mean);
        expectClose(outputs[statistics.batchVariance], variance);
      }
    });
  }

  const small = {
    classes: 10,
    shape: [3, 32, 32],
    random: seededRandom(1),
  } as const satisfies NetworkOptions;

  const unset = { classes: 10, shape: [3, 32, 32], weights: 'zeros' } as const satisfies NetworkOptions;

  it('draws every parameter from the stream of its own name', () => {
    const plain = buildNetwork('resnet-32', small).graph.initializers;
    const normalised = buildNetwork('resnet-32', { ...small, batchNorm: true }).graph.initializers;
    expect(normalised.get('layer3.4.conv2.weight')).toEqual(plain.get('layer3.4.conv2.weight'));
    expect(plain.get('layer3.4.conv2.weight')!.data).not.toEqual(plain.get('layer3.4.conv1.weight')!.data);
  });

  it('starts biases and offsets at 0, scales at 1', () => {
    const { graph, parameters } = buildNetwork('vgg-11', { ...small, batchNorm: true });
    const vectors = parameters.filter((name) => graph.initializers.get(name)!.shape.length === 1);
    expect(vectors.length).toBe(8 + 16 + 3);
    for (const name of vectors) {
      const scale = /features\.(1|5|9|12|16|19|23|26)\.weight/.test(name);
      expect(new Set(graph.initializers.get(name)!.data as Float32Array), name).toEqual(
        new Set([scale ? 1 : 0]),
      );
    }
  });

  it('keeps the parameters in the order of their layers', () => {
    expect(buildNetwork('lenet', { ...small, shape: [1, 28, 28] }).parameters).toEqual(
      ['conv1', 'conv2', 'fc1', 'fc2'].flatMap((layer) => [`${layer}.weight`, `${layer}.bias`]),
    );
  });

  it('takes a batch of any size where the batch is N', async () => {
    for (const name of Object.keys(networks)) {
      const { graph } = buildNetwork(name, { ...unset, batchNorm: true });
      const { logits } = await runGraph(graph, { images: float32([3, 3, 32, 32]) });
      expect(graph.outputs.get('logits')!.shape, name).toEqual(['N', 10]);
      expect(logits.shape, name).toEqual([3, 10]);
    }
  });

  const masks = {
    lenet: [['fc2.mask', 1024]],
    alexnet: [
      ['classifier.1.mask', 1024],
      ['classifier.4.mask', 4096],
    ],
    'vgg-11': [
      ['classifier.3.mask', 512],
      ['classifier.6.mask', 512],
    ],
    'vgg-16': [
      ['classifier.3.mask', 512],
      ['classifier.6.mask', 512],
    ],
    'resnet-18': [['fc.mask', 512]],
    'resnet-34': [['fc.mask', 512]],
    'resnet-50': [['fc.mask', 2048]],
    'resnet-32': [['fc.mask', 64]],
    'six-conv': [['fc.mask', 64]],
  } satisfies Record<keyof typeof networks, [string, number][]>;

  for (const [name, expected] of Object.entries(masks)) {
    it(`${name} with dropout asks for ${expected.map(([mask]) => mask).join(' and ')} in training only`, () => {
      const options = { ...unset, batch: 2, dropout: true };
      const { graph, dropoutMasks } = buildNetwork(name, { ...options, training: true });
      expect(dropoutMasks.map((mask) => [mask, graph.inputs.get(mask)!.shape])).toEqual(
        expected.map(([mask, units]) => [mask, [2, units]]),
      );
      expect([...buildNetwork(name, options).graph.inputs.keys()]).toEqual(['images']);
    });
  }

  it('a mask of ones changes nothing and a mask of zeros leaves the bias', async () => {
    const network = buildNetwork('six-conv', { ...small, batch: 2, training: true, dropout: true });
    const images = float32([2, 3, 32, 32], formulaNoise(3, 6144));
    const plain = await runGraph(buildNetwork('six-conv', small).graph, { images });
    const kept = float32([2, 64], new Float32Array(128).fill(1));
    expect((await runGraph(network.graph, { images, 'fc.mask': kept })).logits).toEqual(plain.logits);
    const dropped = await runGraph(network.graph, { images, 'fc.mask': float32([2, 64]) });
    expect(dropped.logits.data).toEqual(new Float32Array(20));
  });

  it('names what is wrong with its options', () => {
    const build = (name: string, options: Partial<NetworkOptions>) => () =>
      buildNetwork(name, { ...small, ...options });
    expect(build('resnet-19', {})).toThrow(/^buildNetwork: network must be one of lenet, .* got resnet-19$/);
    expect(build('lenet', { classes: 0 })).toThrow('classes must be a whole number ≥ 1, got 0');
    expect(build('lenet', { shape: [3, 0, 32] })).toThrow('got [3,0,32]');
    expect(build('resnet-32', { shape: [3, 30, 32] })).toThrow('multiples of 4, got 30×32');
    expect(build('lenet', { weights: new Map() })).toThrow('got both or neither');
    const fromWeights = (weights: Map<string, Tensor>) => () =>
      buildNetwork('lenet', { classes: 10, shape: [3, 32, 32], weights });
    expect(fromWeights(new Map())).toThrow("the weights have no 'conv1.weight'");
    expect(fromWeights(new Map([['conv1.weight', float32([32, 1, 5, 5])]]))).toThrow(
      "'conv1.weight' must be float32 [32,3,5,5], got float32 [32,1,5,5]",
    );
  });
});

/** Equal to 1e-4 of the largest expected number: PyTorch's side is float64, ours float32. */
function expectClose(found: Tensor, expected: readonly number[]): void {
  const tolerance = 1e-4 * Math.max(...expected.map(Math.abs));
  expected.forEach((value, index) => {
    expect(Math.abs((found.data[index] as number) - value), `element ${index}`).toBeLessThan(tolerance);
  });
}
