import { describe, expect, it } from 'vitest';
import {
  type FourierHeatMap,
  fourierHeatMap,
  fourierHeatMapSchema,
} from '#passband/audit/frequencies/fourierHeatMap.ts';
import { heatMapCells } from '#passband/audit/frequencies/heatMapCells.ts';
import { arrayImages } from '#passband/data/dataset/arrayImages.ts';
import { fourierWave } from '#passband/spectrum/transform/fourierWave.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { sizeOf } from '#passband/tensor/tensor.ts';
import { largestGap } from '../../support/pixels.ts';
import { constantClassifier, constructedClassifier } from '../constructedClassifier.ts';

/** `count` mid-grey images of class 0. */
function grey(shape: readonly [number, number, number], count: number) {
  const images = arrayImages(new Float32Array(count * sizeOf(shape)).fill(0.5), shape);
  return { images, labels: new Int32Array(count), count };
}

/** Class 1 where the image's first channel has a coefficient of at least `norm` at one frequency, of either sign. */
function alarm([, height, width]: readonly [number, number, number], u: number, v: number, norm: number) {
  const wave = fourierWave(height, width, u, v);
  return constructedClassifier(2, (image) => {
    const coefficient = wave.reduce((sum, value, at) => sum + value * image[at], 0);
    return [0, Math.abs(coefficient) > norm / 2 ? 1 : -1];
  });
}

const random = () => seededRandom('heat map');

describe('heatMapCells', () => {
  it.each([
    [8, 8],
    [7, 5],
    [6, 9],
    [1, 4],
    [1, 1],
  ])('cover every place of a %i × %i map once, mirrored through the centre', (height, width) => {
    const { us, vs, cells } = heatMapCells(height, width, { size: Infinity, step: 1 });
    expect([us.length, vs.length]).toEqual([height, width]);
    expect(us.indexOf(0)).toBe(Math.floor(height / 2));
    const places = cells.flatMap(({ places }) => places).sort((a, b) => a - b);
    expect(places).toEqual(Array.from({ length: height * width }, (_, place) => place));
    for (const { u, v, places } of cells) {
      const wave = fourierWave(height, width, u, v);
      for (const place of places) {
        const mirrored = fourierWave(height, width, us[Math.floor(place / width)], vs[place % width]);
        expect(largestGap(wave, mirrored)).toBeLessThan(1e-9);
      }
    }
  });

  it('are the middle of the map with a size, and a coarse grid with a step', () => {
    expect(heatMapCells(32, 32, { size: 5, step: 1 }).us).toEqual([-2, -1, 0, 1, 2]);
    expect(heatMapCells(32, 9, { size: 20, step: 4 })).toMatchObject({
      us: [-8, -4, 0, 4, 8],
      vs: [-4, 0, 4],
    });
    expect(heatMapCells(32, 32, { size: Infinity, step: 1 }).cells).toHaveLength((1024 - 4) / 2 + 4);
    expect(() => heatMapCells(8, 8, { size: 0, step: 1 })).toThrow('heatMapCells: size must be ≥ 1, got 0');
    expect(() => heatMapCells(8, 8, { size: 3, step: 0.5 })).toThrow('whole number ≥ 1, got 0.5');
  });
});

