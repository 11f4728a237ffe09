import { float32, type Tensor } from '../../tensor/tensor.ts';
import type { Dataset, Split } from './dataset.ts';
import { changedImages } from './imageSource.ts';

/** Grey images that lack at most so many pixels a side are set into black, as LeNet-5 has MNIST in 32 pixels. */
const BORDER = 8;

/**
 * The data set with images of another size, with a notice that says how they were made: grey ones that lack at most 8 pixels a side get a
 * black border; others are scaled, with the middle cut out where the sides' proportions differ (triangle filter, as wide as the shrinking
 * needs, half-pixel centres: Pillow's BILINEAR). Of bytes it is bytes.
 */
export function fittedDataset(
  dataset: Dataset,
  [height, width]: readonly [height: number, width: number],
): Dataset {
  const [channels, h, w] = dataset.shape;
  const shape = [channels, height, width] as const;
  const isBordered =
    channels === 1 && height >= h && width >= w && height <= h + BORDER && width <= w + BORDER;
  const changed = ({ images, ...split }: Split): Split => ({
    ...split,
    images: changedImages(
      images,
      (read) => (isBordered ? bordered(read, height, width) : scaled(read, height, width, images.isEightBit)),
      { shape },
    ),
  });
  const sizes = `from ${h} × ${w} to ${height} × ${width} pixels`;
  const notice = `${dataset.name}: the images were ${isBordered ? `set into black, ${sizes}` : `scaled ${sizes} (bilinear, antialiased)`}, as the model takes them`;
  return {
    ...dataset,
    shape,
    train: changed(dataset.train),
    test: changed(dataset.test),
    notices: [...dataset.notices, notice],
  };
}

function bordered(
  { shape: [n, c, h, w], data }: Tensor<'float32'>,
  height: number,
  width: number,
): Tensor<'float32'> {
  const result = float32([n, c, height, width]);
  const [top, left] = [(height - h) >> 1, (width - w) >> 1];
  for (let row = 0; row < n * c * h; row++) {
    const [plane, y] = [Math.floor(row / h), row % h];
    result.data.set(data.subarray(row * w, (row + 1) * w), (plane * height + top + y) * width + left);
  }
  return result;
}

function scaled(
  { shape: [n, c, h, w], data }: Tensor<'float32'>,
  height: number,
  width: number,
  isEightBit: boolean,
): Tensor<'float32'> {
  const scale = Math.max(height / h, width / w);
  const rows = weightsOf(h, height, scale);
  const columns = weightsOf(w, width, scale);
  const result = float32([n, c, height, width]);
  const across = new Float64Array(h * width);
  for (let plane = 0; plane < n * c; plane++) {
    for (let y = 0; y < h; y++) {
      const from = (plane * h + y) * w;
      columns.forEach(({ start, weights }, x) => {
        across[y * width + x] = weights.reduce(
          (sum, weight, at) => sum + weight * data[from + start + at],
          0,
        );
      });
    }
    rows.forEach(({ start, weights }, y) => {
      for (let x = 0; x < width; x++) {
        const value = weights.reduce((sum, weight, at) => sum + weight * across[(start + at) * width + x], 0);
        const kept = isEightBit ? Math.round(255 * value) / 255 : value;
        result.data[(plane * height + y) * width + x] = Math.min(1, Math.max(0, kept));
      }
    });
  }
  return result;
}

/** For each of `to` new pixels, the middle of those that `scale` makes, which old ones it is the weighted mean of. */
function weightsOf(from: number, to: number, scale: number): { start: number; weights: number[] }[] {
  const reach = Math.max(1, 1 / scale);
  const cut = (from * scale - to) / 2;
  return Array.from({ length: to }, (_, place) => {
    const centre = (place + cut + 0.5) / scale;
    const start = Math.max(0, Math.floor(centre - reach));
    const end = Math.min(from, Math.ceil(centre + reach));
    const raw = Array.from({ length: end - start }, (_, at) =>
      Math.max(0, 1 - Math.abs(start + at + 0.5 - centre) / reach),
    );
    const sum = raw.reduce((all, weight) => all + weight, 0);
    return { start, weights: raw.map((weight) => weight / sum) };
  });
}
