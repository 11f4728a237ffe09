import type { TensorProto } from 'onnx-buf';
import { widenedCodes } from '../graph/elementTypes.ts';
import type { FlatGraph } from './flatGraph.ts';

/**
 * Numbers of 4 bits are read as such of 8, which weights do not feel, but rounding to them would.
 *
 * @throws Error that names the node which rounds to them
 */
export function refuseFourBits({ initializers, nodes }: FlatGraph): void {
  const isNarrow = ({ dataType }: TensorProto) =>
    dataType === widenedCodes.int4 || dataType === widenedCodes.uint4;
  const isConstant = ({ attributes }: FlatGraph['nodes'][number]) =>
    attributes.some(({ proto: { t } }) => t && isNarrow(t));
  const narrow = new Set([
    ...initializers.flatMap(({ name, proto }) => (isNarrow(proto) ? name : [])),
    ...nodes.flatMap((node) => (isConstant(node) ? node.outputs : [])),
  ]);
  const rounding = nodes.find(({ op, inputs }) => op === 'QuantizeLinear' && narrow.has(inputs[2]));
  if (rounding) throw new Error(`QuantizeLinear '${rounding.name}': rounding to 4 bits is not supported`);
}
