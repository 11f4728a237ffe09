import { apart, type GradientCase, positive } from './gradientCase.ts';

const training = { training_mode: 1, momentum: 0, epsilon: 1e-3 };

const batchNorm = (title: string, shape: readonly number[], outputs: number): GradientCase => ({
  rule: 'BatchNormalization',
  title,
  inputs: [shape, positive([shape[1]]), [shape[1]]],
  build: (g, x, scale, bias) => {
    // Unequal, since ONNX Runtime stores equal initializers once and then writes mean and variance to one place.
    const stored = ['mean', 'variance'].map((name) => g.initializer(name, positive([shape[1]], name)));
    return g.addMany('BatchNormalization', [x, scale, bias, ...stored], 3, training).slice(0, outputs);
  },
});

const alongAxes = ['Softmax', 'LogSoftmax'].flatMap((rule) =>
  [
    { title: 'last axis', shape: [3, 4], attributes: {} },
    { title: 'axis 1 of 3', shape: [2, 3, 2], attributes: { axis: 1 } },
    { title: 'axis −3', shape: [3, 2, 2], attributes: { axis: -3 } },
  ].map(
    ({ title, shape, attributes }): GradientCase => ({
      rule,
      title,
      inputs: [shape],
      build: (g, x) => g.add(rule, [x], attributes),
    }),
  ),
);

export const normalizationCases: readonly GradientCase[] = [
  ...alongAxes,
  batchNorm('batch statistics', [3, 2, 2, 3], 1),
  batchNorm('batch statistics that are outputs themselves', [3, 2, 2, 3], 3),
  batchNorm('batch statistics of one axis', [3, 2, 4], 1),
  {
    rule: 'BatchNormalization',
    title: 'stored statistics and their gradients',
    inputs: [
      [2, 3, 2, 2],
      positive([3], 'scale'),
      [3],
      apart([3], { seed: 'mean' }),
      positive([3], 'variance'),
    ],
    build: (g, ...inputs) => g.add('BatchNormalization', inputs, { epsilon: 1e-3 }),
  },
  {
    rule: 'BatchNormalization',
    title: 'stored statistics of [N, C]',
    inputs: [[4, 3], positive([3], 'scale'), [3]],
    build: (g, x, scale, bias) => {
      const stored = [g.initializer('mean', apart([3])), g.initializer('variance', positive([3]))];
      return g.add('BatchNormalization', [x, scale, bias, ...stored]);
    },
  },
  {
    rule: 'BatchNormalization',
    title: 'stored statistics, x alone',
    inputs: [[2, 3, 2, 2]],
    build: (g, x) => {
      const stored = g.initializer('stored', positive([3]));
      return g.add('BatchNormalization', [x, stored, stored, stored, stored]);
    },
  },
  {
    rule: 'InstanceNormalization',
    title: 'images, scale and bias',
    inputs: [[2, 3, 3, 2], positive([3]), [3]],
    build: (g, ...inputs) => g.add('InstanceNormalization', inputs, { epsilon: 1e-2 }),
  },
  {
    rule: 'InstanceNormalization',
    title: 'one axis',
    inputs: [[2, 2, 5], positive([2]), [2]],
    build: (g, ...inputs) => g.add('InstanceNormalization', inputs),
  },
  ...[
    { axis: -1, shape: [4] },
    { axis: 1, shape: [3, 4] },
    { axis: 2, shape: [1] },
  ].map(
    ({ axis, shape }): GradientCase => ({
      rule: 'LayerNormalization',
      title: `from axis ${axis}, scale and bias of [${shape}]`,
      inputs: [positive([2, 3, 4], 'x'), positive(shape), apart(shape)],
      build: (g, ...inputs) => g.add('LayerNormalization', inputs, { axis, epsilon: 0.1 }),
    }),
  ),
  {
    rule: 'LayerNormalization',
    title: 'without bias, its statistics unused',
    inputs: [[2, 5], positive([5])],
    build: (g, ...inputs) => g.addMany('LayerNormalization', inputs, 3)[0],
  },
  ...[
    { axes: [1, 2, 3], shape: [2, 3, 2, 2] },
    { axes: [-1, 2], shape: [2, 3, 2, 3] },
    { axes: undefined, shape: [1, 3, 3, 2] },
  ].map(
    ({ axes, shape }): GradientCase => ({
      rule: 'MeanVarianceNormalization',
      title: `axes ${axes ?? 'not stated'}`,
      inputs: [shape],
      build: (g, x) => g.add('MeanVarianceNormalization', [x], axes && { axes }),
    }),
  ),
  ...[1, 3, 5].map(
    (size): GradientCase => ({
      rule: 'LRN',
      title: `windows of ${size} channels`,
      inputs: [[2, 6, 2, 2]],
      build: (g, x) => g.add('LRN', [x], { size, alpha: 0.7, beta: 0.6, bias: 1.5 }),
    }),
  ),
];
