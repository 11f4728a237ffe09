import type { Attributes } from '#passband/onnx/graph/graph.ts';
import { float32, type Tensor } from '#passband/tensor/tensor.ts';
import { apart, type GradientCase, positive } from './gradientCase.ts';

const foldings: readonly { title: string; axes?: readonly number[]; keepdims: number }[] = [
  { title: 'all axes', keepdims: 0 },
  { title: 'all axes, kept', keepdims: 1 },
  { title: 'axes 1 and −1', axes: [1, -1], keepdims: 0 },
  { title: 'axis 0, kept', axes: [0], keepdims: 1 },
];

const folded =
  (rule: string, x: Tensor<'float32'>) =>
  ({ title, axes, keepdims }: (typeof foldings)[number]): GradientCase => ({
    rule,
    title,
    inputs: [x],
    build: (g, value) => g.add(rule, [value], { keepdims, ...(axes ? { axes } : {}) }),
  });

export const reductionCases: readonly GradientCase[] = [
  ...['ReduceSum', 'ReduceMean', 'ReduceSumSquare', 'ReduceMax', 'ReduceMin'].flatMap((rule) =>
    foldings.map(
      ({ title, axes, keepdims }): GradientCase => ({
        rule,
        title,
        inputs: [[2, 3, 4]],
        build: (g, x) => {
          const asInput = rule === 'ReduceSum';
          const attributes: Attributes = { keepdims, ...(axes && !asInput ? { axes } : {}) };
          return g.add(rule, axes && asInput ? [x, g.ints(...axes)] : [x], attributes);
        },
      }),
    ),
  ),
  ...['ReduceL1', 'ReduceL2', 'ReduceLogSumExp'].flatMap((rule) =>
    foldings.map(folded(rule, apart([2, 3, 4]))),
  ),
  ...['ReduceProd', 'ReduceLogSum'].flatMap((rule) => foldings.map(folded(rule, positive([2, 3, 4])))),
  {
    rule: 'ReduceProd',
    title: 'factors of zero, once and twice',
    inputs: [float32([3, 3], [0, 2, 3, 0, -1.5, 0, 1, 2, -1])],
    build: (g, x) => g.add('ReduceProd', [x], { axes: [1] }),
  },
  {
    rule: 'ReduceSum',
    title: 'no axes, left as it is',
    inputs: [[2, 3]],
    build: (g, x) => g.add('ReduceSum', [x], { noop_with_empty_axes: 1 }),
  },
];
