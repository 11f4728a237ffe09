import { describe, expect, it } from 'vitest';
import type { Attacked } from '#passband/attacks/search.ts';
import { probes, probesSchema } from '#passband/audit/robustness/probes.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32 } from '#passband/tensor/tensor.ts';
import { linearClassifier, prototypeImages } from '../../attacks/linearClassifier.ts';

const shape = [1, 4, 4];
const { images, labels } = prototypeImages(3, shape, 12, seededRandom('probes'));
const trained = linearClassifier(3, shape, [0, 1]);
trained.train(images, labels, 3);

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
