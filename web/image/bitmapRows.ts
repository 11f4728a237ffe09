import type { PixelRows } from './areaMean.ts';

const STRIP = 64;

/** The rows of a decoded image, a strip at a time, so that no second copy of a large one is made. What is transparent lies on white. */
export function bitmapRows(bitmap: ImageBitmap): PixelRows {
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, Math.min(STRIP, height)).getContext('2d', {
    willReadFrequently: true,
  })!;
  let top = -1;
  let strip = new Uint8ClampedArray(0);
  return {
    width,
    height,
    row(y) {
      const start = y - (y % STRIP);
      if (start !== top) {
        top = start;
        const count = Math.min(STRIP, height - start);
        context.fillStyle = 'white';
        context.fillRect(0, 0, width, count);
        context.drawImage(bitmap, 0, start, width, count, 0, 0, width, count);
        strip = context.getImageData(0, 0, width, count).data;
      }
      return strip.subarray(4 * (y - start) * width, 4 * (y - start + 1) * width);
    },
  };
}
