import { expect, it } from 'vitest';
import { splitFrequencies } from '#passband/spectrum/split/splitFrequencies.ts';
import { pixels } from '../../support/pixels.ts';

/** Microseconds of processor time for a pixel of `count` images of height × width. */
function timePerPixel(count: number, height: number, width: number): number {
  const images = pixels([count, height, width], 1);
  const start = process.cpuUsage();
  splitFrequencies(images, Math.min(height, width) / 3);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / images.data.length;
}

// A pixel's share grows with the logarithm of the lengths (here to 2.4 times), not with the lengths (to 110 times).
it('a pixel of a photo of 12 megapixels takes about as long as a pixel of a small image', () => {
  timePerPixel(100, 32, 32);
  const small = Math.min(timePerPixel(1000, 32, 32), timePerPixel(1000, 32, 32));
  expect(timePerPixel(1, 3000, 4000) / small).toBeLessThan(25);
});

it('the parts of a photo of 12 megapixels sum to it', () => {
  const photo = pixels([1, 3000, 4000], 1);
  const { lfc, hfc } = splitFrequencies(photo, 1000);
  for (const at of [0, 7_345_678, photo.data.length - 1]) {
    expect(lfc.data[at] + hfc.data[at]).toBeCloseTo(photo.data[at], 6);
  }
});
