import type { GraphBuilder } from '#passband/onnx/build/builder.ts';
import type { Value } from '#passband/onnx/graph/graph.ts';
import { float32, tensor } from '#passband/tensor/tensor.ts';
import type { GradientCase } from './gradientCase.ts';

// As long as the step of the central differences, and the inputs are multiples of it: no rounding takes place.
const unit = 0.01;
const multiples = float32(
  [2, 2, 3],
  [-190, -120, -61, -20, -4, 3, 50, 77, 110, 150, 180, 240].map((count) => count * unit),
);

const stated = ['QuantizeLinear', 'DequantizeLinear'].flatMap((rule): GradientCase[] => [
  {
    rule,
    title: 'uint8, values on either side of its range',
    inputs: [multiples],
    build: (g, x) => {
      const [scale, zeroPoint] = [g.scalar(unit), g.constant(tensor('uint8', [], Uint8Array.of(100)))];
      const whole = g.add('QuantizeLinear', [x, scale, zeroPoint]);
      return g.add('DequantizeLinear', [whole, scale, zeroPoint]);
    },
  },
  {
    rule,
    title: 'int8, a scale for each channel, turned in between',
    inputs: [multiples],
    build: (g, x) => {
      const scales = g.constant(float32([2], [unit, unit / 2]));
      const zeroPoints = g.constant(tensor('int8', [2], Int8Array.of(0, -10)));
      const whole = g.add('QuantizeLinear', [x, scales, zeroPoints]);
      const turned = g.add('Transpose', [whole], { perm: [0, 2, 1] });
      return g.add('DequantizeLinear', [turned, scales, zeroPoints], { axis: -1 });
    },
  },
  {
    rule,
    title: 'no zero point, a list of one scale',
    inputs: [multiples],
    build: (g, x) => {
      const scale = g.constant(float32([1], [unit]));
      return g.add('DequantizeLinear', [g.add('QuantizeLinear', [x, scale]), scale]);
    },
  },
]);

/** Operators that stand between quantisers and work on the whole numbers themselves. */
const between: readonly (readonly [title: string, build: (g: GraphBuilder, whole: Value) => Value])[] = [
  ['MaxPool', (g, whole) => g.add('MaxPool', [whole], { kernel_shape: [2, 2], strides: [2, 1] })],
  ['Concat', (g, whole) => g.add('Concat', [whole, whole], { axis: 1 })],
  ['Reshape', (g, whole) => g.add('Reshape', [whole, g.ints(2, 8)])],
  ['Transpose', (g, whole) => g.add('Transpose', [whole], { perm: [0, 2, 3, 1] })],
  ['Pad', (g, whole) => g.add('Pad', [whole, g.ints(0, 0, 1, 0, 0, 0, 0, 1), zero(g)])],
  ['Slice', (g, whole) => g.add('Slice', [whole, g.ints(1), g.ints(2), g.ints(3)])],
  ['Gather', (g, whole) => g.add('Gather', [whole, g.ints(1, 1, 0)], { axis: 2 })],
  ['Flatten', (g, whole) => g.add('Flatten', [whole], { axis: 1 })],
  ['Squeeze', (g, whole) => g.add('Squeeze', [whole, g.ints(0)])],
  ['Unsqueeze', (g, whole) => g.add('Unsqueeze', [whole, g.ints(0)])],
  ['Split', (g, whole) => g.addMany('Split', [whole], 2, { axis: 2 })[1]],
  ['Expand', (g, whole) => g.add('Expand', [whole, g.ints(3, 2, 2, 4)])],
  [
    'DepthToSpace',
    (g, whole) => g.add('DepthToSpace', [g.add('Concat', [whole, whole], { axis: 1 })], { blocksize: 2 }),
  ],
  ['Max', (g, whole) => g.add('Max', [whole, zero(g)])],
  ['Min', (g, whole) => g.add('Min', [whole, zero(g)])],
  [
    'Resize',
    (g, whole) =>
      g.add('Resize', [whole, '', g.constant(float32([4], [1, 1, 2, 2]))], {
        mode: 'nearest',
        coordinate_transformation_mode: 'asymmetric',
        nearest_mode: 'floor',
      }),
  ],
  ['Identity', (g, whole) => g.add('Identity', [whole])],
  ['ReduceMax', (g, whole) => g.add('ReduceMax', [whole], { axes: [2, 3] })],
  ['Clip', (g, whole) => g.add('Clip', [whole, zero(g)])],
];

const zero = (g: GraphBuilder) => g.constant(tensor('uint8', [], Uint8Array.of(100)));

export const quantizationCases: readonly GradientCase[] = [
  ...stated,
  ...between.map(
    ([title, build]): GradientCase => ({
      rule: 'DequantizeLinear',
      title: `${title} of whole numbers`,
      inputs: [
        float32(
          [1, 2, 2, 4],
          [-90, -61, -44, -20, -9, 3, 18, 30, 42, 50, 77, 81, 96, 110, 131, 150].map((count) => count * unit),
        ),
      ],
      build: (g, x) => {
        const scale = g.scalar(unit);
        const whole = build(g, g.add('QuantizeLinear', [x, scale, zero(g)]));
        return g.add('DequantizeLinear', [whole, scale, zero(g)]);
      },
    }),
  ),
  {
    rule: 'DynamicQuantizeLinear',
    title: 'smallest and largest value apart, which give the scale',
    inputs: [float32([2, 3], [-0.9, -0.31, 0, 0.03, 0.77, 1.2])],
    build: (g, x) => {
      const ends = g.constant(float32([2, 1], [-100 * unit, 155 * unit]));
      const all = g.add('Concat', [x, ends], { axis: 1 });
      return g.add('DequantizeLinear', g.addMany('DynamicQuantizeLinear', [all], 3));
    },
  },
];
