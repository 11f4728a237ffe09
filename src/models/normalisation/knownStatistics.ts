import { sizeOf, type Tensor } from '../../tensor/tensor.ts';
import { type KnownData, knownMeans } from './commonConventions.ts';

/** Of a channel's mean; that of a few hundred images lies within 0.02 of the data set's. */
const CLOSE = 0.03;

/**
 * The well-known data set whose mean pixel is that of the images: by the data set's name, else by the images themselves.
 *
 * @param images shape [n, c, h, w], pixels in [0, 1]
 * @returns null where the images are of none
 */
export function knownStatistics(name: string, images: Tensor<'float32'>): KnownData | null {
  const means = meansOf(images);
  const known = knownMeans.filter(({ mean }) => mean.length === means.length);
  const named = known.find(({ data }) => data.toLowerCase() === name.toLowerCase());
  if (named) return named.data;
  const near = known
    .map(({ data, mean }) => ({
      data,
      gap: mean.reduce((most, value, channel) => Math.max(most, Math.abs(value - means[channel])), 0),
    }))
    .toSorted((a, b) => a.gap - b.gap);
  return near[0]?.gap < CLOSE ? near[0].data : null;
}

function meansOf({ shape, data }: Tensor<'float32'>): number[] {
  const [n, channels] = shape;
  const plane = sizeOf(shape.slice(2));
  const sums = Array<number>(channels).fill(0);
  data.forEach((pixel, at) => {
    sums[Math.floor(at / plane) % channels] += pixel;
  });
  return sums.map((sum) => sum / (n * plane));
}
