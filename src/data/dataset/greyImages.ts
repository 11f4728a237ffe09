import { float32, type Tensor } from '../../tensor/tensor.ts';
import type { Dataset, Split } from './dataset.ts';
import { changedImages } from './imageSource.ts';

/** The data set with one channel in place of three: luma by ITU-R BT.601, as image libraries make grey of colour. */
export function greyDataset(dataset: Dataset): Dataset {
  const [, height, width] = dataset.shape;
  const shape = [1, height, width] as const;
  const grey = ({ images, ...split }: Split): Split => {
    // Of bytes grey is a byte, as libraries store it.
    const level = images.isEightBit ? 255 : null;
    return { ...split, images: changedImages(images, (read) => toGrey(read, level), { shape }) };
  };
  return { ...dataset, shape, train: grey(dataset.train), test: grey(dataset.test) };
}

/** @param level the largest whole number, where pixels are whole numbers of its parts */
function toGrey(
  { shape: [count, , height, width], data }: Tensor<'float32'>,
  level: number | null,
): Tensor<'float32'> {
  const plane = height * width;
  const grey = float32([count, 1, height, width]);
  const partOf = (pixel: number) => (level === null ? pixel : Math.round(level * pixel));
  for (let image = 0; image < count; image++) {
    const start = 3 * image * plane;
    for (let pixel = 0; pixel < plane; pixel++) {
      const red = partOf(data[start + pixel]);
      const green = partOf(data[start + plane + pixel]);
      const blue = partOf(data[start + 2 * plane + pixel]);
      const luma = 0.299 * red + 0.587 * green + 0.114 * blue;
      grey.data[image * plane + pixel] = level === null ? luma : Math.round(luma) / level;
    }
  }
  return grey;
}
