import { expect, test } from 'vitest';
import { GraphBuilder } from '#passband/onnx/builder.ts';
import type { Attributes, Dim, Domain, Graph } from '#passband/onnx/graph.ts';
import { blockedShapes, convolutionShapes } from '#passband/onnx/infer/convolution.ts';
import { elementwiseShapes } from '#passband/onnx/infer/elementwise.ts';
import { indexingShapes } from '#passband/onnx/infer/indexing.ts';
import { layoutShapes } from '#passband/onnx/infer/layout.ts';
import { fusedProductShapes, productShapes } from '#passband/onnx/infer/product.ts';
import { reductionShapes } from '#passband/onnx/infer/reduction.ts';
import { float32, int64, sizeOf, type Tensor } from '#passband/tensor/tensor.ts';
import { runGraph } from '../support/runGraph.ts';

/** An operator on example inputs; constants are initializers, the others inputs. */
interface Case {
  readonly op: string;
  readonly inputs: readonly (Tensor | Constant | undefined)[];
  readonly attributes?: Attributes;
  readonly outputs?: number;
  readonly domain?: Domain;
  /** False where the batch cannot be left open. */
  readonly open?: boolean;
}

interface Constant {
  readonly constant: Tensor;
}

const f = (...shape: number[]) =>
  float32(
    shape,
    Array.from({ length: sizeOf(shape) }, (_, index) => 0.05 + ((index * 37) % 19) / 20),
  );
const bools = (...shape: number[]): Tensor => ({
  type: 'bool',
  shape,
  data: Uint8Array.from({ length: sizeOf(shape) }, (_, index) => index % 2),
});
const fixed = (constant: Tensor): Constant => ({ constant });
const ints = (...values: number[]) => fixed(int64([values.length], values));
const scalar = (value: number) => fixed(float32([], [value]));

const unary = (
  'Relu LeakyRelu ThresholdedRelu Elu Celu Selu HardSigmoid HardSwish Softplus Softsign Neg Abs Sign Sqrt ' +
  'Reciprocal Exp Log Sigmoid Tanh Erf Sin Cos Tan Atan Floor Ceil Round Identity IsNaN IsInf'
).split(' ');
const arithmetic = 'Add Sub Mul Div Max Min Sum Mean Pow'.split(' ');
const comparisons = 'Greater GreaterOrEqual Less LessOrEqual Equal'.split(' ');
const reductions =
  'ReduceMean ReduceMax ReduceMin ReduceProd ReduceSumSquare ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp';
const globalPools = 'GlobalAveragePool GlobalMaxPool GlobalLpPool';

const conv = (attributes: Attributes, x = f(2, 3, 9, 8), w = f(4, 3, 3, 3)): Case => ({
  op: 'Conv',
  inputs: [x, fixed(w)],
  attributes,
});
const pool = (op: string, attributes: Attributes): Case => ({ op, inputs: [f(2, 3, 10, 7)], attributes });
const transposed = (attributes: Attributes): Case => ({
  op: 'ConvTranspose',
  inputs: [f(2, 3, 5, 4), fixed(f(3, 2, 3, 3)), fixed(f(2))],
  attributes,
  open: true,
});
const perChannel = [fixed(f(3)), fixed(f(3)), fixed(f(3)), fixed(f(3))];
const fused = (attributes: Attributes, a: Tensor, b: Tensor): Case => ({
  op: 'FusedMatMul',
  inputs: [a, b],
  attributes,
  domain: 'com.microsoft',
  open: false,
});
const window = { kernel_shape: [3, 2], strides: [2, 3] };
const slice = (...bounds: readonly Constant[]): Case => ({ op: 'Slice', inputs: [f(2, 7, 6), ...bounds] });

