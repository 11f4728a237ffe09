import { float32, type Tensor } from '../../src/tensor/tensor.ts';
import { areaMean, type Crop, type PixelRows } from './areaMean.ts';

/** What an image becomes: as a model takes it, or at its own size with a longest side. */
export type Fit =
  | { readonly channels: number; readonly height: number; readonly width: number }
  | { readonly longest: number };

/**
 * For a model the shorter side is scaled and the middle cut out, and grey models get luma (ITU-R BT.601); without one an
 * image is only ever shrunk.
 *
 * @returns shape [c, h, w], pixels in [0, 1]
 */
export function fitImage(source: PixelRows, fit: Fit): Tensor<'float32'> {
  if ('longest' in fit) {
    const scale = Math.min(1, fit.longest / Math.max(source.width, source.height));
    const height = Math.max(1, Math.round(source.height * scale));
    const width = Math.max(1, Math.round(source.width * scale));
    return areaMean(source, { left: 0, top: 0, width: source.width, height: source.height }, height, width);
  }
  const image = areaMean(source, middleOf(source, fit), fit.height, fit.width);
  return fit.channels === 1 ? luma(image) : image;
}

/** The largest rectangle of the wanted proportions, in the middle. */
function middleOf(source: PixelRows, { height, width }: { height: number; width: number }): Crop {
  // One of the two is the source's own, to the last digit: a crop that was a hair wider would reach beyond the image.
  const cropWidth = Math.min(source.width, (source.height * width) / height);
  const cropHeight = Math.min(source.height, (source.width * height) / width);
  return {
    left: (source.width - cropWidth) / 2,
    top: (source.height - cropHeight) / 2,
    width: cropWidth,
    height: cropHeight,
  };
}

function luma({ shape: [, height, width], data }: Tensor<'float32'>): Tensor<'float32'> {
  const area = height * width;
  const grey = float32([1, height, width]);
  for (let at = 0; at < area; at++) {
    grey.data[at] = 0.299 * data[at] + 0.587 * data[area + at] + 0.114 * data[2 * area + at];
  }
  return grey;
}
