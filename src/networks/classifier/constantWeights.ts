import type { Graph, Value } from '../../onnx/graph/graph.ts';
import { makersOf } from '../../onnx/graph/makersOf.ts';
import type { NodeOf, OperatorIn } from '../../onnx/graph/operators.ts';
import { fromFloat16 } from '../../tensor/float16.ts';
import { float32, sizeOf, type Tensor } from '../../tensor/tensor.ts';

/** Nodes between an initializer and the layer that reads it; exports have a few. */
const MAX_NODES = 16;

/**
 * The weights behind a value that does not depend on the graph's inputs: an initializer, or what Identity, Cast,
 * DequantizeLinear, Transpose, Reshape and ConstantOfShape make of some.
 *
 * @returns as float32, or undefined where the value depends on inputs, another operator takes part, or more than 16 nodes do
 */
export function constantWeights(graph: Graph, value: Value): Tensor<'float32'> | undefined {
  const makers = makersOf(graph.nodes);
  const made = new Map<Value, Tensor<'float32'> | undefined>();
  let left = MAX_NODES;

  function weightsOf(wanted: Value): Tensor<'float32'> | undefined {
    const initializer = graph.initializers.get(wanted);
    if (initializer) return asFloat32(initializer);
    if (!made.has(wanted)) made.set(wanted, compute(wanted));
    return made.get(wanted);
  }

  function compute(wanted: Value): Tensor<'float32'> | undefined {
    const node = makers.get(wanted);
    const isKnown = node?.domain === '' && node.outputs[0] === wanted && Object.hasOwn(rules, node.op);
    if (!isKnown || left === 0) return undefined;
    left--;
    const inputs: Tensor<'float32'>[] = [];
    for (const input of node.inputs) {
      if (input === '') continue;
      const tensor = weightsOf(input);
      if (!tensor) return undefined;
      inputs.push(tensor);
    }
    return rules[node.op](inputs, node as NodeOf<never>);
  }

  return weightsOf(value);
}

type Rule<Op extends OperatorIn<''>> = (
  inputs: readonly Tensor<'float32'>[],
  node: NodeOf<Op>,
) => Tensor<'float32'>;

const rules: Readonly<Record<string, Rule<never>>> = {
  Identity: ([x]) => x,
  // Between floats; weights that are cast to integers are none.
  Cast: ([x]) => x,
  ConstantOfShape: ([shape], { attributes: { value } }) => {
    const filling = value === undefined ? 0 : asFloat32(value).data[0];
    const sizes = [...shape.data];
    return float32(sizes, new Float32Array(sizeOf(sizes)).fill(filling));
  },
  DequantizeLinear: ([x, scale, zero], { attributes: { axis = 1 } }) => {
    const channelAxis = axis < 0 ? axis + x.shape.length : axis;
    const channels = scale.data.length;
    const stride = sizeOf(x.shape.slice(channelAxis + 1));
    const channelOf = (index: number) => (channels === 1 ? 0 : Math.floor(index / stride) % channels);
    return float32(
      x.shape,
      x.data.map((level, index) => {
        const channel = channelOf(index);
        return (level - (zero?.data[channel] ?? 0)) * scale.data[channel];
      }),
    );
  },
  Reshape: ([x, target]) => {
    const sizes = Array.from(target.data, (size, axis) => (size === 0 ? x.shape[axis] : size));
    const known = sizeOf(sizes.filter((size) => size !== -1));
    return float32(
      sizes.map((size) => (size === -1 ? x.data.length / known : size)),
      x.data,
    );
  },
  Transpose: ([x], { attributes: { perm } }) => {
    const order = perm ?? x.shape.map((_, axis) => axis).reverse();
    const shape = order.map((axis) => x.shape[axis]);
    const strides = order.map((axis) => sizeOf(x.shape.slice(axis + 1)));
    const result = float32(shape);
    for (let index = 0; index < result.data.length; index++) {
      let rest = index;
      let from = 0;
      for (let axis = shape.length - 1; axis >= 0; axis--) {
        from += (rest % shape[axis]) * strides[axis];
        rest = Math.floor(rest / shape[axis]);
      }
      result.data[index] = x.data[from];
    }
    return result;
  },
} satisfies { readonly [Op in OperatorIn<''>]?: Rule<Op> };

function asFloat32({ type, shape, data }: Tensor): Tensor<'float32'> {
  if (type === 'float16') return float32(shape, fromFloat16(data as Uint16Array));
  return float32(shape, data instanceof Float32Array ? data : Float32Array.from(data as Int8Array, Number));
}
