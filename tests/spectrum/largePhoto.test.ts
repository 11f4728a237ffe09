import { expect, it } from 'vitest';
import { splitFrequencies } from '#passband/spectrum/splitFrequencies.ts';
import { pixels } from './pixels.ts';

// Processor time, which other work on the machine does not stretch much; a person waits about as long.
it('a photo of 12 megapixels splits in less than 5 s', () => {
  const photo = pixels([3, 3000, 4000], 1);
  const start = process.cpuUsage();
  const { lfc, hfc } = splitFrequencies(photo, 1000);
  const { user, system } = process.cpuUsage(start);
  expect((user + system) / 1e6).toBeLessThan(5);
  for (const at of [0, 12_345_678, photo.data.length - 1]) {
    expect(lfc.data[at] + hfc.data[at]).toBeCloseTo(photo.data[at], 6);
  }
});
