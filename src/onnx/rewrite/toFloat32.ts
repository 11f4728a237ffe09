import { fromFloat16 } from '../../tensor/float16.ts';
import { float32, type Tensor } from '../../tensor/tensor.ts';
import { type Draft, startDraft } from '../build/draft.ts';
import { elementTypeCodes, elementTypeOf } from '../graph/elementTypes.ts';
import type { Attributes, Graph, Node, Value, ValueType } from '../graph/graph.ts';
import { standardNode } from '../graph/standardNode.ts';

/**
 * The graph with float32 in place of half and double precision: weights, inputs, outputs and all values between.
 * Casts that then change nothing are gone, and a DequantizeLinear of an integer input is spelled out. Where the file computed in half precision, the result is more exact.
 *
 * @param inputs integer inputs to take as float32 too
 */
export function toFloat32(graph: Graph, inputs: readonly Value[] = []): Graph {
  const retyped = (types: ReadonlyMap<Value, ValueType>) =>
    new Map([...types].map(([name, { type, shape }]) => [name, { type: typeOf(type), shape }]));
  const given = retyped(graph.inputs);
  for (const name of inputs) given.set(name, { type: 'float32', shape: given.get(name)!.shape });
  // Nodes may share their tensors.
  const floats = new Map<Tensor, Tensor>();
  const converted = (tensor: Tensor) => {
    const known = floats.get(tensor) ?? convertedTensor(tensor);
    floats.set(tensor, known);
    return known;
  };
  const draft = startDraft({
    inputs: given,
    initializers: new Map([...graph.initializers].map(([name, tensor]) => [name, converted(tensor)])),
    outputs: [...graph.outputs.keys()],
    nodes: graph.nodes,
    declared: retyped(graph.types),
  });
  const along = alongAxes(draft);
  for (const node of graph.nodes) {
    const narrowed = { ...node, attributes: convertedAttributes(node, converted) };
    const isFloat = (value: Value) => draft.types.get(value)?.type === 'float32';
    const changesNothing =
      node.op === 'Cast' && narrowed.attributes.to === elementTypeCodes.float32 && isFloat(node.inputs[0]);
    if (node.op === 'DequantizeLinear' && isFloat(node.inputs[0])) {
      for (const step of dequantised(narrowed, draft, along)) draft.add(step);
      continue;
    }
    draft.add(changesNothing ? { ...narrowed, op: 'Identity', attributes: {} } : narrowed);
  }
  return { ...graph, inputs: given, ...draft.finish() };
}

const isOtherFloat = (type: ValueType['type'] | undefined) => type === 'float16' || type === 'float64';

const typeOf = (type: ValueType['type']): ValueType['type'] => (isOtherFloat(type) ? 'float32' : type);

function convertedTensor(tensor: Tensor): Tensor {
  if (tensor.type === 'float16') return float32(tensor.shape, fromFloat16(tensor.data as Uint16Array));
  if (tensor.type === 'float64') return float32(tensor.shape, tensor.data as Float64Array);
  return tensor;
}

/** Tensors among the attributes, and the element types that Cast, EyeLike and the random generators name by code. */
function convertedAttributes({ attributes }: Node, converted: (tensor: Tensor) => Tensor): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => {
      if (typeof value === 'object' && 'data' in value) return [name, converted(value)];
      const isType = (name === 'to' || name === 'dtype') && typeof value === 'number';
      return [name, isType && isOtherFloat(elementTypeOf(value)) ? elementTypeCodes.float32 : value];
    }),
  );
}

/** (x − zero point) · scale of whole numbers that are floats already. */
function dequantised(node: Node, draft: Draft, along: ReturnType<typeof alongAxes>): Node[] {
  const [x, scale, zeroPoint = ''] = node.inputs;
  const rank = draft.types.get(x)?.shape.length ?? 0;
  const stated = Number(node.attributes.axis ?? 1);
  const axis = stated < 0 ? stated + rank : stated;
  const shifted = draft.fresh(`${node.name}.shifted`);
  const steps =
    zeroPoint === ''
      ? []
      : [standardNode('Sub', { name: shifted, inputs: [x, along(node, zeroPoint, rank, axis)] })];
  const source = zeroPoint === '' ? x : shifted;
  const { name, outputs } = node;
  return [...steps, standardNode('Mul', { name, inputs: [source, along(node, scale, rank, axis)], outputs })];
}

/** Makes floats of one number, or of one along an axis, of each constant once. */
function alongAxes(draft: Draft): (node: Node, value: Value, rank: number, axis: number) => Value {
  const made = new Map<string, Value>();
  return (node, value, rank, axis) => {
    const key = JSON.stringify([value, rank, axis]);
    const known = made.get(key);
    if (known !== undefined) return known;
    const tensor = draft.constantOf(value);
    if (!tensor) throw new Error(`DequantizeLinear '${node.name}': '${value}' must be a constant`);
    const count = tensor.data.length;
    const shape = count === 1 ? [] : Array.from({ length: rank }, (_, index) => (index === axis ? count : 1));
    const name = draft.fresh(`${node.name}.float`);
    draft.define(name, float32(shape, Array.from(tensor.data as ArrayLike<number | bigint>, Number)));
    made.set(key, name);
    return name;
  };
}
