import type { Dataset, Split } from './dataset.ts';

/** The data set with one channel in place of three: luma by ITU-R BT.601, as image libraries make grey of colour. */
export function greyDataset(dataset: Dataset): Dataset {
  const [, height, width] = dataset.shape;
  const grey = (split: Split) => greySplit(split, height * width);
  return { ...dataset, shape: [1, height, width], train: grey(dataset.train), test: grey(dataset.test) };
}

function greySplit({ images, labels, count }: Split, plane: number): Split {
  const isBytes = images instanceof Uint8Array;
  const grey = isBytes ? new Uint8Array(count * plane) : new Float32Array(count * plane);
  for (let image = 0; image < count; image++) {
    const start = 3 * image * plane;
    for (let pixel = 0; pixel < plane; pixel++) {
      const red = images[start + pixel];
      const green = images[start + plane + pixel];
      const blue = images[start + 2 * plane + pixel];
      const luma = 0.299 * red + 0.587 * green + 0.114 * blue;
      grey[image * plane + pixel] = isBytes ? Math.round(luma) : luma;
    }
  }
  return { images: grey, labels, count };
}
