import { expect, test } from 'vitest';
import { readWhole } from '#passband/data/dataset/dataset.ts';
import { type PlantedDataset, plantedDataset } from '#passband/data/planted/planted.ts';
import { gratingWaves } from '#passband/data/planted/plantedImage.ts';
import type { PlantedOptions } from '#passband/data/planted/plantedSplits.ts';

const area = 32 * 32;
const planted = (options: Partial<PlantedOptions> = {}) =>
  plantedDataset({ seed: 1, count: 400, testCount: 50, ...options });
const full = plantedDataset({ seed: 1 });

/** Grating alone of the first images: what an amplitude adds to the same set without one, in pixel units. */
function gratings(count: number, amplitude: number): Float32Array {
  const shown = planted({ count, amplitude });
  const without = planted({ count, amplitude: 0 });
  return Float32Array.from(
    shown.train.images.pixels,
    (byte, at) => (byte - without.train.images.pixels[at]) / 255,
  );
}

/** Power of each pair of coefficients ±(x, y) of one plane, by the transform's definition; one key a pair. */
function powers(plane: Float32Array): Map<string, number> {
  const power = new Map<string, number>();
  for (let y = -15; y <= 16; y++) {
    for (let x = y < 0 ? 1 : 0; x <= 16; x++) {
      let [real, imaginary] = [0, 0];
      for (let at = 0; at < area; at++) {
        const angle = (2 * Math.PI * (x * (at % 32) + y * Math.floor(at / 32))) / 32;
        real += plane[at] * Math.cos(angle);
        imaginary += plane[at] * Math.sin(angle);
      }
      power.set(`${x},${y}`, real * real + imaginary * imaginary);
    }
  }
  return power;
}

const share = (a: Int32Array, b: Int32Array) => a.filter((value, at) => value === b[at]).length / a.length;

test('it has ten classes of 32×32 colour images, 6,000 for training and 1,000 for testing by default', () => {
  expect([full.classes.length, full.shape, full.train.count, full.test.count]).toEqual([
    10,
    [3, 32, 32],
    6000,
    1000,
  ]);
  expect(full.train.images.pixels.length).toBe(6000 * 3 * area);
  for (const { labels, count } of [full.train, full.test]) {
    const counts = new Array(10).fill(0);
    for (const label of labels) counts[label]++;
    expect(counts).toEqual(new Array(10).fill(count / 10));
  }
});

test('a seed always gives the same images, another seed others, and test images are no training images', () => {
  expect(planted().hashes).toEqual(planted().hashes);
  expect(planted({ seed: 2 }).hashes).not.toEqual(planted().hashes);
  const start = (split: PlantedDataset['train']) => [...split.images.pixels.subarray(0, 100)];
  expect(start(planted().test)).not.toEqual(start(planted().train));
});

test('a shorter set is the start of a longer one', () => {
  const [short, long] = [planted({ count: 30 }), planted({ count: 60 })];
  const { pixels } = short.train.images;
  expect(pixels).toEqual(long.train.images.pixels.subarray(0, pixels.length));
  expect(short.test.images.pixels).toEqual(long.test.images.pixels);
  expect(short.test.labels).toEqual(long.test.labels);
});

test('each part shows the label on its reliability’s share of the images, plus chance on the rest', () => {
  for (const [low, high] of [
    [0.9, 0.9],
    [1, 0],
    [0.3, 0.6],
  ]) {
    const { train, truth } = plantedDataset({
      seed: 3,
      count: 3000,
      testCount: 1,
      lowReliability: low,
      highReliability: high,
    });
    // Standard error at most 0.009.
    expect(Math.abs(share(truth.train.lowClass, train.labels) - (low + (1 - low) / 10))).toBeLessThan(0.03);
    expect(Math.abs(share(truth.train.highClass, train.labels) - (high + (1 - high) / 10))).toBeLessThan(
      0.02,
    );
  }
});

test('where a part does not follow the label, all classes are equally likely and the other part does not matter', () => {
  const { truth, train } = plantedDataset({ seed: 4, testCount: 1, lowReliability: 0, highReliability: 0 });
  expect(Math.abs(share(truth.train.lowClass, truth.train.highClass) - 0.1)).toBeLessThan(0.02);
  const counts = new Array(10).fill(0);
  for (const shown of truth.train.highClass) counts[shown]++;
  for (const count of counts) expect(Math.abs(count - train.count / 10)).toBeLessThan(100);
});

