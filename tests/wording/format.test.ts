import { expect, it } from 'vitest';
import { diskSize, whole } from '#passband/wording/format.ts';

it('whole sets thousands apart', () => {
  const counts = [0, 7, 999, 1000, 60_000, 123_456, 1_234_567];
  expect(counts.map(whole)).toEqual(counts.map((count) => count.toLocaleString('en')));
});

it('diskSize has two or three digits and a unit', () => {
  const sizes = [0, 12, 999, 1000, 1234, 9949, 9950, 99_499, 999_499, 999_500, 34e6, 1.25e9, 5e15];
  expect(sizes.map(diskSize)).toEqual([
    ...['0 B', '12 B', '999 B', '1.0 kB', '1.2 kB', '9.9 kB', '10 kB', '99 kB', '999 kB', '1.0 MB'],
    ...['34 MB', '1.3 GB', '5000 TB'],
  ]);
});
