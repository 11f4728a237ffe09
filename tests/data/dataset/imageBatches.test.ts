import { expect, it } from 'vitest';
import type { Split } from '#passband/data/dataset/dataset.ts';
import { imageBatches } from '#passband/data/dataset/imageBatches.ts';
import { float32 } from '#passband/tensor/tensor.ts';

/** Seven images, each of one pixel, which is its number; image `broken` cannot be read. */
function numbered(broken = -1): Split & { readonly asked: number[][] } {
  const asked: number[][] = [];
  return {
    images: {
      ...{ shape: [1, 1, 1], count: 7, isEightBit: false },
      async read(indices) {
        asked.push(Array.from(indices));
        if (asked.at(-1)!.includes(broken)) throw new Error(`image ${broken}: is damaged`);
        return float32([indices.length, 1, 1, 1], indices);
      },
    },
    ...{ labels: Int32Array.of(0, 10, 20, 30, 40, 50, 60), count: 7, asked },
  };
}

it('go through a split in its order, with the place of the first image', async () => {
  const seen = [];
  for await (const { start, images, labels } of imageBatches(numbered(), { batch: 3 })) {
    seen.push([start, [...images.data], [...labels]]);
  }
  expect(seen).toEqual([
    [0, [0, 1, 2], [0, 10, 20]],
    [3, [3, 4, 5], [30, 40, 50]],
    [6, [6], [60]],
  ]);
});

it('one is read ahead while the caller works on another, and no more', async () => {
  const split = numbered();
  const read = [];
  for await (const _ of imageBatches(split, { batch: 2 })) read.push(split.asked.length);
  expect(read).toEqual([2, 3, 4, 4]);
});

it('a batch that cannot be read is an error when its turn comes, and none for one who stops before', async () => {
  const seen: number[] = [];
  const go = async () => {
    for await (const { start } of imageBatches(numbered(3), { batch: 2 })) seen.push(start);
  };
  await expect(go()).rejects.toThrow('image 3: is damaged');
  expect(seen).toEqual([0]);
  for await (const _ of imageBatches(numbered(3), { batch: 2 })) break;
});

it('of a stopped measurement there is no further one', async () => {
  const control = new AbortController();
  const split = numbered();
  const go = async () => {
    const batches = imageBatches(split, { batch: 2, signal: control.signal });
    for await (const _ of batches) control.abort(new Error('stopped by the user'));
  };
  await expect(go()).rejects.toThrow('stopped by the user');
  expect(split.asked).toHaveLength(2);
});

it('of no images there are none', async () => {
  for await (const _ of imageBatches({ ...numbered(), count: 0 }, { batch: 2 })) expect.unreachable();
});
