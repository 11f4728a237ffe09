import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as onnxruntime from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attack } from '#passband/attacks/attack.ts';
import { attackSettings } from '#passband/attacks/attackSettings.ts';
import { classifierGraph } from '#passband/networks/classifier/classifierGraph.ts';
import { type Convention, plainConvention } from '#passband/networks/classifier/convention.ts';
import { decodeModel } from '#passband/onnx/read/decodeModel.ts';
import { type Classifier, createClassifier } from '#passband/runtime/classifier.ts';
import { createLocalPool } from '#passband/runtime/localPool.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32, slice, type Tensor } from '#passband/tensor/tensor.ts';
import { builtPage } from '../support/browser/builtPage.ts';
import { openPage } from '../support/browser/openPage.ts';
import { attribute, floats, foreignModel, node, valueInfo } from '../support/models/foreignModel.ts';
import {
  type ModelWorker,
  received,
  sent,
  sentFile,
  sentLabels,
  startModelWorker,
} from '../support/models/modelWorker.ts';
import { sharedPath } from '../support/shared.ts';
import '../support/matchers.ts';

const cifar: Convention = {
  ...plainConvention,
  mean: [0.4914, 0.4822, 0.4465],
  std: [0.247, 0.2435, 0.2616],
};
const shared = sharedPath('models/cifar10_resnet8/model.onnx');
interface Model {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly convention: Convention;
}

/** WebGPU cannot say where a pool's largest pixels are if its windows overlap. */
export const small: Model = { name: 'small.onnx', bytes: smallNetwork(), convention: plainConvention };
/** All whose answers are compared, of which the last is missing where nobody shares it. */
export const models: readonly Model[] = [
  small,
  {
    name: 'natural.onnx',
    bytes: readFileSync(fileURLToPath(new URL('../../web/models/natural.onnx', import.meta.url))),
    convention: plainConvention,
  },
  ...(shared ? [{ name: 'cifar10_resnet8', bytes: readFileSync(shared), convention: cifar }] : []),
];

/** A residual block, such a pool and a head: what the others are made of. */
function smallNetwork(): Uint8Array {
  const random = seededRandom('small network');
  const weights = (name: string, ...shape: number[]) => {
    const inputs = shape.slice(1).reduce((product, size) => product * size, 1);
    const count = shape[0] * inputs;
    return floats(
      name,
      shape,
      Array.from({ length: count }, () => random.normal() / Math.sqrt(inputs)),
    );
  };
  const padded = attribute.is('pads', 1, 1, 1, 1);
  return foreignModel({
    opset: 13,
    nodes: [
      node('Conv', ['x', 'w'], ['c'], padded),
      node('Relu', ['c'], ['r']),
      node('Conv', ['r', 'v'], ['d'], padded),
      node('Add', ['c', 'd'], ['s']),
      node('MaxPool', ['s'], ['p'], attribute.is('kernel_shape', 3, 3), attribute.is('strides', 2, 2)),
      node('GlobalAveragePool', ['p'], ['m']),
      node('Flatten', ['m'], ['f']),
      node('Gemm', ['f', 'u', 'b'], ['y']),
    ],
    inputs: [valueInfo('x', ['n', 3, 32, 32])],
    outputs: [valueInfo('y', ['n', 10])],
    initializers: [weights('w', 8, 3, 3, 3), weights('v', 8, 8, 3, 3), weights('u', 8, 10), weights('b', 10)],
  });
}

const COUNT = 2;
/** Smooth patches with noise upon them, which have all frequencies. */
const images = (() => {
  const random = seededRandom('agreement');
  const batch = float32([COUNT, 3, 32, 32]);
  batch.data.forEach((_, at) => {
    const wave = Math.sin((at % 32) / (3 + (at % 3)) + Math.floor(at / 32) / 5);
    batch.data[at] = Math.min(1, Math.max(0, 0.5 + 0.3 * wave + 0.1 * random.normal()));
  });
  return batch;
})();
const labels = Int32Array.of(3, 8);
const TOLERANCE = 1e-4;

const largest = ({ data }: Tensor<'float32'>) =>
  data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** The tests of one `describe.skipIf(!chromium)`: with some of the models the page computes what Node computes. */
export function agreement(
  { gpu, provider }: { readonly gpu: boolean; readonly provider: 'wasm' | 'webgpu' },
  chosen: readonly Model[],
): void {
  const { browser, url } = builtPage({ gpu });
  let worker: ModelWorker;
  let complaints: string[];
  beforeAll(async () => {
    // No model of its own, which would run beside the one that is asked.
    const opened = await openPage(browser(), `${url()}#model=none`);
    complaints = opened.complaints;
    worker = await startModelWorker(opened.page);
  });

  describe.each(chosen)('$name', ({ name, bytes, convention }) => {
    let here: Classifier;
    beforeAll(async () => {
      const graph = classifierGraph(decodeModel(bytes), convention);
      here = await createClassifier(createLocalPool(onnxruntime, { providers: ['cpu'] }), graph, {
        block: 1,
        smallest: 1,
      });
      const source = { id: models.findIndex((each) => each.name === name) + 1, name: 'model', beside: [] };
      const answer = await worker.ask('open', { ...source, file: sentFile(bytes) }, { convention });
      expect(answer).toMatchObject({ model: { shape: [3, 32, 32] } });
      expect((answer as { model: { providers: string[] } }).model.providers[0]).toBe(provider);
    });
    afterAll(() => here?.release());

    it('answers as Node does', async () => {
      const found = received(await worker.ask('logits', sent(images)));
      expect(found.data).toBeNear((await here.logits(images)).data, TOLERANCE);
    });

    it('has the gradients that Node has', async () => {
      const expected = await here.inputGradient(images, labels);
      const found = (await worker.ask('inputGradient', sent(images), sentLabels(labels))) as {
        gradient: unknown;
        losses: number[];
      };
      const gradient = received(found.gradient);
      expect(gradient.data).toBeNear(
        expected.gradient.data,
        TOLERANCE * Math.max(1, largest(expected.gradient)),
      );
      expect(Float32Array.from(found.losses)).toBeNear(expected.losses, TOLERANCE);
    });

    it('finds with the same seed the adversarial image that Node finds', async () => {
      const [image] = [slice(images, 0, 1)];
      const request = {
        ...{ method: 'pgd', norm: 'l2', epsilon: 0.5, steps: 5, target: 'none', band: 'all', seed: 7 },
        ...{ image: sent(float32([3, 32, 32], image.data)), label: 3, radius: 4 },
      };
      const found = (await worker.ask('attack', request, {}, 'callback')) as { adversarial: unknown };
      const settings = attackSettings({ method: 'pgd', norm: 'l2', epsilon: 0.5, steps: 5 });
      const expected = await attack(here, image, Int32Array.of(3), settings, {
        random: seededRandom(7).fork('attack'),
        stopOnSuccess: false,
      });
      expect(received(found.adversarial).data).toBeNear(expected.adversarial.data, TOLERANCE);
    });
  });

  it('complains of nothing', () => {
    expect(complaints).toEqual([]);
  });
}
