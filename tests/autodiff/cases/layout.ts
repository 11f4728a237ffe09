import type { GradientCase } from './gradientCase.ts';

const far = 2 ** 31 - 1;

const slices = [
  { title: 'steps of 1, ends far behind', starts: [1, -2], ends: [3, far], axes: [0, 2], steps: [1, 1] },
  { title: 'steps of 2 and 3', starts: [0, 1], ends: [far, far], axes: [1, 2], steps: [2, 3] },
  { title: 'backwards', starts: [-1], ends: [-far], axes: [1], steps: [-1] },
  { title: 'backwards in steps of 3', starts: [far], ends: [-far], axes: [2], steps: [-3] },
  { title: 'backwards in steps of 2 from the middle', starts: [3], ends: [0], axes: [-1], steps: [-2] },
];

const paddings = [
  { title: 'zeros', mode: 'constant', pads: [1, 0, 2, 0, 1, 1] },
  { title: 'zeros on one side, cropped on the other', mode: 'constant', pads: [0, 1, -1, 0, -1, 2] },
  { title: 'the edge repeated', mode: 'edge', pads: [0, 2, 1, 1, 0, 2] },
  { title: 'the mirror image', mode: 'reflect', pads: [0, 1, 2, 0, 2, 1] },
  { title: 'the edge of a cropped axis', mode: 'edge', pads: [0, -1, 2, 0, 1, -2] },
  { title: 'the mirror image of a cropped axis', mode: 'reflect', pads: [0, 1, -1, 0, -1, 2] },
];

const channelPadding: GradientCase = {
  rule: 'Pad',
  title: 'channels of zeros',
  inputs: [[1, 2, 2, 2]],
  build: (g, x) => g.add('Pad', [x, g.ints(0, 1, 0, 0, 0, 2, 0, 0)]),
};

export const layoutCases: readonly GradientCase[] = [
  {
    rule: 'Reshape',
    title: 'zero and minus one in the shape',
    inputs: [[2, 3, 4]],
    build: (g, x) => g.add('Reshape', [x, g.ints(0, -1)]),
  },
  {
    rule: 'Flatten',
    title: 'axis 2',
    inputs: [[2, 3, 4]],
    build: (g, x) => g.add('Flatten', [x], { axis: 2 }),
  },
  {
    rule: 'Squeeze',
    title: 'one axis',
    inputs: [[2, 1, 3]],
    build: (g, x) => g.add('Squeeze', [x, g.ints(1)]),
  },
  { rule: 'Squeeze', title: 'all of size 1', inputs: [[1, 2, 1]], build: (g, x) => g.add('Squeeze', [x]) },
  {
    rule: 'Unsqueeze',
    title: 'two axes',
    inputs: [[2, 3]],
    build: (g, x) => g.add('Unsqueeze', [x, g.ints(0, -1)]),
  },
  {
    rule: 'Transpose',
    title: 'a cycle of axes',
    inputs: [[2, 3, 4]],
    build: (g, x) => g.add('Transpose', [x], { perm: [1, 2, 0] }),
  },
  { rule: 'Transpose', title: 'reversed', inputs: [[2, 3, 4]], build: (g, x) => g.add('Transpose', [x]) },
  {
    rule: 'Concat',
    title: 'three parts, one of them constant',
    inputs: [
      [2, 1, 3],
      [2, 2, 3],
    ],
    build: (g, x, y) =>
      g.add('Concat', [x, g.add('Expand', [g.scalar(1), g.ints(2, 2, 3)]), y], { axis: -2 }),
  },
  {
    rule: 'Split',
    title: 'unequal parts, the first of them unused',
    inputs: [[2, 6]],
    build: (g, x) => g.addMany('Split', [x, g.ints(1, 2, 3)], 3, { axis: 1 }).slice(1),
  },
  {
    rule: 'Split',
    title: 'equal parts',
    inputs: [[4, 3]],
    build: (g, x) => g.addMany('Split', [x], 2, { axis: 0 }),
  },
  ...slices.map(
    ({ title, starts, ends, axes, steps }): GradientCase => ({
      rule: 'Slice',
      title,
      inputs: [[3, 4, 5]],
      build: (g, x) =>
        g.add('Slice', [x, g.ints(...starts), g.ints(...ends), g.ints(...axes), g.ints(...steps)]),
    }),
  ),
  {
    rule: 'Slice',
    title: 'axes and steps left out',
    inputs: [[3, 4]],
    build: (g, x) => g.add('Slice', [x, g.ints(1, 0), g.ints(3, 2)]),
  },
  ...paddings.map(
    ({ title, mode, pads }): GradientCase => ({
      rule: 'Pad',
      title,
      inputs: [[2, 3, 4]],
      build: (g, x) => g.add('Pad', [x, g.ints(...pads)], { mode }),
    }),
  ),
  channelPadding,
  {
    rule: 'Expand',
    title: 'a new axis and two of size 1',
    inputs: [[2, 1, 1]],
    build: (g, x) => g.add('Expand', [x, g.ints(3, 1, 4, 2)]),
  },
  {
    rule: 'Tile',
    title: 'three axes, one of them once',
    inputs: [[2, 3, 2]],
    build: (g, x) => g.add('Tile', [x, g.ints(2, 1, 3)]),
  },
  ...['DCR', 'CRD'].map(
    (mode): GradientCase => ({
      rule: 'DepthToSpace',
      title: mode,
      inputs: [[2, 8, 2, 3]],
      build: (g, x) => g.add('DepthToSpace', [x], { blocksize: 2, mode }),
    }),
  ),
  {
    rule: 'SpaceToDepth',
    title: 'blocks of 2 × 2',
    inputs: [[2, 2, 4, 6]],
    build: (g, x) => g.add('SpaceToDepth', [x], { blocksize: 2 }),
  },
  ...[0, 1].flatMap((reverse) =>
    [0, 1].map(
      (exclusive): GradientCase => ({
        rule: 'CumSum',
        title: `reverse ${reverse}, exclusive ${exclusive}`,
        inputs: [[2, 4]],
        build: (g, x) => g.add('CumSum', [x, g.ints(1)], { reverse, exclusive }),
      }),
    ),
  ),
  {
    rule: 'Trilu',
    title: 'the lower triangle and one diagonal more',
    inputs: [[2, 3, 3]],
    build: (g, x) => g.add('Trilu', [x, g.ints(1)], { upper: 0 }),
  },
];
