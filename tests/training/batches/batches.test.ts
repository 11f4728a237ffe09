import { describe, expect, test } from 'vitest';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32 } from '#passband/tensor/tensor.ts';
import { dropoutMasks } from '#passband/training/batches/dropoutMasks.ts';
import { padCropFlip } from '#passband/training/batches/padCropFlip.ts';
import { sampleBeta } from '#passband/training/batches/sampleBeta.ts';
import { mixup } from '#passband/training/tasks/classification/mixup.ts';
import { oneHot } from '#passband/training/tasks/classification/oneHot.ts';

describe('sampleBeta', () => {
  const distributions: readonly [alpha: number, cumulative: (x: number) => number][] = [
    [0.5, (x) => (2 / Math.PI) * Math.asin(Math.sqrt(x))],
    [1, (x) => x],
    [2, (x) => x * x * (3 - 2 * x)],
    [3, (x) => x ** 3 * (10 - 15 * x + 6 * x * x)],
  ];

  test.each(distributions)('Beta(%d, same) has its cumulative distribution', (alpha, cumulative) => {
    const random = seededRandom(1).fork(`beta ${alpha}`);
    const count = 20_000;
    const draws = Float64Array.from({ length: count }, () => sampleBeta(alpha, alpha, random)).sort();
    let distance = 0;
    draws.forEach((draw, index) => {
      distance = Math.max(distance, Math.abs(cumulative(draw) - (index + 0.5) / count));
    });
    // Kolmogorov–Smirnov: 1.63/√n is passed by a right sampler in 99% of the seeds.
    expect(distance).toBeLessThan(1.63 / Math.sqrt(count));
  });

  test('Beta(2, 1) has its cumulative distribution x²', () => {
    const random = seededRandom(2);
    const draws = Float64Array.from({ length: 20_000 }, () => sampleBeta(2, 1, random)).sort();
    for (const share of [0.1, 0.5, 0.9]) expect(draws[share * 20_000] ** 2).toBeCloseTo(share, 1);
  });

  test('a tiny alpha gives 0 or 1 and never NaN', () => {
    const random = seededRandom(3);
    const draws = Array.from({ length: 200 }, () => sampleBeta(1e-4, 1e-4, random));
    expect(draws.every((draw) => draw < 1e-6 || draw > 1 - 1e-6)).toBe(true);
    expect(draws.some((draw) => draw < 0.5) && draws.some((draw) => draw > 0.5)).toBe(true);
  });

  test('an alpha that is not above 0 is an error', () => {
    expect(() => sampleBeta(0, 1, seededRandom(1))).toThrow('must be > 0, got 0');
  });
});

