import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as onnxruntime from 'onnxruntime-node';
import { afterAll, describe, expect, test } from 'vitest';
import { reorderWeights } from '#passband/layout/reorderWeights.ts';
import { buildNetwork, type NetworkName, networks } from '#passband/networks/architectures/buildNetwork.ts';
import type { Network } from '#passband/networks/architectures/network.ts';
import { blockSize } from '#passband/runtime/blockSize.ts';
import { inputGradientGraph } from '#passband/runtime/inputGradientGraph.ts';
import { createSession } from '#passband/runtime/session.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32, sizeOf, type Tensor } from '#passband/tensor/tensor.ts';
import { stepGraph } from '#passband/training/engine/stepGraph.ts';
import { classificationLoss } from '#passband/training/tasks/classification/classificationLoss.ts';
import { repeatingRandom } from '../../support/models/repeatingRandom.ts';
import { runGraph } from '../../support/models/runGraph.ts';

const block = await blockSize(onnxruntime);
const folder = await mkdtemp(join(tmpdir(), 'passband-layout-'));
afterAll(() => rm(folder, { recursive: true }));

const images = 2;
const classes = 10;
const cases = Object.keys(networks).flatMap((name) =>
  name === 'alexnet' || name.startsWith('vgg') || name === 'lenet'
    ? [{ name, batchNorm: false }]
    : [
        { name, batchNorm: false },
        { name, batchNorm: true },
      ],
) as { name: NetworkName; batchNorm: boolean }[];

// Two float32 programs that add in different orders; a Relu whose input lies on either side of 0 in them, deep below
// batch norm of two images, makes the difference larger. A wrong gradient is off by about 1.
const TOLERANCE = 0.03;
const SHALLOW_TOLERANCE = 2e-4;

describe.skipIf(block === 1)('the blocked layout', () => {
  test.each(cases)(
    'trains $name (batch norm $batchNorm) with the gradients of the plain layout',
    async (one) => {
      const network = networkOf(one, true);
      const plain = stepGraph(network, { loss: classificationLoss, batchSize: images, block: 1 });
      const { graph, blockedInputs } = stepGraph(network, {
        loss: classificationLoss,
        batchSize: images,
        block,
      });
      const feeds = feedsOf(network.graph.inputs, network);
      const expected = await runGraph(plain.graph, feeds);
      const blockedFeeds = { ...feeds };
      for (const name of blockedInputs) blockedFeeds[name] = reordered(feeds[name], 'blocked');

      const profile = `${one.name}-${one.batchNorm}`;
      const session = await createSession(onnxruntime, graph, { profile: join(folder, profile) });
      const actual = await session.run(blockedFeeds);
      await session.release();

      expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort());
      const shallow = one.name === 'lenet' || (one.name === 'six-conv' && !one.batchNorm);
      for (const name of Object.keys(expected)) {
        const isBlocked = blockedInputs.includes(name.replace('gradient/', ''));
        const value = isBlocked ? reordered(actual[name], 'plain') : actual[name];
        expect(distance(value, expected[name]), name).toBeLessThan(shallow ? SHALLOW_TOLERANCE : TOLERANCE);
      }

      // Every convolution is blocked: forward, filter gradient, and the data gradient of all but the first.
      const layers = network.parameters.filter(
        (name) => network.graph.initializers.get(name)!.shape.length === 4,
      );
      expect(blockedInputs).toEqual(layers);
      const convolutions = graph.nodes.filter(({ op }) => op === 'Conv');
      expect(
        convolutions.map(({ domain }) => domain).filter((domain) => domain !== 'com.microsoft.nchwc'),
      ).toEqual([]);
      expect(convolutions.length).toBeGreaterThanOrEqual(3 * layers.length - 1);
      // And ONNX Runtime ran each of these nodes under its name.
      const file = readdirSync(folder).find((name) => name.startsWith(`${profile}_`))!;
      const events = JSON.parse(readFileSync(join(folder, file), 'utf8')) as ProfileEvent[];
      const ran = new Set(events.map(({ name }) => name));
      expect(convolutions.filter(({ name }) => !ran.has(`${name}_kernel_time`))).toEqual([]);
    },
  );

  test.each(['lenet', 'resnet-18', 'resnet-32', 'six-conv'] as const)(
    'gives %s the input gradient and the logits of the plain layout',
    async (name) => {
      const { graph } = networkOf({ name, batchNorm: true }, false);
      const feeds = { images: uniform([images, 3, 32, 32]), targets: oneHot() };
      const [expected, actual] = await Promise.all(
        [1, block].map((size) => runGraph(inputGradientGraph(graph, { images, block: size }), feeds)),
      );
      expect(distance(actual['gradient/images'], expected['gradient/images'])).toBeLessThan(
        SHALLOW_TOLERANCE,
      );
      expect(distance(actual.logits, expected.logits)).toBeLessThan(SHALLOW_TOLERANCE);
    },
  );
});

interface ProfileEvent {
  readonly cat: string;
  readonly name: string;
}

function networkOf({ name, batchNorm }: { name: NetworkName; batchNorm: boolean }, training: boolean) {
  return buildNetwork(name, {
    classes,
    shape: [3, 32, 32],
    ...(training ? { batch: images } : {}),
    training,
    batchNorm,
    initialization: 'he',
    random: repeatingRandom('layout'),
  });
}

function feedsOf(inputs: Network['graph']['inputs'], network: Network): Record<string, Tensor> {
  const feeds: Record<string, Tensor> = { labels: oneHot() };
  for (const [name, { shape }] of inputs) feeds[name] = uniform(shape as number[]);
  for (const name of network.parameters) feeds[name] = network.graph.initializers.get(name)!;
  return feeds;
}

function oneHot() {
  const targets = float32([images, classes]);
  for (let image = 0; image < images; image++) targets.data[image * classes + image] = 1;
  return targets;
}

function uniform(shape: readonly number[]) {
  const random = seededRandom(`${shape}`);
  return float32(shape, Float32Array.from({ length: sizeOf(shape) }, random.uniform));
}

function reordered({ shape, data }: Tensor, to: 'blocked' | 'plain') {
  const target = float32(shape);
  reorderWeights(data as Float32Array, target.data, { shape, block, to });
  return target;
}

/** ‖actual − expected‖ over ‖expected‖. */
function distance({ data: actual }: Tensor, { data: expected }: Tensor): number {
  let difference = 0;
  let norm = 1e-24;
  for (let index = 0; index < expected.length; index++) {
    difference += (Number(actual[index]) - Number(expected[index])) ** 2;
    norm += Number(expected[index]) ** 2;
  }
  return Math.sqrt(difference / norm);
}
