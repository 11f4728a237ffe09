import { afterAll, expect, it } from 'vitest';
import { measureSpeed } from '#passband/audit/pace/measureSpeed.ts';
import { workKinds } from '#passband/audit/plan/work.ts';
import { arrayImages } from '#passband/data/dataset/arrayImages.ts';
import { buildNetwork } from '#passband/networks/architectures/buildNetwork.ts';
import { type Classifier, createClassifier } from '#passband/runtime/classifier.ts';
import { createPool } from '#passband/runtime/pool.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32 } from '#passband/tensor/tensor.ts';

const pool = createPool({ threads: 1 });
afterAll(() => pool.release());
const count = 40;
const shape = [3, 8, 8] as const;
const random = seededRandom('speed');
const images = float32([count, ...shape], Float32Array.from({ length: count * 192 }, random.uniform));
const labels = Int32Array.from({ length: count }, (_, image) => image % 4);

/** What a model takes whose passes move a clock, and nothing else does. */
async function measured(passMs: number, gradientMs: number, gradients = true) {
  const { graph } = buildNetwork('six-conv', { classes: 4, shape, random: seededRandom('network') });
  const real = await createClassifier(pool, graph, { block: 1 });
  let clock = 0;
  const counted: Classifier = {
    ...real,
    logits(given) {
      clock += passMs * given.shape[0];
      return real.logits(given);
    },
    inputGradient(given, ...rest) {
      clock += gradientMs * given.shape[0];
      return real.inputGradient(given, ...rest);
    },
  };
  try {
    const speed = await measureSpeed(counted, {
      split: { images: arrayImages(images.data, shape), labels, count },
      ...{ preset: 'paper', gradients, seconds: 0.5, random: seededRandom(1), now: () => clock },
      epsilons: { linf: [{ value: 8 / 255, text: '8/255' }], l2: [{ value: 0.5, text: '0.5' }] },
    });
    return { speed, clock };
  } finally {
    await real.release();
  }
}

it('finds what passes and gradients of an image take', async () => {
  const { speed } = await measured(2, 6);
  expect(speed.seconds.logits).toBeCloseTo(0.002);
  expect(speed.seconds.calls).toBeCloseTo(0.002);
  expect(speed.seconds.heatMap).toBeCloseTo(0.002);
  // x once, then LFC and HFC, raw and divided, at each of four radii.
  expect(speed.seconds.components).toBeCloseTo((0.002 * 17) / 4);
  expect(speed.seconds.gradients).toBeCloseTo(0.006);
  // The answers before and after, and those to what is rounded to eight bits.
  expect(speed.seconds.rows).toBeGreaterThanOrEqual(0.004);
  expect(speed.seconds.rows).toBeLessThanOrEqual(0.006);
  for (const kind of workKinds) expect(speed.seconds[kind]).toBeGreaterThanOrEqual(0);
  const share = speed.standing({ norm: 'linf', text: '8/255' });
  expect(share).toBeGreaterThanOrEqual(0);
  expect(share).toBeLessThanOrEqual(1);
  expect(speed.standing({ norm: 'l2', text: 'never tried' })).toBe(0.5);
});

it('measures longer as the model is slower, and no longer than it must', async () => {
  const [quick, slow] = [await measured(0.1, 0.3), await measured(100, 300)];
  expect(slow.speed.seconds.logits).toBeCloseTo(0.1);
  // A model that takes 0.1 s an image is measured on single images.
  expect(slow.clock / 1000).toBeLessThan(60);
  expect(quick.clock / 1000).toBeLessThan(5);
});

it('needs no gradients where there are none', async () => {
  const { speed } = await measured(1, Number.NaN, false);
  expect(speed.seconds.gradients).toBeCloseTo(0.001);
});
