import { afterAll, describe, expect, it } from 'vitest';
import type { Attacked } from '#passband/attacks/search.ts';
import { probes, probesSchema } from '#passband/audit/robustness/probes.ts';
import { GraphBuilder } from '#passband/onnx/build/builder.ts';
import { createClassifier } from '#passband/runtime/classifier.ts';
import { createPool } from '#passband/runtime/pool.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32 } from '#passband/tensor/tensor.ts';
import { linearClassifier, prototypeImages } from '../../attacks/linearClassifier.ts';

const shape = [1, 4, 4];
const { images, labels } = prototypeImages(3, shape, 12, seededRandom('probes'));
const trained = linearClassifier(3, shape, [0, 1]);
trained.train(images, labels, 3);

/** Largest pixels of 2 × 2 windows, and three weighted sums of them. */
function pooling() {
  const random = seededRandom('pooling');
  const g = new GraphBuilder('pooling');
  const x = g.input('images', 'float32', ['n', 1, 8, 8]);
  const flat = g.add('Flatten', [g.add('MaxPool', [x], { kernel_shape: [2, 2], strides: [2, 2] })], {
    axis: 1,
  });
  const weights = float32([16, 3], Float32Array.from({ length: 48 }, random.normal));
  g.output(g.add('MatMul', [flat, g.initializer('w', weights)]), 'logits');
  return g.build();
}

/** Logits of images with one white pixel each are the weights, [pixel, class]. */
const weightsOf = () =>
  trained.logits(
    float32(
      [16, 1, 4, 4],
      Float32Array.from({ length: 256 }, (_, at) => (at % 17 === 0 ? 1 : 0)),
    ),
  );

const probe = (changed: Partial<Attacked> = {}, gradients = true) =>
  probes({ ...trained, ...changed }, images, labels, { random: seededRandom(0), gradients });

