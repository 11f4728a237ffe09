import type { ElementType } from '../../tensor/tensor.ts';

/** Codes of element types in model files (`TensorProto.DataType`) and in the attribute `to` of Cast. */
export const elementTypeCodes = {
  float32: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  float64: 11,
  uint32: 12,
  uint64: 13,
} as const satisfies Record<ElementType, number>;

const typesByCode = new Map<number, ElementType>(
  Object.entries(elementTypeCodes).map(([type, code]) => [code, type as ElementType]),
);

/** The element type of a code; undefined for strings, complex numbers, bfloat16, 8-bit floats and numbers of 4 bits. */
export function elementTypeOf(code: number): ElementType | undefined {
  return typesByCode.get(code);
}

/** Codes of types that files have and graphs do not, each with the type that holds all of its numbers. */
export const widenedCodes = { bfloat16: 16, uint4: 21, int4: 22 } as const;

const widened: ReadonlyMap<number, ElementType> = new Map<number, ElementType>([
  [widenedCodes.bfloat16, 'float32'],
  [widenedCodes.uint4, 'uint8'],
  [widenedCodes.int4, 'int8'],
]);

/** The element type as which values of a code are read. */
export function readTypeOf(code: number): ElementType | undefined {
  return elementTypeOf(code) ?? widened.get(code);
}
