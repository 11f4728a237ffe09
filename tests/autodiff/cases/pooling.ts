import type { Attributes } from '#passband/onnx/graph/graph.ts';
import type { GradientCase } from './gradientCase.ts';

const square = (size: number, stride: number, pads = [0, 0, 0, 0]): Attributes => ({
  kernel_shape: [size, size],
  strides: [stride, stride],
  pads,
});

const pool = (
  rule: string,
  title: string,
  x: readonly number[],
  attributes: Attributes = {},
): GradientCase => ({
  rule,
  title,
  inputs: [x],
  build: (g, value) => g.add(rule, [value], attributes),
});

const averaged = [0, 1].flatMap((count_include_pad) =>
  [
    { title: '3×3, stride 2, padding', x: [2, 2, 5, 6], windows: square(3, 2, [1, 1, 1, 1]) },
    {
      title: '2×3, stride 1, asymmetric padding',
      x: [1, 2, 4, 4],
      windows: { ...square(2, 1, [1, 0, 0, 1]), kernel_shape: [2, 3] },
    },
  ].map(({ title, x, windows }) =>
    pool('AveragePool', `${title}, count_include_pad ${count_include_pad}`, x, {
      ...windows,
      count_include_pad,
    }),
  ),
);

export const poolingCases: readonly GradientCase[] = [
  pool('MaxPool', '2×2 side by side', [2, 3, 4, 6], square(2, 2)),
  pool('MaxPool', '3×3 side by side, pixels left over', [1, 2, 7, 8], square(3, 3)),
  pool('MaxPool', '17×17', [1, 1, 17, 17], square(17, 17)),
  pool('MaxPool', '2×2 side by side, padding', [1, 2, 5, 5], square(2, 2, [1, 0, 0, 1])),
  pool('MaxPool', '2×2 side by side, the last window overhangs', [1, 2, 5, 3], {
    ...square(2, 2),
    ceil_mode: 1,
  }),
  pool('MaxPool', '3×3, stride 2, padding', [2, 2, 6, 5], square(3, 2, [1, 1, 1, 1])),
  pool('MaxPool', '2×2, stride 1', [1, 2, 4, 4], square(2, 1)),
  pool('MaxPool', '2×2, stride 3', [1, 2, 6, 5], square(2, 3)),
  pool('MaxPool', 'dilation 2', [1, 1, 6, 6], { ...square(2, 2), dilations: [2, 2] }),
  pool('MaxPool', '2×3 side by side', [1, 2, 4, 6], { kernel_shape: [2, 3], strides: [2, 3] }),
  pool('MaxPool', 'one axis', [1, 2, 6], { kernel_shape: [3], strides: [2] }),
  {
    rule: 'MaxPool',
    title: 'indices among the outputs',
    inputs: [[1, 2, 5, 5]],
    build: (g, x) => g.addMany('MaxPool', [x], 2, square(3, 2))[0],
  },
  pool('AveragePool', '2×2 side by side', [2, 2, 4, 4], square(2, 2)),
  pool('AveragePool', 'pixels left over', [1, 2, 5, 7], square(2, 2)),
  ...averaged,
  pool('AveragePool', 'the last window overhangs', [1, 2, 5, 4], { ...square(3, 2), ceil_mode: 1 }),
  pool('AveragePool', 'same size', [1, 2, 5, 4], {
    kernel_shape: [3, 2],
    strides: [1, 1],
    auto_pad: 'SAME_UPPER',
  }),
  ...[0, 1].flatMap((count_include_pad) => [
    pool(
      'AveragePool',
      `the last window overhangs its padding, count_include_pad ${count_include_pad}`,
      [1, 2, 6, 5],
      {
        ...square(3, 2, [1, 0, 1, 0]),
        ceil_mode: 1,
        count_include_pad,
      },
    ),
    pool('AveragePool', `one axis, count_include_pad ${count_include_pad}`, [1, 2, 6], {
      kernel_shape: [3],
      strides: [2],
      pads: [1, 1],
      count_include_pad,
    }),
  ]),
  pool('AveragePool', 'three axes', [1, 2, 3, 4, 3], { kernel_shape: [2, 2, 2], strides: [1, 2, 1] }),
  pool('MaxPool', 'three axes', [1, 2, 3, 4, 3], { kernel_shape: [2, 2, 2], strides: [1, 2, 1] }),
  ...[1, 2, 3].flatMap((p) => [
    pool('LpPool', `p = ${p}`, [1, 2, 5, 6], { ...square(3, 2, [1, 0, 0, 1]), p }),
    pool('GlobalLpPool', `p = ${p}`, [2, 2, 3, 2], { p }),
  ]),
  pool('GlobalAveragePool', 'images', [2, 3, 3, 2]),
  pool('GlobalMaxPool', 'images', [2, 3, 3, 2]),
];
