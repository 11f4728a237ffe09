import { expect, it } from 'vitest';
import type { Convention } from '#passband/networks/classifier/convention.ts';
import { conventionGradient, conventionImages } from '#passband/networks/classifier/conventionImages.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32 } from '#passband/tensor/tensor.ts';

const random = seededRandom('conventions');
const normal = (shape: number[]) =>
  float32(shape, Float32Array.from({ length: shape.reduce((a, b) => a * b) }, random.normal));
const inner = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, at) => sum + value * b[at], 0);

it.each<[number, Partial<Convention>]>([
  [3, { channels: 'RGB', mean: [0.4, 0.5, 0.6], std: [0.2, 0.3, 0.4] }],
  [3, { channels: 'BGR', range: [0, 255], mean: [104, 117, 123], std: [1] }],
  [1, { channels: 'grey', range: [-1, 1], mean: [0], std: [0.5, 0.7, 2] }],
])('the gradient of %i channels is the adjoint of what a convention does (%j)', (c, parts) => {
  const convention = { layout: 'NCHW', range: [0, 1], ...parts } as Convention;
  const [x, zero, y] = [normal([2, c, 4, 5]), float32([2, c, 4, 5]), normal([2, 3, 4, 5])];
  const [there, offset] = [x, zero].map((images) => conventionImages(images, convention, 3).data);
  const back = conventionGradient(y, convention, c);
  expect(back.shape).toEqual(x.shape);
  const linear = there.map((value, at) => value - offset[at]);
  expect(inner(linear, y.data) / inner(x.data, back.data)).toBeCloseTo(1, 4);
});
