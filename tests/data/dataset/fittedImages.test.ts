import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { arrayImages } from '#passband/data/dataset/arrayImages.ts';
import type { Dataset } from '#passband/data/dataset/dataset.ts';
import { fittedDataset } from '#passband/data/dataset/fittedImages.ts';
import '../../support/matchers.ts';

interface Golden {
  readonly cases: readonly { from: [number, number]; to: [number, number]; pixels: number[] }[];
}
const golden: Golden = JSON.parse(
  readFileSync(new URL('../../golden/data/fittedImages.json', import.meta.url), 'utf8'),
);

function datasetOf(pixels: Uint8Array | Float32Array, shape: readonly [number, number, number]): Dataset {
  const images = arrayImages(pixels, shape);
  const split = { images, labels: new Int32Array(images.count), count: images.count };
  return { name: 'set', classes: ['a', 'b'], shape, train: split, test: split, notices: [], hashes: {} };
}

const formula = (height: number, width: number) =>
  Array.from({ length: height * width }, (_, at) => {
    const [y, x] = [Math.floor(at / width), at % width];
    return (31 * y * y + 17 * x ** 3 + 7 * x * y) % 256;
  });

async function fitted(dataset: Dataset, size: readonly [number, number]) {
  const { test, shape, notices } = fittedDataset(dataset, size);
  expect(test.images.shape).toEqual(shape);
  const { data } = await test.images.read([...Array(test.count).keys()]);
  return { pixels: Array.from(data, (pixel) => 255 * pixel), notices, shape };
}

describe('images of another size', () => {
  it.each(golden.cases)('from $from to $to are what Pillow makes of them', async ({ from, to, pixels }) => {
    const [height, width] = from;
    const plain = formula(height, width);
    // Three channels alike, two images: colour is never set into black.
    const floats = Float32Array.from(Array(6).fill(plain).flat(), (value) => value / 255);
    const { pixels: found, shape } = await fitted(datasetOf(floats, [3, height, width]), to);
    expect(shape).toEqual([3, ...to]);
    for (let plane = 0; plane < 6; plane++) {
      expect(found.slice(plane * pixels.length, (plane + 1) * pixels.length)).toBeNear(pixels, 1e-4);
    }
    const bytes = await fitted(
      datasetOf(Uint8Array.from(Array(3).fill(plain).flat()), [3, height, width]),
      to,
    );
    expect(bytes.pixels.slice(0, pixels.length)).toBeNear(
      bytes.pixels.slice(0, pixels.length).map(Math.round),
      1e-6,
    );
    expect(
      Math.max(...bytes.pixels.slice(0, pixels.length).map((value, at) => Math.abs(value - pixels[at]))),
    ).toBeLessThan(0.51);
  });

  it('grey and a little smaller get a black border, and keep their pixels', async () => {
    const plain = formula(28, 28);
    const { pixels, notices } = await fitted(datasetOf(Uint8Array.from(plain), [1, 28, 28]), [32, 32]);
    const inner = pixels.filter((_, at) => {
      const [y, x] = [Math.floor(at / 32), at % 32];
      return y >= 2 && y < 30 && x >= 2 && x < 30;
    });
    expect(inner).toBeNear(plain, 1e-6);
    expect(pixels.reduce((sum, pixel) => sum + pixel, 0)).toBeCloseTo(
      plain.reduce((sum, pixel) => sum + pixel, 0),
      0,
    );
    expect(notices).toEqual([
      'set: the images were set into black, from 28 × 28 to 32 × 32 pixels, as the model takes them',
    ]);
  });

  it('of other proportions lose what is beyond the middle', async () => {
    const plain = formula(8, 8);
    const { pixels } = await fitted(
      datasetOf(Uint8Array.from(Array(3).fill(plain).flat()), [3, 8, 8]),
      [4, 8],
    );
    expect(pixels.slice(0, 32)).toBeNear(plain.slice(16, 48), 1e-6);
  });
});
