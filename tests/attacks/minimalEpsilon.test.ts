import { describe, expect, it } from 'vitest';
import { minimalEpsilon, standsWithin } from '#passband/attacks/minimalEpsilon.ts';
import { float32, type Tensor } from '#passband/tensor/tensor.ts';

// Two classes, told apart by the sign of w · x + offset: an image within the bounds falls at exactly
// |w · x + offset| / ‖w‖₁ in L∞.
const weights = [1, -2, 0.5, 0.25];
const offset = 0.1;
const sum = weights.reduce((total, weight) => total + Math.abs(weight), 0);

function classifier(bounds: readonly [number, number] = [0, 1]) {
  let evaluations = 0;
  const logits = async ({ shape, data }: Tensor<'float32'>) => {
    evaluations += shape[0];
    return float32(
      [shape[0], 2],
      Array.from({ length: shape[0] }, (_, n) => {
        const value = weights.reduce((total, weight, at) => total + weight * data[n * 4 + at], offset);
        return [-value, value];
      }).flat(),
    );
  };
  return {
    bounds,
    logits,
    evaluations: () => evaluations,
    async inputGradient(images: Tensor<'float32'>, labels: Int32Array) {
      const gradient = float32(
        images.shape,
        [...labels].flatMap((label) => weights.map((weight) => (label === 1 ? -weight : weight))),
      );
      return { gradient, logits: await logits(images), losses: new Float32Array(labels.length) };
    },
  };
}

const middle = [0.5, 0.5, 0.5, 0.5];
const logitOf = (image: readonly number[]) =>
  weights.reduce((total, weight, at) => total + weight * image[at], offset);
/** The middle, moved so that it falls at this size. */
const fallingAt = (size: number) => {
  const lift = size * sum + logitOf(middle);
  return middle.map((pixel, at) => pixel - (lift * Math.sign(weights[at])) / sum);
};
const tensorOf = (images: readonly number[][]) => float32([images.length, 1, 2, 2], images.flat());
const preset = 'authors';

describe('minimalEpsilon by the authors’ search', () => {
  const sizes = [0.0004, 0.0123, 0.0305, 0.11, 0.24];
  const images = tensorOf(sizes.map(fallingAt));
  const labels = new Int32Array(sizes.length);

  it('fgsm finds the next of 1,000 sizes, or of 20 parts where that is one of the first 20', async () => {
    const found = await minimalEpsilon(classifier(), images, labels, { method: 'fgsm', preset });
    // Twentieths of 0.001 and of 0.013, thousandths.
    [0.00045, 0.01235, 0.031, 0.111, 0.241].forEach((expected, n) => {
      const grid = sizes[n] < 0.02 ? Math.ceil(sizes[n] * 1000) / 1000 / 20 : 0.001;
      expect(found[n]).toBeGreaterThan(sizes[n] - 1e-6);
      expect(found[n]).toBeLessThan(sizes[n] + grid + 1e-6);
      if (n > 1) expect(found[n]).toBeCloseTo(expected, 6);
    });
  });

  it('pgd finds the size itself', async () => {
    const found = await minimalEpsilon(classifier(), images, labels, { method: 'pgd', preset });
    sizes.forEach((size, n) => {
      expect(found[n]).toBeCloseTo(size, 5);
    });
    const coarse = await minimalEpsilon(classifier(), images, labels, {
      method: 'pgd',
      preset,
      bisections: 6,
    });
    sizes.forEach((size, n) => {
      expect(coarse[n]).toBeGreaterThanOrEqual(found[n] - 1e-6);
      expect(coarse[n]).toBeLessThan(size + 0.3 / 2 ** 6);
    });
  });

  it('is 0 for an image that is wrong from the start, which is looked at once', async () => {
    for (const method of ['fgsm', 'pgd'] as const) {
      const counted = classifier();
      const wrong = tensorOf([fallingAt(-0.1)]);
      expect([...(await minimalEpsilon(counted, wrong, new Int32Array(1), { method, preset }))]).toEqual([0]);
      expect(counted.evaluations()).toBe(1);
    }
  });

  it('of an image that falls at a size does not stand within it, whatever float32 makes of the size', async () => {
    for (const epsilon of [0.03, 0.06, 0.09]) {
      const image = Float32Array.of(0.3);
      const pixels = Float32Array.of(image[0] + epsilon);
      const size = pixels[0] - image[0];
      expect([standsWithin(epsilon, size), standsWithin(epsilon - 0.001, size)]).toEqual([false, true]);
    }
    expect(standsWithin(1, Infinity)).toBe(true);
    expect(standsWithin(0, 0)).toBe(false);
  });

  it('is Infinity where nothing is found within the bounds', async () => {
    const narrow = classifier([0.75, 0.7578125]);
    const image = tensorOf([[0.75, 0.7578125, 0.75, 0.75]]);
    for (const method of ['fgsm', 'pgd'] as const) {
      expect([...(await minimalEpsilon(narrow, image, new Int32Array(1), { method, preset }))]).toEqual([
        Infinity,
      ]);
    }
  });

  it('is the size after clipping, and of images among others the same', async () => {
    for (const method of ['fgsm', 'pgd'] as const) {
      const all = await minimalEpsilon(classifier(), images, labels, { method, preset, inFlight: 2 });
      for (let n = 0; n < sizes.length; n++) {
        const alone = tensorOf([Array.from(images.data.subarray(4 * n, 4 * n + 4))]);
        const [size] = await minimalEpsilon(classifier(), alone, new Int32Array(1), { method, preset });
        expect(size).toBe(all[n]);
      }
    }
  });

  it('names what is wrong with its arguments', async () => {
    await expect(
      minimalEpsilon(classifier(), images, new Int32Array(2), { method: 'fgsm', preset }),
    ).rejects.toThrow('minimalEpsilon: 5 images need as many labels, got 2');
  });
});
