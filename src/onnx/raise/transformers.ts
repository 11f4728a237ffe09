import type { Node, Value } from '../graph/graph.ts';
import {
  type Conversion,
  type ConversionRules,
  intAttribute,
  intsConstant,
  type Raising,
  raiseError,
  scalarLike,
} from './rule.ts';
import { type Steps, stepsFor } from './steps.ts';

type SkipName = 'com.microsoft:SkipLayerNormalization' | 'com.microsoft:SkipSimplifiedLayerNormalization';

/** Refuses outputs that only training or a running conversation needs. */
function onlyOutputs(node: Node, raising: Raising, wanted: readonly number[]): void {
  const other = node.outputs.find((output, index) => !wanted.includes(index) && raising.isUsed(output));
  if (other) throw raiseError(node, raising, `its output '${other}' is not supported`);
}

/** x + skip + bias, which is the fourth output, and that sum normalised along its last axis. */
const skipNormalization =
  (normalised: (steps: Steps, node: Node, sum: Value, raising: Raising) => void): Conversion<SkipName> =>
  (node, raising) => {
    onlyOutputs(node, raising, [0, 3]);
    const steps = stepsFor(node, raising);
    const [x, skip] = node.inputs;
    const bias = node.inputs[node.op === 'SkipLayerNormalization' ? 4 : 3] ?? '';
    const total = node.outputs[3] || undefined;
    const isBiased = bias !== '';
    const first = steps.add('Add', [x, skip], undefined, isBiased ? undefined : total);
    normalised(steps, node, isBiased ? steps.add('Add', [first, bias], undefined, total) : first, raising);
    return steps.nodes;
  };

const skipLayerNormalization = skipNormalization((steps, node, sum, raising) => {
  const [, , scale, bias = ''] = node.inputs;
  const offset = bias === '' ? [] : [bias];
  const epsilon = epsilonOf(node, raising, 1e-12);
  steps.add('LayerNormalization', [sum, scale, ...offset], { axis: -1, epsilon }, node.outputs[0]);
});

const skipSimplified = skipNormalization((steps, node, sum, raising) => {
  byRootMeanSquare(steps, node, { x: sum, scale: node.inputs[2], axis: -1, epsilon: 1e-12 }, raising);
});

/** x / √(mean x² + epsilon) · scale, without a mean to subtract. */
const rootMeanSquare: Conversion<'RMSNormalization' | 'SimplifiedLayerNormalization'> = (node, raising) => {
  onlyOutputs(node, raising, [0]);
  const steps = stepsFor(node, raising);
  const [x, scale] = node.inputs;
  byRootMeanSquare(steps, node, { x, scale, axis: intAttribute(node, 'axis', -1), epsilon: 1e-5 }, raising);
  return steps.nodes;
};

interface RootMeanSquare {
  readonly x: Value;
  readonly scale: Value;
  /** The first of the axes whose mean is taken; −1 is the last. */
  readonly axis: number;
  /** Where the node states none. */
  readonly epsilon: number;
}

function byRootMeanSquare(
  steps: Steps,
  node: Node,
  { x, scale, axis, epsilon }: RootMeanSquare,
  raising: Raising,
): void {
  const rank = axis === -1 ? 0 : (raising.typeOf(x)?.shape.length ?? -1);
  if (rank < 0) throw raiseError(node, raising, `the rank of '${x}' must be known`);
  const first = axis < 0 ? axis + rank : axis;
  const axes = axis === -1 ? [-1] : Array.from({ length: rank - first }, (_, index) => first + index);
  const added = scalarLike(raising, x, `${node.name}.epsilon`, epsilonOf(node, raising, epsilon));
  const mean = steps.add('ReduceMean', [steps.add('Mul', [x, x])], { axes, keepdims: 1 });
  const root = steps.add('Sqrt', [steps.add('Add', [mean, added])]);
  steps.add('Mul', [steps.add('Div', [x, root]), scale], undefined, node.outputs[0]);
}

function epsilonOf(node: Node, raising: Raising, otherwise: number): number {
  const { epsilon = otherwise } = node.attributes;
  if (typeof epsilon !== 'number') throw raiseError(node, raising, 'epsilon must be a number');
  return epsilon;
}

/** Attention that projects its input to queries, keys and values by one product. */
const attention: Conversion<'com.microsoft:Attention'> = (node, raising) => {
  const [x, weights, bias = '', mask = '', past = '', added = ''] = node.inputs;
  refuse(node, raising, { mask, past });
  if (intAttribute(node, 'do_rotary', 0) !== 0) throw raiseError(node, raising, 'do_rotary is not supported');
  const columns = raising.typeOf(weights)?.shape[1];
  const sizes = (node.attributes.qkv_hidden_sizes as readonly number[] | undefined) ?? thirds(columns);
  if (sizes?.length !== 3)
    throw raiseError(node, raising, 'the sizes of queries, keys and values must be known');
  const steps = stepsFor(node, raising);
  const product = steps.add('MatMul', [x, weights]);
  const all = bias === '' ? product : steps.add('Add', [product, bias]);
  let start = 0;
  const [query, key, value] = sizes.map((size) => {
    const bounds = [start, (start += size), -1].map((bound) =>
      intsConstant(raising, `${node.name}.bound`, [bound]),
    );
    return steps.add('Slice', [all, ...bounds]);
  });
  attend(steps, node, raising, { query, key, value, width: sizes[0], added });
  return steps.nodes;
};

