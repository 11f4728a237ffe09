import { describe, expect, it } from 'vitest';
import { arrayImages } from '#passband/data/dataset/arrayImages.ts';
import { changedImages, type ImageSource, selectedImages } from '#passband/data/dataset/imageSource.ts';
import { float32 } from '#passband/tensor/tensor.ts';

/** `count` images of one pixel, which is the image's number, computed as they are read. */
function numbered(count: number): ImageSource & { readonly asked: number[][] } {
  const asked: number[][] = [];
  return {
    ...{ shape: [1, 1, 1], count, isEightBit: false, asked },
    async read(indices) {
      asked.push(Array.from(indices));
      return float32([indices.length, 1, 1, 1], indices);
    },
  };
}

const bytesOf = (count: number) =>
  arrayImages(
    Uint8Array.from({ length: count }, (_, image) => image),
    [1, 1, 1],
  );
const read = async (source: ImageSource, indices: readonly number[] = [...Array(source.count).keys()]) => {
  const { data } = await source.read(indices);
  return Array.from(data, (value) => Math.round(value * (source.isEightBit ? 255 : 1)));
};

describe.each([
  ['computed images', numbered],
  ['an array', bytesOf],
])('a selection of %s', (_, make) => {
  it('has the images at the indices, in their order, and so has one of a selection', async () => {
    const some = selectedImages(make(10), [9, 2, 4, 2, 7, 1]);
    expect([some.count, some.shape, await read(some)]).toEqual([6, [1, 1, 1], [9, 2, 4, 2, 7, 1]]);
    expect(await read(selectedImages(some, [5, 0]))).toEqual([1, 9]);
    expect(await read(selectedImages(selectedImages(some, [3, 0, 4]), [2]))).toEqual([7]);
  });

  it('reads nothing before it is asked, and then what it is asked', async () => {
    const source = make(10);
    const some = selectedImages(source, [9, 2, 4]);
    expect(await read(some, [2])).toEqual([4]);
    if ('asked' in source) expect(source.asked).toEqual([[4]]);
  });
});

describe('a selection of an array', () => {
  it('holds on to the array only where it needs half of it', async () => {
    const whole = bytesOf(10);
    const few = selectedImages(whole, [1, 2, 3, 4]);
    const many = selectedImages(whole, [1, 2, 3, 4, 5]);
    whole.pixels.fill(0);
    expect([await read(few), await read(many)]).toEqual([
      [1, 2, 3, 4],
      [0, 0, 0, 0, 0],
    ]);
  });

  it('copies few images of many that are a selection themselves', async () => {
    const whole = bytesOf(10);
    const few = selectedImages(selectedImages(whole, [9, 8, 7, 6, 5, 4]), [0, 5]);
    whole.pixels.fill(0);
    expect(await read(few)).toEqual([9, 4]);
  });
});

it('an array refuses an index that it does not have', async () => {
  await expect(bytesOf(3).read([0, 3])).rejects.toThrow('arrayImages: index must be in 0 … 2, got 3');
});

it('changed images are those of the source changed as they are read, selected before', async () => {
  const source = numbered(10);
  const doubled = changedImages(source, ({ shape, data }) =>
    float32(
      shape,
      data.map((value) => 2 * value),
    ),
  );
  expect(await read(selectedImages(doubled, [3, 1]))).toEqual([6, 2]);
  expect(source.asked).toEqual([[3, 1]]);
});