const standard: readonly Case[] = [
  ...unary.map((op) => ({ op, inputs: [f(2, 3)] })),
  ...arithmetic.map((op) => ({ op, inputs: [f(2, 1, 4), fixed(f(3, 1))] })),
  ...comparisons.map((op) => ({ op, inputs: [f(2, 1, 4), fixed(f(3, 1))] })),
  ...['And', 'Or', 'Xor'].map((op) => ({ op, inputs: [bools(2, 1, 4), fixed(bools(3, 1))] })),
  { op: 'Mod', inputs: [f(2, 3), fixed(f(3))], attributes: { fmod: 1 } },
  { op: 'Not', inputs: [bools(2, 3)] },
  { op: 'Clip', inputs: [f(2, 3), scalar(0), scalar(1)] },
  { op: 'CumSum', inputs: [f(2, 3), fixed(int64([], [1]))] },
  { op: 'Trilu', inputs: [f(2, 3, 3)] },
  { op: 'PRelu', inputs: [f(2, 3, 4), fixed(f(3, 1))] },
  { op: 'Cast', inputs: [f(2, 3)], attributes: { to: 7 } },
  { op: 'Cast', inputs: [f(2, 3)], attributes: { to: 10 } },
  { op: 'CastLike', inputs: [f(2, 3), ints(1)] },
  { op: 'Dropout', inputs: [f(2, 3)], outputs: 2 },
  ...['Softmax', 'LogSoftmax', 'Hardmax'].map((op) => ({
    op,
    inputs: [f(2, 3, 4)],
    attributes: { axis: 1 },
  })),
  { op: 'Where', inputs: [bools(2, 3), f(2, 3), scalar(0)] },

  conv({}),
  conv({ pads: [1, 0, 2, 1], strides: [2, 1], dilations: [1, 2] }),
  conv({ auto_pad: 'SAME_UPPER', strides: [2, 2] }),
  conv({ auto_pad: 'VALID' }),
  conv({ group: 3 }, f(2, 3, 9, 8), f(6, 1, 3, 3)),
  conv({ pads: [1, 1] }, f(2, 3, 9), f(4, 3, 3)),
  conv({}, f(2, 3, 4, 5, 6), f(4, 3, 2, 2, 2)),
  { ...transposed({}), open: false },
  { ...transposed({ strides: [2, 3], pads: [1, 0, 0, 1], output_padding: [1, 2] }), open: false },
  { ...transposed({ strides: [2, 2], output_shape: [10, 8] }), open: true },
  { ...transposed({ strides: [2, 2], auto_pad: 'SAME_UPPER' }), open: false },
  { ...pool('MaxPool', window), outputs: 2 },
  ...['MaxPool', 'AveragePool'].flatMap((op) => [
    pool(op, { ...window, ceil_mode: 1 }),
    pool(op, { kernel_shape: [2, 2], strides: [2, 2], ceil_mode: 1, pads: [1, 1, 1, 1] }),
    pool(op, { kernel_shape: [3, 3], strides: [3, 3], ceil_mode: 1, pads: [0, 1, 1, 1] }),
    pool(op, { kernel_shape: [3, 3], strides: [2, 2], auto_pad: 'SAME_LOWER' }),
  ]),
  pool('MaxPool', { kernel_shape: [3, 3], dilations: [2, 2] }),
  pool('LpPool', window),
  ...globalPools.split(' ').map((op) => pool(op, {})),
  {
    op: 'MaxUnpool',
    inputs: [f(1, 1, 2, 2), fixed(int64([1, 1, 2, 2], [0, 3, 8, 11]))],
    attributes: { kernel_shape: [2, 2], strides: [2, 2] },
    open: false,
  },
  {
    op: 'MaxUnpool',
    inputs: [f(1, 1, 2, 2), fixed(int64([1, 1, 2, 2], [0, 3, 8, 11])), ints(1, 1, 5, 5)],
    attributes: { kernel_shape: [2, 2], strides: [2, 2] },
    open: false,
  },
  { op: 'BatchNormalization', inputs: [f(2, 3, 4, 4), ...perChannel] },
  {
    op: 'BatchNormalization',
    inputs: [f(2, 3, 4, 4), ...perChannel],
    attributes: { training_mode: 1, momentum: 0 },
    outputs: 3,
  },
  { op: 'InstanceNormalization', inputs: [f(2, 3, 4, 4), fixed(f(3)), fixed(f(3))] },
  {
    op: 'LayerNormalization',
    inputs: [f(2, 3, 4), fixed(f(3, 4)), fixed(f(3, 4))],
    attributes: { axis: 1 },
    outputs: 3,
  },
  { op: 'LRN', inputs: [f(2, 3, 4, 4)], attributes: { size: 3 } },

  { op: 'MatMul', inputs: [f(2, 3, 4), fixed(f(4, 5))] },
  { op: 'MatMul', inputs: [f(5, 1, 3, 4), fixed(f(2, 4, 5))] },
  { op: 'MatMul', inputs: [f(3, 4), fixed(f(4))] },
  { op: 'MatMul', inputs: [fixed(f(4)), f(2, 4, 3)] },
  { op: 'Gemm', inputs: [f(2, 3), fixed(f(4, 3)), fixed(f(4))], attributes: { transB: 1 } },
  {
    op: 'Gemm',
    inputs: [f(3, 2), fixed(f(3, 4)), fixed(f(2, 1))],
    attributes: { transA: 1, alpha: 2 },
    open: false,
  },

  { op: 'ReduceSum', inputs: [f(2, 3, 4), ints(1, -1)], attributes: { keepdims: 0 } },
  { op: 'ReduceSum', inputs: [f(2, 3, 4)] },
  { op: 'ReduceSum', inputs: [f(2, 3, 4)], attributes: { noop_with_empty_axes: 1 } },
  ...reductions.split(' ').flatMap((op) => [
    { op, inputs: [f(2, 3, 4)], attributes: { axes: [-2] } },
    { op, inputs: [f(2, 3, 4)], attributes: { keepdims: 0 } },
  ]),
  { op: 'ArgMax', inputs: [f(2, 3, 4)], attributes: { axis: 1, keepdims: 0 } },
  { op: 'ArgMin', inputs: [f(2, 3, 4)], attributes: { axis: -1 } },
  { op: 'TopK', inputs: [f(2, 5), ints(3)], outputs: 2 },

  { op: 'Reshape', inputs: [f(2, 3, 4), ints(0, -1)] },
  { op: 'Reshape', inputs: [f(2, 3, 4), ints(-1, 4, 3)] },
  { op: 'Reshape', inputs: [f(2, 3, 4), ints(6, 4)], open: false },
  { op: 'Flatten', inputs: [f(2, 3, 4)] },
  { op: 'Flatten', inputs: [f(2, 3, 4)], attributes: { axis: 0 }, open: false },
  { op: 'Flatten', inputs: [f(2, 3, 4)], attributes: { axis: -1 }, open: false },
  { op: 'Transpose', inputs: [f(2, 3, 4)] },
  { op: 'Transpose', inputs: [f(2, 3, 4)], attributes: { perm: [1, 0, 2] } },
  { op: 'Squeeze', inputs: [f(2, 1, 4, 1), ints(-1)] },
  { op: 'Squeeze', inputs: [f(2, 1, 4, 1)], open: false },
  { op: 'Unsqueeze', inputs: [f(2, 4), ints(1, -1)] },
  { op: 'Concat', inputs: [f(2, 3), fixed(f(2, 4)), fixed(f(2, 1))], attributes: { axis: -1 }, open: false },
  { op: 'Concat', inputs: [f(2, 3), f(2, 4)], attributes: { axis: 1 } },
  { op: 'Split', inputs: [f(2, 6), ints(1, 2, 3)], attributes: { axis: 1 }, outputs: 3 },
  { op: 'Split', inputs: [f(2, 6)], attributes: { axis: -1 }, outputs: 3 },
  slice(ints(1, 0), ints(100, -1), ints(1, 2)),
  slice(ints(-1), ints(-100), ints(1), ints(-2)),
  slice(ints(6, 1), ints(0, 5), ints(1, 2), ints(-1, 3)),
  slice(ints(5), ints(2), ints(2)),
  { op: 'Pad', inputs: [f(2, 3, 4), ints(0, 1, -1, 0, 2, 0)] },
  { op: 'Expand', inputs: [f(2, 1, 4), ints(3, 1)] },
  { op: 'Tile', inputs: [f(2, 3), ints(1, 4)] },
  { op: 'DepthToSpace', inputs: [f(2, 8, 2, 3)], attributes: { blocksize: 2 } },
  { op: 'SpaceToDepth', inputs: [f(2, 2, 4, 6)], attributes: { blocksize: 2 } },

  { op: 'Gather', inputs: [f(2, 5), fixed(int64([2, 2], [0, 4, 1, -1]))], attributes: { axis: 1 } },
  { op: 'Gather', inputs: [f(2, 5), fixed(int64([], [3]))], attributes: { axis: -1 } },
  { op: 'GatherElements', inputs: [f(2, 5), fixed(int64([2, 1], [0, 4]))], attributes: { axis: 1 } },
  {
    op: 'ScatterElements',
    inputs: [f(2, 5), fixed(int64([1, 2], [0, 4])), fixed(f(1, 2))],
    attributes: { axis: 1 },
  },
  {
    op: 'OneHot',
    inputs: [int64([2, 2], [0, 3, 1, 2]), fixed(int64([], [4])), fixed(float32([2], [0, 1]))],
    attributes: { axis: 1 },
  },
  { op: 'Shape', inputs: [f(2, 3, 4)] },
  { op: 'Shape', inputs: [f(2, 3, 4)], attributes: { start: -2, end: 3 } },
  { op: 'Size', inputs: [f(2, 3, 4)] },
  { op: 'Constant', inputs: [], attributes: { value: f(2, 3) } },
  { op: 'ConstantOfShape', inputs: [ints(2, 3)] },
  { op: 'ConstantOfShape', inputs: [ints(4)], attributes: { value: int64([1], [7]) } },
  { op: 'Range', inputs: [scalar(1), scalar(2), scalar(0.3)] },
  { op: 'Range', inputs: [fixed(int64([], [7])), fixed(int64([], [-2])), fixed(int64([], [-2]))] },
  { op: 'Resize', inputs: [f(2, 1, 3, 5), undefined, fixed(float32([4], [1, 1, 1.7, 0.5]))] },
  { op: 'Resize', inputs: [f(1, 1, 3, 5), undefined, undefined, ints(1, 1, 7, 4)], open: false },

  fused({ transA: 1, alpha: 0.5 }, f(2, 4, 3), f(2, 4, 5)),
  fused({ transB: 1 }, f(2, 3, 4), f(5, 4)),
  fused({ transBatchA: 1, transBatchB: 1 }, f(3, 2, 4), f(4, 2, 5)),
  fused({ transBatchA: 1, transA: 1, transBatchB: 1, transB: 1 }, f(4, 2, 3), f(5, 2, 4)),
];

