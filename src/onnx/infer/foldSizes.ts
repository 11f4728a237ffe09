import { sizeOf, type Tensor, tensor } from '../../tensor/tensor.ts';
import type { Dim, Node, Value, ValueType } from '../graph/graph.ts';
import { isOperator, type NodeOf, type OperatorIn } from '../graph/operators.ts';
import { knownTypes } from './knownTypes.ts';

/**
 * A small int64 tensor on its way from a Shape to a Reshape or Pad, or a bool one of comparisons (0 and 1) on its way to an
 * If; a name is a size known when the graph runs.
 */
interface Sizes {
  readonly shape: readonly number[];
  readonly dims: readonly Dim[];
}

/** The graph around a node, as far as it has been read. */
export interface Folding {
  readonly types: ReadonlyMap<Value, ValueType>;
  readonly constantOf: (value: Value) => Tensor | undefined;
  /** Makes `value` a constant of the graph. */
  readonly define: (value: Value, tensor: Tensor) => void;
  /** A name that no value of the graph has. */
  readonly fresh: (base: string) => Value;
}

/** Larger tensors are data, not sizes. */
const MAX_SIZES = 64;

/**
 * Computes the arithmetic on sizes that exporters write around a Reshape or a Pad, node by node in graph order.
 *
 * The function that it returns gives the node to keep in place of `node`: none where the result is now a constant,
 * a Reshape with a constant shape where its shape was computed (a named size becomes 0, which copies it, or −1).
 */
export function foldSizes(folding: Folding): (node: Node) => Node | undefined {
  const held = new Map<Value, Sizes>();
  const sizesOf = (value: Value): Sizes | undefined => held.get(value) ?? constantSizes(folding, value);
  return (node) => {
    if (node.domain !== '' || !Object.hasOwn(rules, node.op)) return node;
    const [output] = node.outputs;
    const { type, shape } = outputType(node, folding) ?? {};
    if (type && shape && sizeOf(shape) <= MAX_SIZES) {
      const known = node as NodeOf<never>;
      const dims = rules[node.op]({
        node: known,
        type,
        shape,
        sizesOf,
        typeOf: (value) => folding.types.get(value),
      });
      if (dims?.every((dim) => typeof dim === 'number')) {
        folding.define(output, sizesTensor(shape, dims, type));
        return undefined;
      }
      if (dims) held.set(output, { shape, dims });
    }
    return isOperator(node, 'Reshape') ? withConstantShape(node, sizesOf(node.inputs[1]), folding) : node;
  };
}

function constantSizes({ constantOf }: Folding, value: Value): Sizes | undefined {
  const constant = constantOf(value);
  if (!constant || constant.data.length > MAX_SIZES) return undefined;
  if (constant.type === 'bool')
    return { shape: constant.shape, dims: Array.from(constant.data as Uint8Array) };
  if (constant.type !== 'int64') return undefined;
  const dims = Array.from(constant.data as BigInt64Array, sizeOfInteger);
  return dims.every((dim) => dim !== undefined) ? { shape: constant.shape, dims } : undefined;
}

// Exporters write the largest and the smallest integer for an open end; as floats they are exact, and one more than fits.
const LARGEST = 2n ** 63n - 1n;
const SMALLEST = -(2n ** 63n);

/** An integer as a number, undefined where it would lose digits. */
function sizeOfInteger(value: bigint): number | undefined {
  if (value === LARGEST || value === SMALLEST) return Number(value);
  return Number.isSafeInteger(Number(value)) ? Number(value) : undefined;
}

function sizesTensor(
  shape: readonly number[],
  dims: readonly number[],
  type: 'int64' | 'bool' = 'int64',
): Tensor<'int64' | 'bool'> {
  if (type === 'bool') return tensor(type, shape, Uint8Array.from(dims));
  const integers = Array.from(dims, (dim) => (dim === Number(LARGEST) ? LARGEST : BigInt(dim)));
  return tensor('int64', shape, BigInt64Array.from(integers));
}

