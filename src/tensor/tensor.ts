/** Element types by their ONNX Runtime name, each with the array that holds it. */
export interface ElementArrays {
  float32: Float32Array;
  float64: Float64Array;
  float16: Uint16Array;
  int64: BigInt64Array;
  int32: Int32Array;
  int16: Int16Array;
  int8: Int8Array;
  uint64: BigUint64Array;
  uint32: Uint32Array;
  uint16: Uint16Array;
  uint8: Uint8Array;
  bool: Uint8Array;
}

export type ElementType = keyof ElementArrays;

/** A dense array in row-major order; images are NCHW, pixels in [0, 1]. */
export interface Tensor<T extends ElementType = ElementType> {
  readonly type: T;
  readonly shape: readonly number[];
  readonly data: ElementArrays[T];
}

export const elementArrays = {
  float32: Float32Array,
  float64: Float64Array,
  float16: Uint16Array,
  int64: BigInt64Array,
  int32: Int32Array,
  int16: Int16Array,
  int8: Int8Array,
  uint64: BigUint64Array,
  uint32: Uint32Array,
  uint16: Uint16Array,
  uint8: Uint8Array,
  bool: Uint8Array,
} as const satisfies Record<ElementType, unknown>;

/** Number of elements of a shape; 1 for a scalar. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, dim) => product * dim, 1);
}

/**
 * Wraps `data` without copying.
 *
 * @throws RangeError when `data` does not have exactly as many elements as `shape`
 */
export function tensor<T extends ElementType>(
  type: T,
  shape: readonly number[],
  data: ElementArrays[T],
): Tensor<T> {
  if (data.length !== sizeOf(shape)) {
    throw new RangeError(`tensor: shape [${shape}] needs ${sizeOf(shape)} elements, got ${data.length}`);
  }
  return { type, shape, data };
}

/** A float32 tensor, the type of images, weights and logits; without `data`, zeros. */
export function float32(shape: readonly number[], data?: ArrayLike<number>): Tensor<'float32'> {
  const array =
    data instanceof Float32Array ? data : data ? Float32Array.from(data) : new Float32Array(sizeOf(shape));
  return tensor('float32', shape, array);
}

/**
 * An int64 tensor from plain numbers: shapes, axes and labels of ONNX operators.
 *
 * @throws RangeError when a number is no whole one, or so large that its digits are not all there
 */
export function int64(shape: readonly number[], data: readonly number[]): Tensor<'int64'> {
  const wrong = data.find((value) => !Number.isSafeInteger(value));
  if (wrong !== undefined) throw new RangeError(`int64: needs whole numbers below 2^53, got ${wrong}`);
  return tensor('int64', shape, BigInt64Array.from(data, BigInt));
}

/** Images `start` to `end` (exclusive) of a batch, as a view on the same memory. */
export function slice<T extends ElementType>(batch: Tensor<T>, start: number, end: number): Tensor<T> {
  const stride = sizeOf(batch.shape.slice(1));
  const data = batch.data.subarray(start * stride, end * stride) as ElementArrays[T];
  return tensor(batch.type, [end - start, ...batch.shape.slice(1)], data);
}