function graphOf({ op, inputs, attributes = {}, outputs = 1, domain = '' }: Case, batch?: string): Graph {
  const g = new GraphBuilder(op);
  const names = inputs.map((input, index) => {
    if (!input) return '';
    if ('constant' in input) return g.initializer(`constant${index}`, input.constant);
    const shape: Dim[] = [...input.shape];
    if (batch && shape.length > 0) shape[0] = batch;
    return g.input(`input${index}`, input.type, shape);
  });
  for (const output of g.addMany(op, names, outputs, attributes, { domain })) g.output(output);
  return g.build();
}

const feedsOf = ({ inputs }: Case) =>
  Object.fromEntries(
    inputs.flatMap((input, index) =>
      input && !('constant' in input) ? [[`input${index}`, input] as const] : [],
    ),
  );

const titleOf = ({ op, inputs, attributes }: Case) => {
  const shapes = inputs.map((input) => {
    if (!input) return '–';
    return `[${('constant' in input ? input.constant : input).shape}]`;
  });
  const options = Object.entries(attributes ?? {}).map(([name, value]) =>
    typeof value === 'object' && 'data' in value ? name : `${name} ${value}`,
  );
  return `${op} of ${shapes.join(' ')}${options.length > 0 ? ` with ${options.join('; ')}` : ''}`;
};

