import type { Attributes, Domain } from '#passband/onnx/graph/graph.ts';
import { float32, int64, sizeOf, type Tensor, tensor } from '#passband/tensor/tensor.ts';

/** An operator on example inputs; constants are initializers, the others inputs. */
export interface Case {
  readonly op: string;
  readonly inputs: readonly (Tensor | Constant | undefined)[];
  readonly attributes?: Attributes;
  readonly outputs?: number;
  readonly domain?: Domain;
  /** False where the batch cannot be left open. */
  readonly open?: boolean;
}

export interface Constant {
  readonly constant: Tensor;
}

export const f = (...shape: number[]) =>
  float32(
    shape,
    Array.from({ length: sizeOf(shape) }, (_, index) => 0.05 + ((index * 37) % 19) / 20),
  );
const bools = (...shape: number[]): Tensor => ({
  type: 'bool',
  shape,
  data: Uint8Array.from({ length: sizeOf(shape) }, (_, index) => index % 2),
});
export const fixed = (constant: Tensor): Constant => ({ constant });
export const ints = (...values: number[]) => fixed(int64([values.length], values));
const scalar = (value: number) => fixed(float32([], [value]));

const unary = (
  'Relu LeakyRelu ThresholdedRelu Elu Celu Selu HardSigmoid HardSwish Softplus Softsign Neg Abs Sign Sqrt ' +
  'Reciprocal Exp Log Sigmoid Tanh Erf Sin Cos Tan Asin Acos Atan Sinh Cosh Asinh Acosh Atanh Floor Ceil Round Identity IsNaN IsInf'
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

/** Every operator that has a rule, at least once. */
export const inferenceCases: readonly Case[] = [
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
  { op: 'MeanVarianceNormalization', inputs: [f(2, 3, 4, 4)], attributes: { axes: [1, 2, 3] } },
  { op: 'MeanVarianceNormalization', inputs: [f(1, 3, 4, 4)], open: false },
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

  { op: 'Einsum', inputs: [f(2, 3), fixed(f(3, 4))], attributes: { equation: 'ij,jk->ik' } },
  { op: 'Einsum', inputs: [f(2, 3, 4), fixed(f(4, 5))], attributes: { equation: '...i, ij' } },
  { op: 'Einsum', inputs: [f(2, 3, 2, 4)], attributes: { equation: 'b...c->c...b' } },
  { op: 'Einsum', inputs: [fixed(f(3, 3)), f(2, 3)], attributes: { equation: 'ii,bi->b' } },

  { op: 'QuantizeLinear', inputs: [f(2, 3), scalar(0.1)] },
  { op: 'QuantizeLinear', inputs: [f(2, 3), fixed(f(3)), fixed(tensor('int8', [3], new Int8Array(3)))] },
  { op: 'DynamicQuantizeLinear', inputs: [f(2, 3)], outputs: 3 },
  { op: 'DequantizeLinear', inputs: [tensor('uint8', [2, 3], new Uint8Array(6)), scalar(0.1)] },
  {
    op: 'DequantizeLinear',
    inputs: [
      tensor('int8', [2, 3], new Int8Array(6)),
      scalar(0.1),
      fixed(tensor('int8', [], Int8Array.of(3))),
    ],
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
    op: 'GatherND',
    inputs: [f(3, 4, 2), fixed(int64([2, 2], [0, 3, 2, 1]))],
    open: false,
  },
  {
    op: 'GatherND',
    inputs: [f(2, 4, 3), fixed(int64([2, 1], [3, 0]))],
    attributes: { batch_dims: 1 },
    open: false,
  },
  { op: 'ScatterND', inputs: [f(3, 4), fixed(int64([2, 1], [2, 0])), fixed(f(2, 4))] },
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
