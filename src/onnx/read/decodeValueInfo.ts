import type { ValueInfoProto } from 'onnx-buf';
import { checkRank } from '../graph/axisLimits.ts';
import { readTypeOf } from '../graph/elementTypes.ts';
import type { Dim, ValueType } from '../graph/graph.ts';
import { nameOfCode } from './decodeTensor.ts';

/**
 * The type that a model file states for a value; a size without a name, or a negative one, is named `value:axis`.
 *
 * @returns undefined when it states no shape
 * @throws Error when the value is no tensor, its element type is not supported, or it has more than 64 axes
 */
export function decodeValueInfo({ name, type: proto }: ValueInfoProto): ValueType | undefined {
  if (!proto || proto.value.case === undefined) return undefined;
  if (proto.value.case !== 'tensorType') {
    throw new Error(`value '${name}' is no tensor but a ${proto.value.case}`);
  }
  const { value } = proto.value;
  const type = readTypeOf(value.elemType);
  if (!type) {
    throw new Error(`value '${name}': element type ${nameOfCode(value.elemType)} is not supported`);
  }
  checkRank(`value '${name}' has`, value.shape?.dim ?? []);
  const shape = value.shape?.dim.map(({ value: dim }, axis): Dim => {
    if (dim.case === 'dimValue' && dim.value >= 0n) return Number(dim.value);
    if (dim.case === 'dimParam' && dim.value !== '') return dim.value;
    return `${name}:${axis}`;
  });
  return shape && { type, shape };
}
