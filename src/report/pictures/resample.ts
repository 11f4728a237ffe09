import { float32, type Tensor } from '../../tensor/tensor.ts';

/**
 * An image at another size: enlarged by repeating pixels, shrunk by the mean of the pixels that a new one covers.
 *
 * @param image shape [c, h, w]
 * @param points takes the pixel in the middle instead of the mean
 * @returns shape [c, height, width]
 */
export function resample(
  image: Tensor<'float32'>,
  height: number,
  width: number,
  { points = false }: { readonly points?: boolean } = {},
): Tensor<'float32'> {
  const [channels, fromHeight, fromWidth] = image.shape;
  const result = float32([channels, height, width]);
  const rows = spans(fromHeight, height, points);
  const columns = spans(fromWidth, width, points);
  for (let channel = 0, to = 0; channel < channels; channel++) {
    const plane = image.data.subarray(
      channel * fromHeight * fromWidth,
      (channel + 1) * fromHeight * fromWidth,
    );
    for (const [top, bottom] of rows) {
      for (const [left, right] of columns) {
        let sum = 0;
        for (let y = top; y < bottom; y++) {
          for (let x = left; x < right; x++) sum += plane[y * fromWidth + x];
        }
        result.data[to++] = sum / ((bottom - top) * (right - left));
      }
    }
  }
  return result;
}

/** Which old pixels each new one covers: at least one, from `start` to before `end`. */
function spans(from: number, to: number, points: boolean): [start: number, end: number][] {
  return Array.from({ length: to }, (_, index) => {
    const middle = Math.floor(((index + 0.5) * from) / to);
    if (points || from <= to) return [middle, middle + 1];
    return [Math.floor((index * from) / to), Math.ceil(((index + 1) * from) / to)];
  });
}
