import { attribute, floats, node } from '../../support/models/foreignModel.ts';
import { type Case, ramp } from './raiseCase.ts';

const { f, i, is, s } = attribute;
const microsoft = (...given: Parameters<typeof node>) => ({ ...node(...given), domain: 'com.microsoft' });
const weights = (name: string, ...shape: number[]) => floats(name, shape, [...ramp(...shape).data]);

const skipped = ['scale', 'offset', 'bias'].map((name) => weights(name, 4));
const heads = i('num_heads', 2);
const inHeads = ['Reshape', 'Transpose'];
const attended = [
  ...[...inHeads, ...inHeads, ...inHeads],
  ...['MatMul', 'Mul', 'Softmax', 'MatMul', 'Transpose', 'Reshape'],
];

/** What ONNX Runtime's optimiser makes of transformers. */
export const transformerCases: readonly Case[] = [
  {
    title: 'SkipLayerNormalization with a bias, and the sum as an output',
    opsets: [17],
    x: ramp(2, 3, 4),
    nodes: [
      node('Mul', ['x', 'scale'], ['s']),
      microsoft(
        'SkipLayerNormalization',
        ['x', 's', 'scale', 'offset', 'bias'],
        ['y', '', '', 'z'],
        f('epsilon', 1e-5),
      ),
    ],
    initializers: skipped,
    reads: ['Mul', 'Add', 'Add', 'LayerNormalization'],
    outputs: ['y', 'z'],
  },
  {
    title: 'SkipLayerNormalization without offset and bias',
    opsets: [17],
    x: ramp(2, 3, 4),
    nodes: [microsoft('SkipLayerNormalization', ['x', 'x', 'scale'], ['y'])],
    initializers: skipped,
    reads: ['Add', 'LayerNormalization'],
  },
  {
    title: 'SkipSimplifiedLayerNormalization',
    opsets: [17],
    x: ramp(2, 3, 4),
    nodes: [
      microsoft(
        'SkipSimplifiedLayerNormalization',
        ['x', 'x', 'scale', 'bias'],
        ['y', '', '', 'z'],
        f('epsilon', 1e-3),
      ),
    ],
    initializers: skipped,
    reads: ['Add', 'Add', 'Mul', 'ReduceMean', 'Add', 'Sqrt', 'Div', 'Mul'],
    outputs: ['y', 'z'],
  },
  {
    title: 'SimplifiedLayerNormalization',
    opsets: [17],
    x: ramp(2, 3, 4),
    nodes: [node('SimplifiedLayerNormalization', ['x', 'scale'], ['y'], i('axis', -1), f('epsilon', 1e-3))],
    initializers: skipped,
    reads: ['Mul', 'ReduceMean', 'Add', 'Sqrt', 'Div', 'Mul'],
  },
  {
    title: 'Attention',
    opsets: [17],
    x: ramp(2, 3, 4),
    nodes: [microsoft('Attention', ['x', 'w', 'b'], ['y'], heads)],
    initializers: [weights('w', 4, 12), weights('b', 12)],
    reads: ['MatMul', 'Add', 'Slice', 'Slice', 'Slice', ...attended],
  },
  {
    title: 'Attention with values of another width, a scale and a bias of the scores',
    opsets: [17],
    x: ramp(2, 3, 4),
    nodes: [
      microsoft(
        'Attention',
        ['x', 'w', 'b', '', '', 'added'],
        ['y'],
        heads,
        f('scale', 0.3),
        is('qkv_hidden_sizes', 4, 4, 2),
      ),
    ],
    initializers: [weights('w', 4, 10), weights('b', 10), weights('added', 1, 2, 3, 3)],
    reads: [
      ...['MatMul', 'Add', 'Slice', 'Slice', 'Slice', ...inHeads, ...inHeads, ...inHeads],
      ...['MatMul', 'Mul', 'Add', 'Softmax', 'MatMul', 'Transpose', 'Reshape'],
    ],
  },
  {
    title: 'MultiHeadAttention with a bias each',
    opsets: [17],
    x: ramp(2, 3, 4),
    nodes: [node('Neg', ['x'], ['k']), microsoft('MultiHeadAttention', ['x', 'k', 'x', 'b'], ['y'], heads)],
    initializers: [weights('b', 12)],
    reads: ['Neg', 'Slice', 'Add', 'Slice', 'Add', 'Slice', 'Add', ...attended],
  },
  {
    title: 'MultiHeadAttention with keys and values in heads',
    opsets: [17],
    x: ramp(2, 3, 4),
    nodes: [
      node('Expand', ['small', 'shape'], ['k']),
      microsoft('MultiHeadAttention', ['x', 'k', 'k'], ['y'], heads),
    ],
    initializers: [
      weights('small', 2, 2, 5, 2),
      { name: 'shape', dataType: 7, dims: [4n], int64Data: [2n, 2n, 5n, 2n] },
    ],
    reads: [
      ...['Expand', ...inHeads, 'Transpose'],
      ...['MatMul', 'Mul', 'Softmax', 'MatMul', 'Transpose', 'Reshape'],
    ],
  },
  {
    title: 'a Gemm with an activation in it',
    opsets: [13, 17],
    x: ramp(2, 3),
    nodes: [
      microsoft(
        'FusedGemm',
        ['x', 'w', 'b'],
        ['h'],
        s('activation', 'LeakyRelu'),
        f('activation_alpha', 0.2),
        f('alpha', 0.5),
      ),
      microsoft('FusedGemm', ['h', 'w'], ['y'], s('activation', 'Sigmoid'), i('transB', 1)),
    ],
    initializers: [weights('w', 3, 3), weights('b', 3)],
    reads: ['Gemm', 'LeakyRelu', 'Gemm', 'Sigmoid'],
  },
  {
    title: 'FusedMatMul',
    opsets: [13, 17],
    x: ramp(2, 3, 4),
    nodes: [microsoft('FusedMatMul', ['x', 'x'], ['y'], i('transB', 1), f('alpha', 0.5))],
    reads: ['FusedMatMul'],
  },
];