const thirds = (columns: unknown) =>
  typeof columns === 'number' && columns % 3 === 0 ? new Array<number>(3).fill(columns / 3) : undefined;

/** Attention of queries, keys and values that are there, [N, length, width], with a bias each, or keys and values [N, heads, length, size]. */
const multiHeadAttention: Conversion<'com.microsoft:MultiHeadAttention'> = (node, raising) => {
  const [query, key = '', value = '', bias = '', mask = '', added = '', past = '', pastValue = ''] =
    node.inputs;
  refuse(node, raising, { mask, past, pastValue });
  const shapes = [query, key, value].map((each) => raising.typeOf(each)?.shape);
  const [ranks, widths] = [shapes.map((shape) => shape?.length), shapes.map((shape) => shape?.at(-1))];
  const isSplit = ranks[1] === 4;
  if (
    ranks[0] !== 3 ||
    ranks[1] !== ranks[2] ||
    (ranks[1] !== 3 && !isSplit) ||
    typeof widths[0] !== 'number'
  ) {
    throw raiseError(
      node,
      raising,
      'its query must be [N, length, width], its key and value likewise or [N, heads, length, size]',
    );
  }
  const steps = stepsFor(node, raising);
  const biased = (input: Value, index: number, start: number) => {
    if (bias === '' || (index > 0 && isSplit)) return input;
    const width = widths[index];
    if (typeof width !== 'number')
      throw raiseError(node, raising, 'the widths of key and value must be known');
    const bounds = [start, start + width].map((bound) =>
      intsConstant(raising, `${node.name}.bound`, [bound]),
    );
    return steps.add('Add', [input, steps.add('Slice', [bias, ...bounds])]);
  };
  attend(steps, node, raising, {
    query: biased(query, 0, 0),
    key: biased(key, 1, widths[0]),
    value: biased(value, 2, 2 * widths[0]),
    width: widths[0],
    added,
    isSplit,
  });
  return steps.nodes;
};

function refuse(node: Node, raising: Raising, absent: Readonly<Record<string, Value>>): void {
  onlyOutputs(node, raising, [0]);
  const [there] = Object.entries(absent).find(([, value]) => value !== '') ?? [];
  if (there) throw raiseError(node, raising, `its input '${absent[there]}' (${there}) is not supported`);
  if ((node.attributes.unidirectional ?? 0) !== 0) {
    throw raiseError(node, raising, 'attention to earlier places only is not supported');
  }
}

interface Heads {
  readonly query: Value;
  readonly key: Value;
  readonly value: Value;
  /** Of the queries of all heads. */
  readonly width: number;
  /** Added to the scores of places; empty where there is nothing. */
  readonly added: Value;
  /** Whether keys and values are in heads already. */
  readonly isSplit?: boolean;
}

/** softmax(query · keyᵀ · scale + added) · value in each head, and the heads side by side. */
function attend(steps: Steps, node: Node, raising: Raising, heads: Heads): void {
  const count = Number(node.attributes.num_heads ?? 0);
  if (!(count > 0 && heads.width % count === 0)) {
    throw raiseError(node, raising, `num_heads must divide ${heads.width}, got ${count}`);
  }
  const { scale = 0 } = node.attributes;
  const shape = intsConstant(raising, `${node.name}.heads`, [0, 0, count, -1]);
  const inHeads = (value: Value, perm: readonly number[]) =>
    steps.add('Transpose', [steps.add('Reshape', [value, shape])], { perm });
  const query = inHeads(heads.query, [0, 2, 1, 3]);
  const key = heads.isSplit
    ? steps.add('Transpose', [heads.key], { perm: [0, 1, 3, 2] })
    : inHeads(heads.key, [0, 2, 3, 1]);
  const value = heads.isSplit ? heads.value : inHeads(heads.value, [0, 2, 1, 3]);
  const factor = scalarLike(
    raising,
    heads.query,
    `${node.name}.scale`,
    Number(scale) === 0 ? 1 / Math.sqrt(heads.width / count) : Number(scale),
  );
  const scaled = steps.add('Mul', [steps.add('MatMul', [query, key]), factor]);
  const scores = heads.added === '' ? scaled : steps.add('Add', [scaled, heads.added]);
  const shares = steps.add('Softmax', [scores], { axis: -1 });
  const joined = steps.add('Transpose', [steps.add('MatMul', [shares, value])], { perm: [0, 2, 1, 3] });
  const flat = intsConstant(raising, `${node.name}.flat`, [0, 0, -1]);
  steps.add('Reshape', [joined, flat], undefined, node.outputs[0]);
}

/** Normalisations that ONNX Runtime's optimiser, or opset 23, has as one operator. */
export const rootMeanSquares = {
  RMSNormalization: [{ convert: rootMeanSquare }],
  SimplifiedLayerNormalization: [{ convert: rootMeanSquare }],
} satisfies ConversionRules;

/** What ONNX Runtime's optimiser makes of transformers, as the operators of the standard that it consists of. */
export const transformers = {
  Attention: [{ convert: attention }],
  MultiHeadAttention: [{ convert: multiHeadAttention }],
  SkipLayerNormalization: [{ convert: skipLayerNormalization }],
  SkipSimplifiedLayerNormalization: [{ convert: skipSimplified }],
} satisfies ConversionRules<'com.microsoft'>;