describe('mixup', () => {
  // Image i holds 10^i everywhere, so that a mixture tells which two images made it and at what share.
  const images = float32(
    [4, 1, 2, 2],
    [1, 10, 100, 1000].flatMap((value) => [value, value, value, value]),
  );
  const targets = oneHot(Int32Array.of(0, 1, 2, 3), 4);

  test('images and labels are mixed with the same partner and one share a batch', () => {
    const mixed = mixup({ images, targets }, { alpha: 1, random: seededRandom(7) });
    const shares = new Set<number>();
    const partners = new Set<number>();
    for (let row = 0; row < 4; row++) {
      const label = [...mixed.targets.data.subarray(row * 4, row * 4 + 4)];
      const partner = label.findIndex((value, index) => value > 0 && index !== row);
      partners.add(partner < 0 ? row : partner);
      if (partner >= 0) shares.add(label[row]);
      const expected = label.reduce((sum, share, index) => sum + share * 10 ** index, 0);
      for (let pixel = 0; pixel < 4; pixel++) {
        expect(mixed.images.data[row * 4 + pixel] / expected).toBeCloseTo(1, 6);
      }
      expect(label.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
    }
    expect(shares.size).toBe(1);
    expect(partners.size).toBe(4);
  });

  test('the batch that came in stays as it was', () => {
    const before = images.data.slice();
    mixup({ images, targets }, { alpha: 0.5, random: seededRandom(6) });
    expect(images.data).toEqual(before);
  });
});

describe('padCropFlip', () => {
  const width = 5;
  const height = 4;
  const images = float32(
    [60, 2, height, width],
    Array.from({ length: 60 * 2 * height * width }, (_, index) => 1 + index),
  );
  const size = 2 * height * width;

  /** Which (top, left, mirrored) turn `image` into `moved`; what comes from outside is 0. */
  function explain(image: Float32Array, moved: Float32Array, pad: number): string[] {
    const found: string[] = [];
    for (let top = -pad; top <= pad; top++) {
      for (let left = -pad; left <= pad; left++) {
        for (const mirrored of [false, true]) {
          const fits = moved.every((value, index) => {
            const column = index % width;
            const row = Math.floor(index / width) % height;
            const plane = Math.floor(index / (width * height));
            const x = (mirrored ? width - 1 - column : column) + left;
            const y = row + top;
            const inside = x >= 0 && x < width && y >= 0 && y < height;
            return value === (inside ? image[(plane * height + y) * width + x] : 0);
          });
          if (fits) found.push(`${top} ${left} ${mirrored}`);
        }
      }
    }
    return found;
  }

  test('every image is its own crop of the zero-padded image, mirrored or not, the same in all channels', () => {
    const moved = padCropFlip(images, { pad: 2, random: seededRandom(1) });
    const seen = new Set<string>();
    for (let image = 0; image < 60; image++) {
      const part = (array: Float32Array) => array.subarray(image * size, (image + 1) * size);
      const found = explain(part(images.data), part(moved.data), 2);
      expect(found, `image ${image}`).toHaveLength(1);
      seen.add(found[0]);
    }
    // 50 ways to move an image: sixty draws meet about 35 of them, all five shifts each way, and both orientations.
    for (const place of [0, 1]) {
      expect(new Set([...seen].map((way) => way.split(' ')[place])).size).toBe(5);
    }
    expect(new Set([...seen].map((way) => way.split(' ')[2])).size).toBe(2);
  });

  test('a pad of 0 only mirrors', () => {
    const moved = padCropFlip(images, { pad: 0, random: seededRandom(2) });
    for (let image = 0; image < 60; image++) {
      const part = (array: Float32Array) => array.subarray(image * size, (image + 1) * size);
      expect(explain(part(images.data), part(moved.data), 0)).toHaveLength(1);
    }
  });
});

describe('dropoutMasks', () => {
  const shapes = new Map([
    ['fc1.mask', [50, 200]],
    ['fc2.mask', [50, 200]],
  ]);

  test('each unit is dropped or doubled with probability one half', () => {
    const masks = dropoutMasks(shapes, seededRandom(1));
    for (const name of shapes.keys()) {
      const { shape, data } = masks[name];
      expect(shape).toEqual([50, 200]);
      const kept = data.filter((value) => value === 2).length;
      expect(data.filter((value) => value === 0).length + kept).toBe(10_000);
      // Four standard deviations of 10,000 fair coins.
      expect(Math.abs(kept - 5000)).toBeLessThan(200);
    }
    expect(masks['fc1.mask'].data).not.toEqual(masks['fc2.mask'].data);
  });

  test('a mask does not depend on which other masks there are', () => {
    const alone = dropoutMasks(new Map([['fc2.mask', [50, 200]]]), seededRandom(1));
    expect(alone['fc2.mask']).toEqual(dropoutMasks(shapes, seededRandom(1))['fc2.mask']);
  });
});

describe('oneHot', () => {
  test('a label becomes a row with a single 1', () => {
    expect(oneHot(Int32Array.of(2, 0), 3)).toEqual(float32([2, 3], [0, 0, 1, 1, 0, 0]));
  });

  test('a label outside the classes is an error', () => {
    expect(() => oneHot(Int32Array.of(3), 3)).toThrow('oneHot: label must be in 0 … 2, got 3');
    expect(() => oneHot(Int32Array.of(-1), 3)).toThrow('got -1');
  });
});
