import type { Convention, ImageLayout } from '../../networks/classifier/convention.ts';
import { isTransposed } from './transposedLayouts.ts';

/** Data sets by whose mean and std training programs commonly normalise. */
export type KnownData = 'ImageNet' | 'CIFAR-10' | 'CIFAR-100' | 'MNIST' | 'Fashion-MNIST';

/** What training programs commonly do to pixels, the plainest first. Mean and std are of pixels in [0, 1] unless said. */
const common: readonly (Pick<Convention, 'range' | 'mean' | 'std'> & {
  readonly name: string;
  /** The data set whose statistics mean and std are. */
  readonly data?: KnownData;
})[] = [
  { name: 'pixels 0–1', range: [0, 1], mean: [0], std: [1] },
  { name: 'pixels 0–255', range: [0, 255], mean: [0], std: [1] },
  // The same as −1–1.
  { name: 'mean and std 0.5', range: [0, 1], mean: [0.5], std: [0.5] },
  {
    name: 'ImageNet',
    range: [0, 1],
    mean: [0.485, 0.456, 0.406],
    std: [0.229, 0.224, 0.225],
    data: 'ImageNet',
  },
  // Keras calls it caffe.
  {
    name: 'ImageNet mean of 0–255',
    range: [0, 255],
    mean: [123.68, 116.779, 103.939],
    std: [1],
    data: 'ImageNet',
  },
  {
    name: 'CIFAR-10',
    range: [0, 1],
    mean: [0.4914, 0.4822, 0.4465],
    std: [0.247, 0.2435, 0.2616],
    data: 'CIFAR-10',
  },
  // Widely copied; the stds are those of single images, averaged.
  {
    name: 'CIFAR-10 (std 0.2)',
    range: [0, 1],
    mean: [0.4914, 0.4822, 0.4465],
    std: [0.2023, 0.1994, 0.201],
    data: 'CIFAR-10',
  },
  {
    name: 'CIFAR-100',
    range: [0, 1],
    mean: [0.5071, 0.4867, 0.4408],
    std: [0.2675, 0.2565, 0.2761],
    data: 'CIFAR-100',
  },
  { name: 'MNIST', range: [0, 1], mean: [0.1307], std: [0.3081], data: 'MNIST' },
  { name: 'Fashion-MNIST', range: [0, 1], mean: [0.286], std: [0.353], data: 'Fashion-MNIST' },
];

/** The first of them fit any number of channels and are of no data set. */
const PLAIN = 3;

const greyData: readonly (KnownData | undefined)[] = ['MNIST', 'Fashion-MNIST'];

/** Every name of `values`, with the data set whose statistics they are. */
export const commonValues = common.map(({ name, data }) => ({ name, data }));

/** The mean pixel of each known data set, with values in [0, 1], one a channel. */
export const knownMeans = common.flatMap(({ data, range, mean }) =>
  data && range[1] === 1 ? [{ data, mean }] : [],
);

/** A convention with what people call it; no two that are tried have one name. */
export interface NamedConvention {
  readonly name: string;
  /** What is done to the values, whatever the order of axes and channels: the name without these. */
  readonly values: string;
  /** The data set whose statistics mean and std are. */
  readonly data?: KnownData | undefined;
  readonly convention: Convention;
}

/**
 * Every convention that is worth a try for a model.
 *
 * @param channels that the model takes
 * @param layouts that its input allows
 * @param images channels of the images
 */
export function commonConventions(
  channels: number,
  { layouts, images }: { readonly layouts: readonly ImageLayout[]; readonly images: number },
): NamedConvention[] {
  const orders: Convention['channels'][] =
    images === 1 ? ['grey'] : channels === 3 ? ['RGB', 'BGR'] : ['RGB'];
  const straight = layouts.filter((layout) => !isTransposed(layout));
  return layouts.flatMap((layout) =>
    (isTransposed(layout) ? orders.slice(0, 1) : orders).flatMap((order) =>
      common
        .filter(
          ({ mean, data }) =>
            (mean.length === 1 || mean.length === channels) && (!greyData.includes(data) || images === 1),
        )
        // What is exchanged shows with the plain ones.
        .slice(0, isTransposed(layout) ? PLAIN : undefined)
        .map(({ name, range, mean, std, data }) => ({
          name: [
            name,
            ...(order === 'BGR' ? [order] : []),
            ...(straight.length > 1 || isTransposed(layout) ? [layout] : []),
          ].join(', '),
          values: name,
          data,
          convention: {
            layout,
            channels: order,
            range,
            mean: order === 'BGR' ? mean.toReversed() : [...mean],
            std: order === 'BGR' ? std.toReversed() : [...std],
          },
        })),
    ),
  );
}