/** The type of a node's result of whole numbers or conditions; undefined where it is open or another one. */
function outputType(
  node: Node,
  { types, constantOf }: Folding,
): { type: 'int64' | 'bool'; shape: readonly number[] } | undefined {
  const [{ type, shape } = {}]: readonly Partial<ValueType>[] = knownTypes(node, types, constantOf);
  if ((type !== 'int64' && type !== 'bool') || !shape?.every((dim) => typeof dim === 'number'))
    return undefined;
  return { type, shape };
}

function withConstantShape(node: NodeOf<'Reshape'>, sizes: Sizes | undefined, folding: Folding): Node {
  const input = folding.types.get(node.inputs[0]);
  const keepsZero = node.attributes.allowzero === 1;
  if (!sizes || !input || keepsZero || folding.constantOf(node.inputs[1])) return node;
  const target = sizes.dims.map((dim, axis) =>
    dim === input.shape[axis] && typeof dim === 'string' ? 0 : dim,
  );
  const open = target.findIndex((dim) => typeof dim === 'string');
  if (open >= 0 && !target.includes(-1)) target[open] = -1;
  if (!target.every((dim) => typeof dim === 'number')) return node;
  const shape = folding.fresh(`${node.name}.shape`);
  folding.define(shape, sizesTensor([target.length], target));
  return { ...node, inputs: [node.inputs[0], shape] };
}

interface SizesCall<Op extends OperatorIn<''> = OperatorIn<''>> {
  readonly node: NodeOf<Op>;
  /** Type of the result. */
  readonly type: 'int64' | 'bool';
  /** Shape of the result. */
  readonly shape: readonly number[];
  readonly sizesOf: (value: Value) => Sizes | undefined;
  readonly typeOf: (value: Value) => ValueType | undefined;
}

/** The elements of a node's result in row-major order, undefined where they are not known. */
type SizesRule<Op extends OperatorIn<''> = OperatorIn<''>> = (
  call: SizesCall<Op>,
) => readonly Dim[] | undefined;

const same: SizesRule = ({ node, sizesOf }) => sizesOf(node.inputs[0])?.dims;

const shapeOf: SizesRule<'Shape'> = ({ node: { inputs, attributes }, typeOf }) => {
  const { start = 0, end } = attributes;
  return typeOf(inputs[0])?.shape.slice(start, end);
};

const countOf: SizesRule = ({ node, typeOf }) => {
  const shape = typeOf(node.inputs[0])?.shape;
  return shape?.every((dim) => typeof dim === 'number') ? [sizeOf(shape)] : undefined;
};

const gather: SizesRule = ({ node, sizesOf }) => {
  const [sizes, indices] = node.inputs.map(sizesOf);
  if (sizes?.shape.length !== 1 || !indices) return undefined;
  const dims = indices.dims.map((index) => sizes.dims.at(Number(index)));
  return dims.every((dim) => dim !== undefined) ? dims : undefined;
};

const concat: SizesRule<'Concat'> = ({ node, sizesOf }) => {
  const parts = node.inputs.map(sizesOf);
  if (node.attributes.axis !== 0 || !parts.every((part) => part !== undefined)) return undefined;
  return parts.flatMap(({ dims }) => dims);
};

/** Whole rows, forwards or backwards. */
const slice: SizesRule = ({ node: { inputs }, shape, sizesOf }) => {
  const sizes = sizesOf(inputs[0]);
  const [start] = sizesOf(inputs[1])?.dims ?? [];
  const axes = inputs[3] ? sizesOf(inputs[3])?.dims : [0];
  const [step] = inputs[4] ? (sizesOf(inputs[4])?.dims ?? []) : [1];
  if (!sizes || typeof start !== 'number' || typeof step !== 'number' || `${axes}` !== '0') return undefined;
  const [rows, ...row] = sizes.shape;
  const width = sizeOf(row);
  const counted = start < 0 ? start + rows : start;
  const first = Math.min(Math.max(counted, 0), step < 0 ? rows - 1 : rows);
  return Array.from({ length: shape[0] }, (_, index) => {
    const place = (first + index * step) * width;
    return sizes.dims.slice(place, place + width);
  }).flat();
};

