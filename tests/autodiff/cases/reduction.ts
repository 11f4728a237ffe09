import type { Attributes } from '#passband/onnx/graph.ts';
import type { GradientCase } from './gradientCase.ts';

const foldings: readonly { title: string; axes?: readonly number[]; keepdims: number }[] = [
  { title: 'all axes', keepdims: 0 },
  { title: 'all axes, kept', keepdims: 1 },
  { title: 'axes 1 and −1', axes: [1, -1], keepdims: 0 },
  { title: 'axis 0, kept', axes: [0], keepdims: 1 },
];

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
  {
    rule: 'ReduceSum',
    title: 'no axes, left as it is',
    inputs: [[2, 3]],
    build: (g, x) => g.add('ReduceSum', [x], { noop_with_empty_axes: 1 }),
  },
];
