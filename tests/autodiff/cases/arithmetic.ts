import { tensor } from '#passband/tensor/tensor.ts';
import { apart, type GradientCase, positive } from './gradientCase.ts';

const broadcastPairs = [
  {
    title: 'equal shapes',
    shapes: [
      [2, 3],
      [2, 3],
    ],
  },
  {
    title: 'a row against a column',
    shapes: [
      [1, 3],
      [2, 1],
    ],
  },
  {
    title: 'one per channel against images',
    shapes: [
      [2, 3, 2, 2],
      [3, 1, 1],
    ],
  },
  { title: 'a scalar against a matrix', shapes: [[], [2, 3]] },
];

const binary = ['Add', 'Sub', 'Mul', 'Div', 'Max', 'Min', 'Sum', 'Mean'].flatMap((op) =>
  broadcastPairs.map(
    ({ title, shapes: [a, b] }): GradientCase => ({
      rule: op,
      title,
      inputs: [apart(a, { seed: 'a' }), op === 'Div' ? positive(b) : apart(b, { seed: 'b', offset: 0.0125 })],
      build: (g, x, y) => g.add(op, [x, y]),
    }),
  ),
);

export const arithmeticCases: readonly GradientCase[] = [
  ...binary,
  {
    rule: 'Max',
    title: 'three inputs, one of them constant',
    inputs: [apart([4, 3], { seed: 'a' }), apart([4, 3], { seed: 'b', offset: 0.0125 })],
    build: (g, x, y) => g.add('Max', [x, y, g.scalar(-0.1)]),
  },
  ...['Sum', 'Mean'].map(
    (rule): GradientCase => ({
      rule,
      title: 'three inputs, one of them constant',
      inputs: [[4, 3], [3]],
      build: (g, x, y) => g.add(rule, [x, g.scalar(2), y]),
    }),
  ),
  {
    rule: 'Pow',
    title: 'squares of values of either sign',
    inputs: [[3, 4]],
    build: (g, x) => g.add('Pow', [x, g.scalar(2)]),
  },
  {
    rule: 'Pow',
    title: 'cubes',
    inputs: [[3, 4]],
    build: (g, x) => g.add('Pow', [x, g.scalar(3)]),
  },
  {
    rule: 'Pow',
    title: 'inverse square roots',
    inputs: [positive([3, 4])],
    build: (g, x) => g.add('Pow', [x, g.scalar(-0.5)]),
  },
  {
    rule: 'Pow',
    title: 'gradients of base and exponent',
    inputs: [positive([3, 4]), apart([4])],
    build: (g, x, y) => g.add('Pow', [x, y]),
  },
  {
    rule: 'Pow',
    title: 'whole numbers as exponents',
    inputs: [positive([2, 3])],
    build: (g, x) => g.add('Pow', [x, g.ints(2, 3, -1)]),
  },
  {
    rule: 'Where',
    title: 'both branches broadcast',
    inputs: [[2, 1], [3]],
    build: (g, x, y) => {
      const condition = g.constant(tensor('bool', [2, 3], Uint8Array.of(1, 0, 1, 0, 0, 1)));
      return g.add('Where', [condition, x, y]);
    },
  },
];