const transpose: SizesRule<'Transpose'> = ({ node, shape: [rows, columns], sizesOf }) => {
  const sizes = sizesOf(node.inputs[0]);
  if (sizes?.shape.length !== 2 || `${node.attributes.perm ?? '1,0'}` !== '1,0') return undefined;
  return Array.from(
    { length: rows * columns },
    (_, index) => sizes.dims[(index % columns) * rows + Math.floor(index / columns)],
  );
};

const constantOfShape: SizesRule<'ConstantOfShape'> = ({ node, shape }) => {
  const value = Number(node.attributes.value!.data[0]);
  return new Array<number>(sizeOf(shape)).fill(value);
};

/** Of lists of one length, or with single sizes; without a result where one element has none. */
const elementwise =
  (compute: (...sizes: Dim[]) => Dim | undefined): SizesRule =>
  ({ node, shape, sizesOf }) => {
    const lists = node.inputs.map(sizesOf);
    if (!lists.every((list) => list !== undefined) || shape.length > 1) return undefined;
    const dims = Array.from({ length: sizeOf(shape) }, (_, index) =>
      compute(...lists.map(({ dims }) => dims[dims.length === 1 ? 0 : index])),
    );
    return dims.every((dim) => dim !== undefined) ? dims : undefined;
  };

const arithmetic = (compute: (a: number, b: number) => number): SizesRule =>
  elementwise((a, b) => {
    if (typeof a === 'string' || typeof b === 'string') return undefined;
    const result = compute(a, b);
    return Number.isSafeInteger(result) ? result : undefined;
  });

/** 1 for equal sizes, else 0; a size that is only a name is not negative. */
const equal = elementwise((a, b) => {
  if (typeof a === 'number' && typeof b === 'number') return Number(a === b);
  if (a === b) return 1;
  return Number(a) < 0 || Number(b) < 0 ? 0 : undefined;
});

/** 1 where a comparison of two known numbers holds, else 0. */
const compared = (holds: (a: number, b: number) => boolean): SizesRule =>
  arithmetic((a, b) => Number(holds(a, b)));

const cast: SizesRule = (call) => {
  const dims = same(call);
  if (call.type !== 'bool' || !dims) return dims;
  return dims.every((dim) => typeof dim === 'number') ? dims.map((dim) => Number(dim !== 0)) : undefined;
};

const rules: Readonly<Record<string, SizesRule<never>>> = {
  Shape: shapeOf,
  Size: countOf,
  ConstantOfShape: constantOfShape,
  Gather: gather,
  Concat: concat,
  Slice: slice,
  Transpose: transpose,
  Reshape: same,
  Unsqueeze: same,
  Squeeze: same,
  Identity: same,
  Cast: cast,
  Add: arithmetic((a, b) => a + b),
  Sub: arithmetic((a, b) => a - b),
  Mul: arithmetic((a, b) => a * b),
  Div: arithmetic((a, b) => Math.trunc(a / b)),
  Neg: elementwise((size) => (typeof size === 'number' && Number.isSafeInteger(size) ? -size : undefined)),
  Equal: equal,
  Greater: compared((a, b) => a > b),
  GreaterOrEqual: compared((a, b) => a >= b),
  Less: compared((a, b) => a < b),
  LessOrEqual: compared((a, b) => a <= b),
  And: compared((a, b) => a !== 0 && b !== 0),
  Or: compared((a, b) => a !== 0 || b !== 0),
  Not: elementwise((condition) => Number(condition === 0)),
  Where: elementwise((condition, a, b) => (condition === 0 ? b : a)),
} satisfies { readonly [Op in OperatorIn<''>]?: SizesRule<Op> };
