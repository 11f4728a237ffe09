import { describe, expect, it } from 'vitest';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32, type Tensor } from '#passband/tensor/tensor.ts';
import {
  type AdversarialConfig,
  adversarialSettings,
  adversarialTraining,
} from '#passband/training/adversarial/adversarialTraining.ts';
import { imageScale } from '#passband/training/batches/trainingImages.ts';
import { type GivenConfig, resolveConfig } from '#passband/training/config/config.ts';
import type { Batch, Engine } from '#passband/training/engine/engine.ts';
import { oneHot } from '#passband/training/tasks/classification/oneHot.ts';

const BATCH = 6;
const PIXELS = 4;

function configOf(given: Omit<GivenConfig, 'dataset'> = {}) {
  const attacked = { dataset: 'mnist', adversarialEpsilon: '8/255', ...given };
  return resolveConfig(attacked, { threads: 1, out: 'out' });
}

/**
 * An engine whose gradient at a pixel is the mean of that pixel over the batch, less a half: as with batch normalisation,
 * an image's gradient depends on the other images.
 */
function engineOf(seen: Batch[] = []): Pick<Engine, 'batchSize' | 'masks' | 'inputGradient'> {
  return {
    batchSize: BATCH,
    masks: new Map([['mask', [BATCH, 2]]]),
    async inputGradient(batch: Batch) {
      seen.push({ ...batch, images: float32(batch.images.shape, batch.images.data.slice()) });
      return { gradient: gradientAt(batch.images), results: { logits: float32([BATCH, 3]) } };
    },
  };
}

function gradientAt({ shape, data }: Tensor<'float32'>): Tensor<'float32'> {
  const gradient = float32(shape);
  for (let pixel = 0; pixel < PIXELS; pixel++) {
    let mean = 0;
    for (let image = 0; image < BATCH; image++) mean += data[image * PIXELS + pixel] / BATCH;
    for (let image = 0; image < BATCH; image++) gradient.data[image * PIXELS + pixel] = mean - 0.5;
  }
  return gradient;
}

const random = seededRandom('batch');
const images = float32([BATCH, 1, 2, 2], Float32Array.from({ length: BATCH * PIXELS }, random.uniform));
images.data.set([0, 1, 0.01, 0.99]);
const batch = { images, targets: oneHot(Int32Array.from([0, 1, 2, 0, 1, 2]), 3) };

function attacked(config: AdversarialConfig, { epoch = 1, seen = [] as Batch[] } = {}) {
  const transform = adversarialTraining(engineOf(seen), config)!;
  return Promise.resolve(transform(batch, { epoch, batch: 0, random: seededRandom(5) }));
}

const changes = (after: Tensor<'float32'>) =>
  Array.from(after.data, (pixel, at) => Math.abs(pixel - images.data[at]));