describe('the heat map', () => {
  it.each([
    { shape: [3, 8, 8] as const, u: 2, v: -3 },
    { shape: [1, 7, 10] as const, u: -3, v: 1 },
    { shape: [1, 9, 5] as const, u: 4, v: 2 },
    { shape: [3, 6, 6] as const, u: -3, v: -3 },
  ])(
    'of an alarm at one frequency of $shape is wrong there and at its mirror only',
    async ({ shape, u, v }) => {
      const map = await fourierHeatMap(alarm(shape, u, v, 0.5), grey(shape, 3), {
        norm: 0.5,
        random: random(),
      });
      const found = map.wrong.flatMap((wrong, place) =>
        wrong === 3 ? [[map.us[Math.floor(place / map.vs.length)], map.vs[place % map.vs.length]]] : [],
      );
      const nyquist = -u === -map.us[0] && 2 * u === -shape[1];
      expect(found).toEqual(
        nyquist
          ? [[u, v]]
          : [
              [u, v],
              [-u, -v],
            ].sort((a, b) => a[0] - b[0] || a[1] - b[1]),
      );
      expect(map.wrong.filter((wrong) => wrong === 0)).toHaveLength(map.wrong.length - found.length);
    },
  );

  it('of a constant classifier is flat', async () => {
    const shape = [1, 6, 5] as const;
    const map = await fourierHeatMap(constantClassifier(1, 2), grey(shape, 4), { random: random() });
    expect(new Set(map.wrong)).toEqual(new Set([4]));
  });

  it('perturbs each channel by the norm, with signs of its own, and stays within the bounds', async () => {
    const shape = [3, 8, 8] as const;
    const split = grey(shape, 40);
    const signs = new Set<string>();
    const witness = constructedClassifier(2, (image) => {
      const coefficients = [0, 1, 2].map((channel) => {
        const deltas = image.slice(channel * 64, (channel + 1) * 64).map((pixel) => pixel - 0.5);
        expect(Math.hypot(...deltas)).toBeCloseTo(0.7, 5);
        return Math.sign(deltas[0]);
      });
      signs.add(`${coefficients}`);
      return [0, 1];
    });
    await fourierHeatMap(witness, split, { norm: 0.7, size: 1, random: random() });
    expect(signs.size).toBe(8);
    const clipped = constructedClassifier(2, (image) => {
      for (const pixel of image) expect(pixel >= 0 && pixel <= 1).toBe(true);
      return [0, 1];
    });
    await fourierHeatMap(clipped, split, { norm: 40, size: 3, random: random() });
  });

  it('by default has the norm 4 at 32 × 32', async () => {
    const shape = [1, 32, 32] as const;
    const map = await fourierHeatMap(constantClassifier(0, 2), grey(shape, 1), {
      size: 1,
      random: random(),
    });
    expect(map.norm).toBe(4);
  });

  describe('that was interrupted', () => {
    const shape = [1, 8, 6] as const;
    const split = grey(shape, 20);
    // Listens to the sign, so that the random stream matters.
    const oneSided = () => constructedClassifier(2, (image) => [0, image[0] + image[9] - 1]);
    const options = { norm: 2 };

    it('goes on to the same map', async () => {
      const whole = await fourierHeatMap(oneSided(), split, { ...options, random: random() });
      expect(new Set(whole.wrong).size).toBeGreaterThan(5);
      const control = new AbortController();
      const saved: FourierHeatMap[] = [];
      const onCell = (map: FourierHeatMap) => {
        saved.push(map);
        if (saved.length === 9) control.abort(new Error('stop'));
      };
      const first = fourierHeatMap(oneSided(), split, {
        ...options,
        random: random(),
        onCell,
        signal: control.signal,
      });
      await expect(first).rejects.toThrow('stop');
      const partial = fourierHeatMapSchema.parse(JSON.parse(JSON.stringify(saved.at(-1))));
      expect(partial.wrong.filter((wrong) => wrong !== null).length).toBeGreaterThanOrEqual(9);
      const classifier = oneSided();
      expect(await fourierHeatMap(classifier, split, { ...options, random: random(), partial })).toEqual(
        whole,
      );
      const cells = heatMapCells(8, 6, { size: Infinity, step: 1 }).cells.length;
      expect(classifier.seen.images).toBe((cells - 9) * 20);
    });

    it('does not go on as another one', async () => {
      const partial = await fourierHeatMap(oneSided(), split, { ...options, random: random() });
      const other = fourierHeatMap(oneSided(), split, { ...options, norm: 3, random: random(), partial });
      await expect(other).rejects.toThrow('partial must be of the same map, got norm 2, not 3');
      const seeded = fourierHeatMap(oneSided(), split, { ...options, random: seededRandom(9), partial });
      await expect(seeded).rejects.toThrow('got stream heat map, not 9');
    });
  });

  it('needs a norm above 0', async () => {
    const shape = [1, 4, 4] as const;
    const map = fourierHeatMap(constantClassifier(0, 2), grey(shape, 1), {
      norm: 0,
      random: random(),
    });
    await expect(map).rejects.toThrow('fourierHeatMap: norm must be > 0, got 0');
  });
});