test.each(standard.map((each) => [titleOf(each), each] as const))(
  '%s: inferred types are those that ONNX Runtime makes',
  async (_, each) => {
    const graph = graphOf(each);
    const results = await runGraph(graph, feedsOf(each));
    for (const [name, type] of graph.outputs) {
      expect(type).toEqual({ type: results[name].type, shape: results[name].shape });
    }
    const batches = Object.values(feedsOf(each)).map(({ shape }) => shape[0]);
    if (each.open === false || batches.length === 0) return;
    const open = graphOf(each, 'N');
    for (const [name, { shape }] of open.outputs) {
      expect(shape.map((dim) => (dim === 'N' ? batches[0] : dim))).toEqual(results[name].shape);
    }
  },
);

test('every operator of the standard and of ONNX Runtime’s products has a case here', () => {
  const tables = [
    elementwiseShapes,
    convolutionShapes,
    productShapes,
    fusedProductShapes,
    reductionShapes,
    layoutShapes,
    indexingShapes,
  ];
  const covered = new Set(standard.map(({ op }) => op));
  expect(tables.flatMap((table) => Object.keys(table)).filter((op) => !covered.has(op))).toEqual([]);
});

test('a blocked graph has the shapes that ONNX Runtime makes, through every blocked operator', async () => {
  const g = new GraphBuilder('blocked');
  const domain = 'com.microsoft.nchwc';
  const x = g.input('x', 'float32', [2, 16, 9, 9]);
  const weights = g.input('weights', 'float32', [32, 16, 3, 3]);
  const blocked = g.add('ReorderInput', [x], {}, { domain });
  const window = { kernel_shape: [3, 3], strides: [1, 1], pads: [1, 1, 1, 1], dilations: [1, 1] };
  const inner = g.add('Conv', [blocked, weights], { ...window, group: 1, activation: 'Relu' }, { domain });
  const summed = g.add('Conv', [blocked, weights, '', inner], { ...window, group: 1 }, { domain });
  const pools = [
    g.add('MaxPool', [summed], { ...window, strides: [2, 2] }, { domain }),
    g.add('AveragePool', [summed], { ...window, pads: [0, 0, 0, 0] }, { domain }),
    g.add('GlobalAveragePool', [summed], {}, { domain }),
    g.add('GlobalMaxPool', [summed], {}, { domain }),
  ];
  for (const pool of [summed, ...pools]) {
    g.output(g.add('ReorderOutput', [pool], { channels: 32 }, { domain }));
  }
  const graph = g.build();
  const results = await runGraph(graph, { x: f(2, 16, 9, 9), weights: f(32, 16, 3, 3) });
  for (const [name, { shape }] of graph.outputs) expect(shape).toEqual(results[name].shape);
  const used = new Set(graph.nodes.map(({ op }) => op));
  expect(Object.keys(blockedShapes).filter((op) => !used.has(op))).toEqual([]);
});

