import { afterAll, describe, expect, it } from 'vitest';
import { attack } from '#passband/attacks/attack.ts';
import { attackSettings } from '#passband/attacks/attackSettings.ts';
import { preflight } from '#passband/models/preflight/preflight.ts';
import { classifierGraph } from '#passband/networks/classifier/classifierGraph.ts';
import { plainConvention } from '#passband/networks/classifier/convention.ts';
import { readModelFile } from '#passband/onnx/read/readModelFile.ts';
import { createClassifier } from '#passband/runtime/classifier.ts';
import { createPool } from '#passband/runtime/pool.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32, slice } from '#passband/tensor/tensor.ts';
import { runModel } from '../support/models/runGraph.ts';
import { withoutRounding } from '../support/models/withoutRounding.ts';
import { sharedPath } from '../support/shared.ts';
import '../support/matchers.ts';
import { readFileSync } from 'node:fs';
import { gradientErrors } from './zoo/gradientErrors.ts';
import { cifar, unsure } from './zoo/zooImages.ts';

const path = sharedPath('fixtures/foreign/09-dynamic-quant.onnx');

describe.skipIf(!path || !sharedPath('datasets/cifar-10-batches-bin/test_batch.bin'))(
  'a model that finds its scales in its values',
  () => {
    const pool = createPool({ threads: 2 });
    afterAll(() => pool.release());
    const graph = () => classifierGraph(readModelFile(path!).graph!, plainConvention);

    it('gives each image the answers that ONNX Runtime gives it alone', async () => {
      const { images } = cifar(12);
      const classifier = await createClassifier(pool, graph(), { block: 1 });
      const { data } = await classifier.logits(images);
      for (let image = 0; image < 12; image++) {
        const { logits } = await runModel(readFileSync(path!), { input: slice(images, image, image + 1) });
        expect(data.subarray(10 * image, 10 * image + 10)).toEqual(logits.data);
      }
      const first = [2.9515, 8.6161, -4.942, -4.9772, 8.9842, -1.1687, 1.5926, -2.6967, 12.4375, -5.4809];
      expect(data.subarray(0, 10)).toBeNear(first, 1e-4);
      await classifier.release();
    });

    it('can be looked at before it runs', () => {
      expect(preflight(readModelFile(path!))).toMatchObject({
        batch: 1,
        quantisers: 1,
        problems: [],
        operators: { DynamicQuantizeLinear: 1, MatMulInteger: 1 },
      });
    });

    it('has the gradient of the graph without its rounding, and is attacked', async () => {
      const { images, labels } = unsure(cifar(4), 'dynamic');
      const classifier = await createClassifier(pool, graph(), { block: 1 });
      const { gradient, logits } = await classifier.inputGradient(images, labels);
      expect(logits).toEqual(await classifier.logits(images));
      for (let image = 0; image < 4; image++) {
        const [one, its] = [images, gradient].map((all) => slice(all, image, image + 1));
        const smooth = await createClassifier(pool, await withoutRounding(graph(), { images: one }), {
          block: 1,
        });
        const chosen = { images: one, labels: labels.subarray(image, image + 1) };
        const [error] = await gradientErrors(smooth, chosen, its);
        expect(error).toBeLessThan(0.02);
        await smooth.release();
      }
      // Where the answer's own loss rises, that of the others falls: every image is led astray.
      const own = Int32Array.from(labels, (_, image) => argmaxOf(logits.data, image));
      const far = attackSettings({ method: 'pgd', steps: 10, epsilon: 0.5 });
      const { fallen } = await attack(classifier, float32(images.shape, images.data), own, far, {
        random: seededRandom('dynamic'),
      });
      expect(fallen).toEqual(Uint8Array.of(1, 1, 1, 1));
      await classifier.release();
    });
  },
);

function argmaxOf(logits: Float32Array, image: number): number {
  const row = Array.from(logits.subarray(10 * image, 10 * image + 10));
  return row.indexOf(Math.max(...row));
}
