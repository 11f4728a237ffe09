import { TensorProto_DataType as Type } from 'onnx-buf';
import { attribute, floats, node, type TensorProto, whole } from '../../support/models/foreignModel.ts';
import { type Case, type Node, ramp } from './raiseCase.ts';

const { f, i, is, s } = attribute;

const microsoft = (...given: Parameters<typeof node>) => ({ ...node(...given), domain: 'com.microsoft' });

/** Whole numbers that hit most of a type's range, in no order. */
const spread = (count: number, low: number, high: number) =>
  Array.from({ length: count }, (_, index) => low + ((index * 37 + 11) % (high - low + 1)));

const uint8 = (name: string, dims: number[], values: number[]) => whole(name, dims, Type.UINT8, values);
const int8 = (name: string, dims: number[], values: number[]) => whole(name, dims, Type.INT8, values);
const int32 = (name: string, dims: number[], values: number[]) => whole(name, dims, Type.INT32, values);

/** Scale and zero point of a value, called `<name>s` and `<name>z`. */
const uint8Parameters = (name: string, scale: number, zero: number): TensorProto[] => [
  floats(`${name}s`, [], [scale]),
  uint8(`${name}z`, [], [zero]),
];
const int8Parameters = (name: string, scale: number, zero: number): TensorProto[] => [
  floats(`${name}s`, [], [scale]),
  int8(`${name}z`, [], [zero]),
];

/** From x to whole numbers `q`, and from whole numbers `r` to y. */
const rounded = (...nodes: Node[]): Node[] => [
  node('QuantizeLinear', ['x', 'qs', 'qz'], ['q']),
  ...nodes,
  node('DequantizeLinear', ['r', 'rs', 'rz'], ['y']),
];

const q = ['q', 'qs', 'qz'];
const r = ['rs', 'rz'];
const unsigned = [...uint8Parameters('q', 0.012, 101), ...uint8Parameters('r', 0.05, 77)];
const signed = [...int8Parameters('q', 0.012, -7), ...int8Parameters('r', 0.05, 13)];
const opsets = [10, 13, 17];

const unary = (
  title: string,
  quantised: Node,
  reads: readonly string[],
  x: Case['x'] = ramp(2, 3, 4, 4),
): Case[] =>
  [unsigned, signed].map((initializers, index) => ({
    title: `${title}, ${index === 0 ? 'uint8' : 'int8'}`,
    opsets,
    x,
    nodes: rounded(quantised),
    initializers,
    reads: ['QuantizeLinear', 'DequantizeLinear', ...reads, 'QuantizeLinear', 'DequantizeLinear'],
  }));