test.each<[string, Case]>([
  ["Foo 'Foo': no shape inference for this operator", { op: 'Foo', inputs: [f(1)] }],
  ["toString 'toString': no shape inference for this operator", { op: 'toString', inputs: [f(1)] }],
  [
    "Add 'Add': shapes do not broadcast: 3 against 2; inputs [2, 3], [2]",
    { op: 'Add', inputs: [f(2, 3), f(2)] },
  ],
  [
    "Conv 'Conv': weights want 4 input channels, got 3; inputs [1, 3, 5, 5], [2, 4, 3, 3]",
    { op: 'Conv', inputs: [f(1, 3, 5, 5), f(2, 4, 3, 3)] },
  ],
  [
    "Conv 'Conv': a window of 3 does not fit into 2; inputs [1, 3, 2, 5], [2, 3, 3, 3]",
    { op: 'Conv', inputs: [f(1, 3, 2, 5), f(2, 3, 3, 3)] },
  ],
  [
    "Gemm 'Gemm': inner sizes differ: 3 columns against 2 rows; inputs [2, 3], [2, 3]",
    { op: 'Gemm', inputs: [f(2, 3), f(2, 3)] },
  ],
  [
    "Reshape 'Reshape': cannot become [4, -1]; inputs [2, 3], [2]",
    { op: 'Reshape', inputs: [f(2, 3), ints(4, -1)] },
  ],
  [
    "Reshape 'Reshape': input 2 'input1' must be a constant",
    { op: 'Reshape', inputs: [f(2, 3), int64([2], [3, 2])] },
  ],
  [
    "Softmax 'Softmax': axis 2 is outside rank 2; inputs [2, 3]",
    { op: 'Softmax', inputs: [f(2, 3)], attributes: { axis: 2 } },
  ],
  [
    "Squeeze 'Squeeze': axis 1 has size 3, not 1; inputs [2, 3], [1]",
    { op: 'Squeeze', inputs: [f(2, 3), ints(1)] },
  ],
  [
    "Concat 'Concat': inputs must have one element type, got float32 and int64; inputs [2], [2]",
    { op: 'Concat', inputs: [f(2), int64([2], [1, 2])], attributes: { axis: 0 } },
  ],
  ["Relu 'Relu': has 2 outputs, at most 1 are known", { op: 'Relu', inputs: [f(2)], outputs: 2 }],
])('%s', (message, each) => {
  expect(() => graphOf(each)).toThrow(new Error(message));
});

test('a name for a size passes through as long as nothing has to compute with it', () => {
  const g = new GraphBuilder('open');
  const x = g.input('x', 'float32', ['N', 3, 'H', 'W']);
  const weights = g.initializer('weights', f(8, 3, 3, 3));
  const same = g.add('Conv', [x, weights], { pads: [1, 1, 1, 1] });
  expect(g.type(same).shape).toEqual(['N', 8, 'H', 'W']);
  expect(g.type(g.add('GlobalAveragePool', [same])).shape).toEqual(['N', 8, 1, 1]);
  expect(() => g.add('Conv', [x, weights], { strides: [2, 2] })).toThrow(/size 'H' must be a number here/);
  expect(() => g.add('Flatten', [x])).toThrow(/size 'H' must be a number here/);
});
