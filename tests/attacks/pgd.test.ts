import { describe, expect, it } from 'vitest';
import { fgsm } from '#passband/attacks/fgsm.ts';
import { l2, linf, type Norm } from '#passband/attacks/norms.ts';
import { pgd } from '#passband/attacks/pgd.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32, type Tensor } from '#passband/tensor/tensor.ts';
import { linearClassifier, prototypeImages } from './linearClassifier.ts';

const shape = [2, 5, 5];
const classifier = linearClassifier(4, shape, [0, 1]);
const training = prototypeImages(4, shape, 400, seededRandom('training'));
classifier.train(training.images, training.labels, 5);
const { images, labels } = prototypeImages(4, shape, 100, seededRandom('test'));

const attacks = {
  fgsm: (epsilon: number, norm: Norm) => fgsm(classifier, images, labels, { epsilon, norm }),
  pgd: (epsilon: number, norm: Norm) => pgd(classifier, images, labels, { epsilon, norm }),
  'pgd with a random start': (epsilon: number, norm: Norm) =>
    pgd(classifier, images, labels, { epsilon, norm, random: seededRandom(3) }),
};

/** Each image's ‖δ‖ in float64 from the stored numbers. */
function distances(adversarial: Tensor<'float32'>, norm: Norm): number[] {
  return Array.from({ length: images.shape[0] }, (_, n) =>
    norm.size(
      Float64Array.from({ length: 50 }, (_, i) => adversarial.data[n * 50 + i] - images.data[n * 50 + i]),
    ),
  );
}

for (const [name, attack] of Object.entries(attacks)) {
  for (const norm of [linf, l2]) {
    describe(`${name} in ${norm.name}`, () => {
      it('with epsilon 0 returns the images', async () => {
        expect((await attack(0, norm)).data).toEqual(images.data);
      });

      // Epsilons that float32 cannot hold, below and above a pixel's last bit.
      for (const epsilon of [1e-9, 0.1 / 255, 8 / 255, 0.3, 1 / 3, 5]) {
        it(`stays within epsilon = ${epsilon} and within the bounds exactly`, async () => {
          const adversarial = await attack(epsilon, norm);
          expect(Math.max(...distances(adversarial, norm))).toBeLessThanOrEqual(epsilon);
          expect(Math.min(...adversarial.data)).toBeGreaterThanOrEqual(0);
          expect(Math.max(...adversarial.data)).toBeLessThanOrEqual(1);
        });
      }

      it('uses the whole of epsilon and raises the loss', async () => {
        const adversarial = await attack(8 / 255, norm);
        expect(Math.max(...distances(adversarial, norm))).toBeGreaterThan((8 / 255) * (1 - 1e-5));
        expect(classifier.loss(adversarial, labels)).toBeGreaterThan(1.02 * classifier.loss(images, labels));
      });

      it('leaves the given images as they are', async () => {
        const before = images.data.slice();
        await attack(0.1, norm);
        expect(images.data).toEqual(before);
      });
    });
  }
}

describe('pgd', () => {
  it('leaves no more accuracy than fgsm, which leaves less than there was', async () => {
    const clean = classifier.accuracy(images, labels);
    const afterFgsm = classifier.accuracy(await attacks.fgsm(0.25, linf), labels);
    const afterPgd = classifier.accuracy(await attacks.pgd(0.25, linf), labels);
    expect(clean).toBeGreaterThan(0.9);
    expect(afterFgsm).toBeLessThan(clean - 0.1);
    expect(afterPgd).toBeLessThanOrEqual(afterFgsm);
  });

  it('one step of length epsilon moves each pixel by epsilon along the sign of its gradient', async () => {
    const { gradient } = await classifier.inputGradient(images, labels);
    const adversarial = await attacks.fgsm(0.05, linf);
    adversarial.data.forEach((pixel, index) => {
      const expected = Math.min(Math.max(images.data[index] + 0.05 * Math.sign(gradient.data[index]), 0), 1);
      expect(Math.abs(pixel - expected)).toBeLessThan(1e-7);
    });
  });

  it('a random start depends on the seed alone', async () => {
    const attack = (seed: number) =>
      pgd(classifier, images, labels, { epsilon: 0.1, steps: 1, stepSize: 0, random: seededRandom(seed) });
    const [first, again, other] = await Promise.all([attack(1), attack(1), attack(2)]);
    expect(again.data).toEqual(first.data);
    expect(other.data).not.toEqual(first.data);
    const inside = first.data.filter((pixel, index) => Math.abs(pixel - images.data[index]) < 0.05).length;
    expect(inside / first.data.length).toBeGreaterThan(0.45);
  });

  it('keeps bounds that float32 cannot hold', async () => {
    const bounds = [-0.1, 0.7] as const;
    const shifted = float32(
      images.shape,
      images.data.map((pixel) => 0.7 * pixel - 0.05),
    );
    const { data } = await pgd({ ...classifier, bounds }, shifted, labels, { epsilon: 2 });
    expect(Math.min(...data)).toBeGreaterThanOrEqual(-0.1);
    expect(Math.max(...data)).toBeLessThanOrEqual(0.7);
    expect(Math.max(...data)).toBeGreaterThan(0.6999999);
  });

  it('stays within an epsilon that float64 rounds away when it is added to a pixel', async () => {
    const epsilon = 0.125 * (1 - 2 ** -53);
    expect(0.5 + epsilon).toBe(0.625);
    const grey = float32(images.shape, new Float32Array(images.data.length).fill(0.5));
    const { data } = await fgsm(classifier, grey, labels, { epsilon });
    expect(Math.max(...data.map((pixel) => Math.abs(pixel - 0.5)))).toBeLessThanOrEqual(epsilon);
  });

  it('names what is wrong with its arguments', async () => {
    const attack = (options: object) => pgd(classifier, images, labels, { epsilon: 0.1, ...options });
    await expect(attack({ epsilon: -1 })).rejects.toThrow('pgd: epsilon must be ≥ 0, got -1');
    await expect(attack({ epsilon: Number.NaN })).rejects.toThrow('got NaN');
    await expect(attack({ steps: 0 })).rejects.toThrow('pgd: steps must be a whole number ≥ 1, got 0');
    await expect(attack({ stepSize: -0.1 })).rejects.toThrow('pgd: stepSize must be ≥ 0, got -0.1');
    await expect(pgd(classifier, images, labels.slice(1), { epsilon: 0.1 })).rejects.toThrow(
      '100 images need as many labels, got 99',
    );
    const bright = float32(
      images.shape,
      images.data.map((pixel) => pixel + 0.5),
    );
    await expect(pgd(classifier, bright, labels, { epsilon: 0.1 })).rejects.toThrow(
      /pixels must lie within the bounds \[0, 1\], got 1\.\d/,
    );
  });

  it('stops at a gradient that is not finite', async () => {
    const broken = {
      ...classifier,
      async inputGradient(given: Tensor<'float32'>, truth: Int32Array) {
        const found = await classifier.inputGradient(given, truth);
        found.gradient.data[7] = Number.NaN;
        return found;
      },
    };
    await expect(pgd(broken, images, labels, { epsilon: 0.1, steps: 3 })).rejects.toThrow(
      'pgd: the gradient is not finite at step 1 of 3',
    );
  });
});
