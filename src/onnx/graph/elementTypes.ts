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

/** The element type of a code; undefined for strings, complex numbers, bfloat16 and 8-bit floats. */
export function elementTypeOf(code: number): ElementType | undefined {
  return typesByCode.get(code);
}