describe('adversarialTraining', () => {
  it('leaves every image within ε and within the bounds, without a tolerance', async () => {
    for (const adversarialRandomStart of [true, false]) {
      const { images: after } = await attacked(configOf({ adversarialRandomStart, adversarialSteps: 7 }));
      expect(Math.max(...changes(after))).toBeLessThanOrEqual(8 / 255);
      expect(Math.max(...changes(after))).toBeGreaterThan(7 / 255);
      expect(after.data.every((pixel) => pixel >= 0 && pixel <= 1)).toBe(true);
    }
  });

  it('is PGD on the whole batch, step by step', async () => {
    const { images: after } = await attacked(
      configOf({ adversarialRandomStart: false, adversarialSteps: 3, adversarialStepSize: '4/255' }),
    );
    const expected = float32(images.shape, images.data.slice());
    for (let step = 0; step < 3; step++) {
      const { data } = gradientAt(expected);
      expected.data.forEach((pixel, at) => {
        const clean = images.data[at];
        const moved = pixel + (4 / 255) * Math.sign(data[at]);
        const near = Math.min(Math.max(moved, clean - 8 / 255), clean + 8 / 255);
        expected.data[at] = Math.min(Math.max(near, 0), 1);
      });
    }
    after.data.forEach((pixel, at) => {
      expect(pixel).toBeCloseTo(expected.data[at], 6);
    });
  });

  it('attacks the first share of the batch only, beside the others as they are', async () => {
    const seen: Batch[] = [];
    const config = configOf({ adversarialShare: 0.5 });
    const { images: after, targets } = await attacked(config, { seen });
    const half = (BATCH / 2) * PIXELS;
    expect(changes(after).slice(half)).toEqual(Array(half).fill(0));
    for (let image = 0; image < BATCH / 2; image++) {
      expect(Math.max(...changes(after).slice(image * PIXELS, (image + 1) * PIXELS))).toBeGreaterThan(0);
    }
    expect(targets).toBe(batch.targets);
    // One gradient a step, of the whole batch; nothing is dropped.
    expect(seen).toHaveLength(config.adversarialSteps);
    for (const { images: shown, masks } of seen) {
      expect(shown.data.slice(half)).toEqual(images.data.slice(half));
      expect([...masks.mask.data]).toEqual(Array(2 * BATCH).fill(1));
    }
  });

  it('leaves the batch that it was given alone', async () => {
    const before = images.data.slice();
    await attacked(configOf());
    expect(images.data).toEqual(before);
  });

  it('raises ε evenly over the epochs of the warm-up', async () => {
    const config = configOf({ adversarialWarmupEpochs: 4 });
    for (const [epoch, share] of [
      [1, 0.25],
      [2, 0.5],
      [4, 1],
      [9, 1],
    ]) {
      const largest = Math.max(...changes((await attacked(config, { epoch })).images));
      expect(largest).toBeLessThanOrEqual((share * 8) / 255);
      expect(largest).toBeGreaterThan((share * 7) / 255);
    }
  });

  it('draws random starts from the batch’s stream alone', async () => {
    const [one, again] = [await attacked(configOf()), await attacked(configOf())];
    expect(one.images.data).toEqual(again.images.data);
  });

  it('is none where no image of a batch is attacked', () => {
    expect(adversarialTraining(engineOf(), configOf({ adversarialEpsilon: '0' }))).toBeUndefined();
    expect(adversarialTraining(engineOf(), configOf({ adversarialShare: 0 }))).toBeUndefined();
  });

  it('needs an engine that was made for attacks', () => {
    const { inputGradient: _, ...engine } = engineOf();
    expect(() => adversarialTraining(engine, configOf())).toThrow('must be made for attacks');
  });
});

describe('adversarialSettings', () => {
  it('takes steps of 2.5 ε / steps, from a random start', () => {
    const { method, norm, epsilon, steps, stepSize, randomStart } = adversarialSettings(configOf());
    expect([method, norm, epsilon, steps, randomStart]).toEqual(['pgd', 'linf', 8 / 255, 10, true]);
    expect(stepSize).toBeCloseTo((2.5 * 8) / 255 / 10, 12);
  });

  it('takes the stated step, which shrinks with ε in the warm-up', () => {
    const config = configOf({ adversarialStepSize: '2/255' });
    expect(adversarialSettings(config).stepSize).toBe(2 / 255);
    expect(adversarialSettings(config, 0.5)).toMatchObject({ epsilon: 4 / 255, stepSize: 1 / 255 });
  });

  it('by the preset authors: ten steps of ε / 10 from the image itself, nothing rescaled, pad-crop-flip', () => {
    const config = configOf({ preset: 'authors', adversarialEpsilon: '0.03' });
    const { epsilon, stepSize, steps, randomStart } = adversarialSettings(config);
    expect([epsilon, steps, randomStart]).toEqual([0.03, 10, false]);
    expect(stepSize).toBeCloseTo(0.003, 12);
    expect(config).toMatchObject({ rescale: 'none', augment: true, network: 'resnet-32' });
    expect(imageScale(config)).toBe('none');
    const natural = configOf({ preset: 'authors', adversarialEpsilon: '0' });
    expect([natural.rescale, natural.augment, imageScale(natural)]).toEqual(['max', false, 'max']);
  });
});
