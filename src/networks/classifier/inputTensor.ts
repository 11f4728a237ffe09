import { toFloat16 } from '../../tensor/float16.ts';
import {
  type ElementArrays,
  type ElementType,
  elementArrays,
  sizeOf,
  type Tensor,
} from '../../tensor/tensor.ts';
import type { ImageLayout } from './convention.ts';
import { layoutOrder } from './modelInput.ts';

/** Smallest and largest whole number of the types that a model may want its pixels in. */
const ranges: Readonly<Partial<Record<ElementType, readonly [number, number]>>> = {
  uint8: [0, 2 ** 8 - 1],
  int8: [-(2 ** 7), 2 ** 7 - 1],
  uint16: [0, 2 ** 16 - 1],
  int16: [-(2 ** 15), 2 ** 15 - 1],
  uint32: [0, 2 ** 32 - 1],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  uint64: [0, Number.MAX_SAFE_INTEGER],
  int64: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
};

/**
 * Images in a model's own layout and element type; whole numbers are the nearest ones, within the range of their type.
 *
 * @param images [n, c, h, w]
 * @returns the numbers in their order, in the shape [n, c·h·w]
 */
export function inputTensor(images: Tensor<'float32'>, type: ElementType, layout: ImageLayout): Tensor {
  const [n, ...image] = images.shape;
  const numbers = layout === 'NCHW' ? images.data : reordered(images, layout);
  return { type, shape: [n, sizeOf(image)], data: typed(numbers, type) as ElementArrays[typeof type] };
}

function typed(numbers: Float32Array, type: ElementType): ElementArrays[ElementType] {
  if (type === 'float32') return numbers;
  if (type === 'float64') return Float64Array.from(numbers);
  if (type === 'float16') return Uint16Array.from(numbers, toFloat16);
  const range = ranges[type];
  if (!range) throw new Error(`inputTensor: pixels cannot be ${type}`);
  const [low, high] = range;
  const whole = (value: number) => Math.min(Math.max(Math.round(value), low), high);
  if (type === 'int64') return BigInt64Array.from(numbers, (value) => BigInt(whole(value)));
  if (type === 'uint64') return BigUint64Array.from(numbers, (value) => BigInt(whole(value)));
  const array = elementArrays[type as 'uint8'];
  return array.from(numbers, whole);
}

function reordered({ shape, data }: Tensor<'float32'>, layout: ImageLayout): Float32Array {
  const order = layoutOrder(layout);
  const steps = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const [n, first, second, third] = order.map((axis) => ({ size: shape[axis], step: steps[axis] }));
  const turned = new Float32Array(data.length);
  let to = 0;
  for (let image = 0; image < n.size; image++) {
    for (let a = 0; a < first.size; a++) {
      for (let b = 0; b < second.size; b++) {
        let from = image * n.step + a * first.step + b * second.step;
        for (let c = 0; c < third.size; c++, from += third.step) turned[to++] = data[from];
      }
    }
  }
  return turned;
}