test('another reliability of the grating changes nothing but the grating', () => {
  const [follows, random] = [planted({ highReliability: 1 }), planted({ highReliability: 0 })];
  expect(random.truth.train.lowClass).toEqual(follows.truth.train.lowClass);
  expect(random.train.labels).toEqual(follows.train.labels);
  const without = (options: Partial<PlantedOptions>) => planted({ ...options, amplitude: 0 }).hashes;
  expect(without({ highReliability: 0 })).toEqual(without({ highReliability: 1 }));
});

test('the grating of an image is one wave of its class, alike in all channels, of the stated amplitude', () => {
  const count = 20;
  const amplitude = 0.1;
  const alone = gratings(count, amplitude);
  const { truth } = planted({ count });
  for (let image = 0; image < count; image++) {
    const planes = [0, 1, 2].map((channel) =>
      alone.subarray((image * 3 + channel) * area, (image * 3 + channel + 1) * area),
    );
    const power = powers(planes[1]);
    const total = [...power.values()].reduce((sum, value) => sum + value, 0);
    const [[strongest, most]] = [...power].sort(([, a], [, b]) => b - a);
    const waves = gratingWaves(truth.train.highClass[image]).flatMap(([x, y]) => [
      `${x},${y}`,
      `${-x},${-y}`,
    ]);
    expect(waves).toContain(strongest);
    // What is left is rounding to 8 bits.
    expect(most / total).toBeGreaterThan(0.99);
    expect((2 * Math.sqrt(most)) / area).toBeCloseTo(amplitude, 2);
    const gap = planes[0].reduce((worst, value, at) => Math.max(worst, Math.abs(value - planes[2][at])), 0);
    expect(gap).toBeLessThanOrEqual(1.01 / 255);
  }
});

test('every grating is outside LFC at r = 12 and outside HFC at r = 16, and turns by 18° a class', () => {
  for (let label = 0; label < 10; label++) {
    for (const [x, y] of gratingWaves(label)) {
      expect(Math.hypot(x, y)).toBeGreaterThan(12);
      expect(Math.hypot(x, y)).toBeLessThan(16);
      expect(Math.abs((Math.atan2(y, x) * 180) / Math.PI - 18 * label)).toBeLessThan(2);
    }
  }
});

test('a nearest-mean classifier of wave powers reads the grating, so the planted class is there to be learned', async () => {
  const count = 200;
  const { train, truth } = planted({ count });
  let right = 0;
  const { images } = await readWhole(train);
  for (let image = 0; image < count; image++) {
    const scores = Array.from({ length: 10 }, (_, label) =>
      Math.max(...gratingWaves(label).map((wave) => wavePower(images.data, image, wave))),
    );
    if (scores.indexOf(Math.max(...scores)) === truth.train.highClass[image]) right++;
  }
  expect(right / count).toBeGreaterThan(0.98);
});

function wavePower(images: Float32Array, image: number, [x, y]: readonly [number, number]): number {
  let [real, imaginary] = [0, 0];
  for (let at = 0; at < 3 * area; at++) {
    const angle = (2 * Math.PI * (x * (at % 32) + y * (Math.floor(at / 32) % 32))) / 32;
    real += images[image * 3 * area + at] * Math.cos(angle);
    imaginary += images[image * 3 * area + at] * Math.sin(angle);
  }
  return real * real + imaginary * imaginary;
}

test('pixels keep away from 0 and 255, so that nothing of the grating is cut off', () => {
  const cut = (full.train.images.pixels as Uint8Array).filter((byte) => byte === 0 || byte === 255).length;
  expect(cut / full.train.images.pixels.length).toBeLessThan(1e-4);
});

test.each<[Partial<PlantedOptions>, string]>([
  [{ lowReliability: 1.1 }, 'plantedDataset: lowReliability must be in 0 … 1, got 1.1'],
  [{ highReliability: -0.1 }, 'plantedDataset: highReliability must be in 0 … 1, got -0.1'],
  [{ amplitude: Number.NaN }, 'plantedDataset: amplitude must be in 0 … 1, got NaN'],
  [{ count: 0 }, 'plantedDataset: count must be a positive integer, got 0'],
  [{ testCount: 2.5 }, 'plantedDataset: testCount must be a positive integer, got 2.5'],
])('%o is refused', (options, message) => {
  expect(() => planted(options)).toThrow(new RangeError(message));
});
