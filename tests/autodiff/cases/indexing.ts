import { int64 } from '#passband/tensor/tensor.ts';
import type { GradientCase } from './gradientCase.ts';

export const indexingCases: readonly GradientCase[] = [
  {
    rule: 'Gather',
    title: 'a matrix of indices with repeats and one from the end',
    inputs: [[2, 4, 3]],
    build: (g, x) => g.add('Gather', [x, g.add('Reshape', [g.ints(1, 3, 1, -1), g.ints(2, 2)])], { axis: 1 }),
  },
  {
    rule: 'Gather',
    title: 'one index',
    inputs: [[3, 4]],
    build: (g, x) => g.add('Gather', [x, g.add('Squeeze', [g.ints(2)])]),
  },
  {
    rule: 'GatherElements',
    title: 'repeats and one from the end',
    inputs: [[3, 4]],
    build: (g, x) => {
      const indices = g.constant(int64([2, 4], [0, 2, 1, -1, 0, 1, 1, 2]));
      return g.add('GatherElements', [x, indices]);
    },
  },
  {
    rule: 'GatherElements',
    title: 'axis 1',
    inputs: [[2, 4]],
    build: (g, x) => g.add('GatherElements', [x, g.constant(int64([2, 2], [3, 3, 0, 1]))], { axis: 1 }),
  },
  {
    rule: 'GatherND',
    title: 'rows, one of them twice',
    inputs: [[2, 3, 2]],
    build: (g, x) => g.add('GatherND', [x, g.constant(int64([3, 2], [0, 1, 1, 2, 0, 1]))]),
  },
  ...['none', 'add'].flatMap((reduction): GradientCase[] => [
    {
      rule: 'ScatterElements',
      title: `data and updates, reduction ${reduction}`,
      inputs: [
        [3, 4],
        [2, 2],
      ],
      build: (g, x, updates) => {
        const indices = g.constant(int64([2, 2], [3, 0, 1, 2]));
        return g.add('ScatterElements', [x, indices, updates], { axis: 1, reduction });
      },
    },
    {
      rule: 'ScatterND',
      title: `data and updates, reduction ${reduction}`,
      inputs: [
        [3, 4],
        [2, 4],
      ],
      build: (g, x, updates) =>
        g.add('ScatterND', [x, g.constant(int64([2, 1], [2, 0])), updates], { reduction }),
    },
  ]),
  {
    rule: 'TopK',
    title: 'the three largest',
    inputs: [[2, 6]],
    build: (g, x) => g.addMany('TopK', [x, g.ints(3)], 2)[0],
  },
  {
    rule: 'TopK',
    title: 'the two smallest of axis 0',
    inputs: [[5, 2]],
    build: (g, x) => g.addMany('TopK', [x, g.ints(2)], 2, { axis: 0, largest: 0 })[0],
  },
];
