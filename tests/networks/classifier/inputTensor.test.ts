import { expect, test } from 'vitest';
import type { ImageLayout } from '#passband/networks/classifier/convention.ts';
import { inputTensor } from '#passband/networks/classifier/inputTensor.ts';
import { float32 } from '#passband/tensor/tensor.ts';

test.each<[ImageLayout, number[]]>([
  ['NCHW', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]],
  ['NHWC', [0, 6, 1, 7, 2, 8, 3, 9, 4, 10, 5, 11]],
  ['NCWH', [0, 3, 1, 4, 2, 5, 6, 9, 7, 10, 8, 11]],
  ['NWHC', [0, 6, 3, 9, 1, 7, 4, 10, 2, 8, 5, 11]],
])('pixels in the order %s', (layout, expected) => {
  const images = float32([1, 2, 2, 3], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  expect(inputTensor(images, 'float32', layout)).toEqual(float32([1, 12], expected));
});