/** Operators between whole numbers: QLinear…, QGemm, and sums of products of whole numbers. */
export const quantisedCases: readonly Case[] = [
  {
    title:
      'a quantised convolution: a scale and a zero point for each channel, a bias, groups, pads and strides',
    opsets,
    x: ramp(2, 4, 7, 6),
    nodes: rounded(
      node(
        'QLinearConv',
        [...q, 'w', 'ws', 'wz', ...r, 'b'],
        ['r'],
        ...[is('pads', 1, 0, 2, 1), is('strides', 2, 1), i('group', 2), is('dilations', 1, 2)],
      ),
    ),
    initializers: [
      ...unsigned,
      uint8('w', [6, 2, 3, 2], spread(72, 0, 255)),
      floats('ws', [6], [0.002, 0.004, 0.001, 0.003, 0.005, 0.0025]),
      uint8('wz', [6], [120, 130, 0, 255, 128, 100]),
      int32('b', [6], [1000, -2000, 30, 0, -7, 500]),
    ],
    reads: [
      'QuantizeLinear',
      ...['DequantizeLinear', 'DequantizeLinear', 'DequantizeLinear', 'Conv', 'QuantizeLinear'],
      'DequantizeLinear',
    ],
  },
  {
    title: 'a quantised convolution of signed numbers, with one scale and pads that follow from the size',
    opsets,
    x: ramp(1, 3, 5, 5),
    nodes: rounded(node('QLinearConv', [...q, 'w', 'ws', 'wz', ...r], ['r'], s('auto_pad', 'SAME_UPPER'))),
    initializers: [
      ...signed,
      int8('w', [2, 3, 4, 4], spread(96, -128, 127)),
      ...int8Parameters('w', 0.003, 0),
    ],
    reads: [
      ...['QuantizeLinear', 'DequantizeLinear', 'DequantizeLinear', 'Conv', 'QuantizeLinear'],
      'DequantizeLinear',
    ],
  },
  {
    title: 'a quantised convolution whose channels come last',
    opsets: [13],
    x: ramp(1, 5, 6, 3),
    nodes: rounded(microsoft('QLinearConv', [...q, 'w', 'ws', 'wz', ...r], ['r'], i('channels_last', 1))),
    initializers: [
      ...unsigned,
      int8('w', [4, 3, 3, 3], spread(108, -128, 127)),
      floats('ws', [4], [0.002, 0.004, 0.001, 0.003]),
      int8('wz', [4], [0, 0, 0, 0]),
    ],
    reads: [
      ...['QuantizeLinear', 'Transpose', 'DequantizeLinear', 'DequantizeLinear', 'Conv', 'QuantizeLinear'],
      ...['Transpose', 'DequantizeLinear'],
    ],
  },
  {
    title: 'a quantised product with a scale for each column',
    opsets,
    x: ramp(3, 5),
    nodes: rounded(node('QLinearMatMul', [...q, 'w', 'ws', 'wz', ...r], ['r'])),
    initializers: [
      ...unsigned,
      int8('w', [5, 4], spread(20, -128, 127)),
      floats('ws', [4], [0.01, 0.02, 0.004, 0.03]),
      int8('wz', [4], [0, 3, -2, 0]),
    ],
    reads: [
      ...['QuantizeLinear', 'DequantizeLinear', 'DequantizeLinear', 'MatMul', 'QuantizeLinear'],
      'DequantizeLinear',
    ],
  },
  {
    title: 'QGemm with a bias and a scale for each row of a transposed matrix',
    opsets: [13, 17],
    x: ramp(3, 5),
    nodes: rounded(
      microsoft('QGemm', [...q, 'w', 'ws', 'wz', 'c', ...r], ['r'], i('transB', 1), f('alpha', 0.5)),
    ),
    initializers: [
      ...unsigned,
      int8('w', [4, 5], spread(20, -128, 127)),
      floats('ws', [4], [0.01, 0.02, 0.004, 0.03]),
      int8('wz', [4], [0, 0, 0, 0]),
      int32('c', [4], [1000, -2000, 30, 7]),
    ],
    reads: [
      'QuantizeLinear',
      ...['DequantizeLinear', 'DequantizeLinear', 'DequantizeLinear', 'Gemm', 'QuantizeLinear'],
      'DequantizeLinear',
    ],
  },
  {
    title: 'QGemm that ends in floats',
    opsets: [13],
    x: ramp(3, 5),
    nodes: [
      node('QuantizeLinear', ['x', 'qs', 'qz'], ['q']),
      microsoft('QGemm', [...q, 'w', 'ws', 'wz'], ['y']),
    ],
    initializers: [...unsigned, uint8('w', [5, 4], spread(20, 0, 255)), ...uint8Parameters('w', 0.01, 130)],
    reads: ['QuantizeLinear', 'DequantizeLinear', 'DequantizeLinear', 'Gemm'],
  },
  ...(['Add', 'Mul'] as const).map(
    (op): Case => ({
      title: `a quantised ${op} that broadcasts, without the zero point that may be left out`,
      opsets,
      x: ramp(2, 3, 4),
      nodes: [
        node('QuantizeLinear', ['x', 'qs'], ['q']),
        microsoft(`QLinear${op}`, ['q', 'qs', 'zero', 'o', 'os', 'zero', 'rs'], ['r']),
        node('DequantizeLinear', ['r', 'rs'], ['y']),
      ],
      initializers: [
        ...unsigned,
        uint8('zero', [], [0]),
        uint8('o', [3, 1], [3, 200, 90]),
        floats('os', [], [0.01]),
      ],
      reads: [
        ...['QuantizeLinear', 'DequantizeLinear', 'DequantizeLinear', op, 'QuantizeLinear'],
        'DequantizeLinear',
      ],
    }),
  ),
  {
    title: 'a quantised choice between two values, and two put side by side',
    opsets: [13],
    x: ramp(2, 3, 4),
    nodes: [
      node('Greater', ['x', 'half'], ['c']),
      ...rounded(
        microsoft('QLinearWhere', ['c', ...q, 'o', 'os', 'oz', ...r], ['a']),
        microsoft('QLinearConcat', [...r, 'a', ...r, ...q], ['r'], i('axis', 1)),
      ),
    ],
    initializers: [
      ...unsigned,
      floats('half', [], [0.5]),
      uint8('o', [1], [50]),
      ...uint8Parameters('o', 0.01, 7),
    ],
    reads: [
      ...['Greater', 'QuantizeLinear', 'DequantizeLinear', 'DequantizeLinear', 'Where', 'QuantizeLinear'],
      ...['DequantizeLinear', 'DequantizeLinear', 'Concat', 'QuantizeLinear', 'DequantizeLinear'],
    ],
  },
  ...unary(
    'a quantised mean of windows',
    microsoft(
      'QLinearAveragePool',
      [...q, ...r],
      ['r'],
      ...[is('kernel_shape', 3, 2), is('strides', 2, 1), is('pads', 1, 0, 1, 0), i('count_include_pad', 1)],
    ),
    ['AveragePool'],
  ),
  ...unary('a quantised mean of each channel', microsoft('QLinearGlobalAveragePool', [...q, ...r], ['r']), [
    'GlobalAveragePool',
  ]),
  ...unary('a quantised leaky ReLU', microsoft('QLinearLeakyRelu', [...q, ...r], ['r'], f('alpha', 0.3)), [
    'LeakyRelu',
  ]),
  ...unary('a quantised sigmoid', microsoft('QLinearSigmoid', [...q, ...r], ['r']), ['Sigmoid']),
  ...unary(
    'a quantised softmax of opset 13',
    microsoft('QLinearSoftmax', [...q, ...r], ['r'], i('axis', 1), i('opset', 13)),
    ['Softmax'],
    ramp(2, 3, 4),
  ),
  ...unary(
    'a quantised softmax of opset 11, of a matrix',
    microsoft('QLinearSoftmax', [...q, ...r], ['r'], i('axis', 1), i('opset', 11)),
    ['Flatten', 'Softmax', 'Reshape'],
    ramp(2, 3, 4),
  ),
  {
    title: 'a convolution of whole numbers, its sums cast to floats and read as whole numbers too',
    opsets,
    x: ramp(2, 2, 5, 5),
    nodes: [
      node('QuantizeLinear', ['x', 'qs', 'qz'], ['q']),
      node('ConvInteger', ['q', 'w', 'qz', 'wz'], ['sums'], is('pads', 1, 1, 1, 1)),
      node('Cast', ['sums'], ['a'], i('to', 1)),
      node('Sub', ['sums', 'one'], ['less']),
      node('Cast', ['less'], ['b'], i('to', 1)),
      node('Add', ['a', 'b'], ['y']),
    ],
    initializers: [
      ...unsigned,
      uint8('w', [3, 2, 3, 3], spread(54, 0, 255)),
      uint8('wz', [], [125]),
      int32('one', [], [1]),
    ],
    reads: [
      ...['QuantizeLinear', 'DequantizeLinear', 'DequantizeLinear', 'Conv', 'Cast'],
      ...['Cast', 'Sub', 'Cast', 'Add'],
    ],
  },
  {
    title: 'a product of whole numbers with a zero point for each column, scaled by the values themselves',
    opsets: [11, 13, 17],
    x: ramp(3, 5),
    nodes: [
      node('DynamicQuantizeLinear', ['x'], ['q', 'scale', 'zero']),
      node('MatMulInteger', ['q', 'w', 'zero', 'wz'], ['sums']),
      node('Cast', ['sums'], ['a'], i('to', 1)),
      node('Mul', ['scale', 'ws'], ['both']),
      node('Mul', ['a', 'both'], ['y']),
    ],
    initializers: [
      int8('w', [5, 4], spread(20, -128, 127)),
      int8('wz', [4], [0, 3, -2, 0]),
      floats('ws', [4], [0.01, 0.02, 0.004, 0.03]),
    ],
    reads: [
      ...['DynamicQuantizeLinear', 'DequantizeLinear', 'DequantizeLinear', 'MatMul', 'Cast', 'Mul', 'Mul'],
    ],
  },
  {
    title: 'the same as ONNX Runtime writes it, with a bias',
    opsets: [13],
    x: ramp(2, 3, 5),
    nodes: [
      microsoft('DynamicQuantizeMatMul', ['x', 'w', 'ws', 'wz', 'b'], ['a']),
      node('DynamicQuantizeLinear', ['a'], ['q', 'scale', 'zero']),
      microsoft('MatMulIntegerToFloat', ['q', 'v', 'scale', 'vs', 'zero', '', 'c'], ['y']),
    ],
    initializers: [
      int8('w', [5, 4], spread(20, -128, 127)),
      int8('wz', [4], [0, 3, -2, 0]),
      floats('ws', [4], [0.01, 0.02, 0.004, 0.03]),
      floats('b', [4], [0.5, -1, 2, 0]),
      uint8('v', [4, 2], spread(8, 0, 255)),
      floats('vs', [], [0.02]),
      floats('c', [2], [0.25, -0.5]),
    ],
    reads: [
      ...['DynamicQuantizeLinear', 'DequantizeLinear', 'DequantizeLinear', 'MatMul', 'Mul', 'Mul', 'Add'],
      ...['DynamicQuantizeLinear', 'DequantizeLinear', 'DequantizeLinear', 'MatMul', 'Mul', 'Mul', 'Add'],
    ],
  },
  ...[
    { bits: 4, zeros: ['z'], more: ['', 'b'], reads: ['MatMul', 'Add'] },
    { bits: 4, zeros: [], more: [], reads: ['MatMul'] },
    { bits: 8, zeros: ['z'], more: [], reads: ['MatMul'] },
  ].map(
    ({ bits, zeros, more, reads }): Case => ({
      title: `a product with weights of ${bits} bits in blocks, ${zeros.length} zero points and ${more.length} more inputs`,
      opsets: [13, 21],
      x: ramp(2, 3, 40),
      nodes: [
        microsoft(
          'MatMulNBits',
          ['x', 'w', 's', ...zeros, ...more],
          ['y'],
          ...[i('K', 40), i('N', 3), i('bits', bits), i('block_size', 16)],
        ),
      ],
      initializers: [
        uint8('w', [3, 3, 2 * bits], spread(18 * bits, 0, 255)),
        floats('s', [9], [...ramp(9).data]),
        uint8('z', [bits === 4 ? 6 : 9], spread(bits === 4 ? 6 : 9, 0, 255)),
        floats('b', [3], [0.5, -1, 2]),
      ],
      reads,
    }),
  ),
  {
    title: 'ONNX Runtime’s own quantisers of 8 bits, and pools and reshapes of whole numbers between them',
    opsets: [13, 17],
    x: ramp(1, 4, 4, 2),
    nodes: [
      microsoft('QuantizeLinear', ['x', 'qs', 'qz'], ['q']),
      microsoft('NhwcMaxPool', ['q'], ['m'], is('kernel_shape', 2, 2), is('strides', 2, 2)),
      microsoft('DequantizeLinear', ['m', 'qs', 'qz'], ['y']),
    ],
    initializers: [...unsigned],
    reads: ['QuantizeLinear', 'Transpose', 'MaxPool', 'Transpose', 'DequantizeLinear'],
  },
];