describe('probes', () => {
  it('find nothing amiss in a classifier whose gradient is its gradient', async () => {
    const found = await probe();
    expect(probesSchema.parse(found)).toEqual(found);
    expect(found).toMatchObject({ n: 12, changedAtZero: 0, batchDependence: 0 });
    expect(found.gradientErrors).toHaveLength(8);
    expect(Math.max(...found.gradientErrors!)).toBeLessThan(0.01);
  });

  it('catch a gradient of another length, of another direction, and of another image', async () => {
    const wrong = (change: (gradient: Float32Array) => Float32Array) =>
      probe({
        async inputGradient(batch, classes) {
          const found = await trained.inputGradient(batch, classes);
          return { ...found, gradient: float32(found.gradient.shape, change(found.gradient.data)) };
        },
      });
    const errorsOf = async (change: (gradient: Float32Array) => Float32Array) => {
      const { gradientErrors } = await wrong(change);
      return gradientErrors!.sort((a, b) => a - b)[gradientErrors!.length >> 1];
    };
    expect(await errorsOf((gradient) => gradient.map((value) => 2 * value))).toBeGreaterThan(0.2);
    expect(await errorsOf((gradient) => gradient.map((value) => -value))).toBeGreaterThan(1);
    expect(await errorsOf((gradient) => gradient.toReversed())).toBeGreaterThan(0.2);
  });

  describe('of a max-pool over a black background', async () => {
    const pool = createPool({ threads: 1 });
    afterAll(() => pool.release());
    const classifier = await createClassifier(pool, pooling(), { block: 1 });
    const dark = float32(
      [12, 1, 8, 8],
      Float32Array.from({ length: 12 * 64 }, (_, at) => (at % 64 < 60 ? 0 : ((7 * at) % 11) / 11)),
    );
    const errorOf = async (given: Attacked) => {
      const found = await probes(given, dark, labels, { random: seededRandom(0), gradients: true });
      return found.gradientErrors!.sort((a, b) => a - b)[found.gradientErrors!.length >> 1];
    };

    it('agree with the gradient, which they did not between equal pixels', async () => {
      expect(await errorOf(classifier)).toBeLessThan(0.02);
    });

    it('disagree with a gradient that every pixel of a window gets', async () => {
      const error = await errorOf({
        ...classifier,
        async inputGradient(batch, classes) {
          const found = await classifier.inputGradient(batch, classes);
          const { data } = found.gradient;
          const all = data.map((_, at) => {
            const first = at - (at % 2) - (at % 16 >= 8 ? 8 : 0);
            return data[first] + data[first + 1] + data[first + 8] + data[first + 9];
          });
          return { ...found, gradient: float32(found.gradient.shape, all) };
        },
      });
      expect(error).toBeGreaterThan(0.1);
    });
  });

  it('are not misled by the flat loss of a class that the model is sure of', async () => {
    const scale = 300;
    const found = await probe({
      async logits(batch) {
        const { shape: rows, data } = await trained.logits(batch);
        return float32(
          rows,
          data.map((logit) => scale * logit),
        );
      },
      async inputGradient(batch, classes) {
        const { shape: rows, data } = await trained.logits(batch);
        const pixels = 16;
        const gradient = float32(batch.shape);
        const ones = (await weightsOf()).data;
        classes.forEach((label, image) => {
          const logits = Array.from(data.subarray(3 * image, 3 * image + 3), (logit) => scale * logit);
          const most = Math.max(...logits);
          const total = logits.reduce((sum, logit) => sum + Math.exp(logit - most), 0);
          logits.forEach((logit, row) => {
            const error = Math.exp(logit - most) / total - (row === label ? 1 : 0);
            for (let at = 0; at < pixels; at++)
              gradient.data[image * pixels + at] += scale * error * ones[3 * at + row];
          });
        });
        return { ...(await trained.inputGradient(batch, classes)), logits: float32(rows, data), gradient };
      },
    });
    expect(found.gradientErrors).toHaveLength(8);
    expect(Math.max(...found.gradientErrors!)).toBeLessThan(0.01);
  });

  it('leave zero gradients to the zero-gradient check', async () => {
    const { gradientErrors } = await probe({
      async inputGradient(batch, classes) {
        const found = await trained.inputGradient(batch, classes);
        return { ...found, gradient: float32(found.gradient.shape) };
      },
    });
    expect(gradientErrors).toEqual([]);
  });

  it('catch logits that depend on the batch', async () => {
    const { batchDependence } = await probe({
      async logits(batch) {
        const { shape: rows, data } = await trained.logits(batch);
        return float32(
          rows,
          data.map((logit) => logit + 0.1 * rows[0]),
        );
      },
    });
    expect(batchDependence).toBeGreaterThan(1e-3);
  });

  it('catch it where each thread has one image only', async () => {
    const pieces = 16;
    const { batchDependence } = await probe({
      pieces,
      async logits(batch) {
        const { shape: rows, data } = await trained.logits(batch);
        const among = Math.ceil(rows[0] / pieces);
        return float32(
          rows,
          data.map((logit) => logit + 0.1 * among),
        );
      },
    } as Partial<Attacked>);
    expect(batchDependence).toBeGreaterThan(1e-3);
  });

  it('catch answers that PGD of size 0 changes', async () => {
    const { changedAtZero } = await probe({
      async inputGradient(batch, classes) {
        const found = await trained.inputGradient(batch, classes);
        // Of a wrong answer the loss, so the gradient's logits say something else than the logits alone.
        return {
          ...found,
          logits: float32(
            found.logits.shape,
            found.logits.data.map((logit) => -logit),
          ),
        };
      },
    });
    expect(changedAtZero).toBeGreaterThan(0);
  });

  it('ask for no gradient where there is none', async () => {
    const inputGradient = () => Promise.reject(new Error('asked'));
    expect(await probe({ inputGradient }, false)).toEqual({
      n: 12,
      batchDependence: 0,
      changedAtZero: null,
      gradientErrors: null,
    });
  });
});
