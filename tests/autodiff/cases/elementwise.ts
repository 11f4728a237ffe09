import { float32, tensor } from '#passband/tensor/tensor.ts';
import { apart, type GradientCase, positive } from './gradientCase.ts';

const smooth = ['Identity', 'Neg', 'Abs', 'Exp'].map(
  (op): GradientCase => ({ rule: op, title: op, inputs: [[3, 7]], build: (g, x) => g.add(op, [x]) }),
);

export const elementwiseCases: readonly GradientCase[] = [
  ...smooth,
  { rule: 'Sqrt', title: 'square root', inputs: [positive([5])], build: (g, x) => g.add('Sqrt', [x]) },
  { rule: 'Log', title: 'logarithm', inputs: [positive([5])], build: (g, x) => g.add('Log', [x]) },
  {
    rule: 'Reciprocal',
    title: 'of positive values',
    inputs: [positive([5])],
    build: (g, x) => g.add('Reciprocal', [x]),
  },
  { rule: 'Dropout', title: 'inference', inputs: [[2, 3]], build: (g, x) => g.add('Dropout', [x]) },
  {
    rule: 'Cast',
    title: 'to float64 and back',
    inputs: [[2, 3]],
    build: (g, x) => g.add('Cast', [g.add('Cast', [x], { to: 11 })], { to: 1 }),
  },
  {
    rule: 'CastLike',
    title: 'a float64 and back',
    inputs: [[2, 3]],
    build: (g, x) => {
      const double = g.initializer('double', tensor('float64', [], Float64Array.of(1)));
      return g.add('CastLike', [g.add('CastLike', [x, double]), g.scalar(1)]);
    },
  },
  {
    rule: 'Cast',
    title: 'to float16 and back',
    // Whole numbers of hundredths, also a step away.
    inputs: [float32([4], [0.5, -0.25, 0.12, -1])],
    build: (g, x) => {
      const half = g.add('Cast', [g.add('Mul', [x, g.scalar(100)])], { to: 10 });
      return g.add('Mul', [g.add('Cast', [half], { to: 1 }), g.scalar(1 / 100)]);
    },
  },
  {
    rule: 'Clip',
    title: 'two bounds, gradients of both',
    inputs: [[20], apart([], { offset: -0.325 }), apart([], { offset: 0.275 })],
    build: (g, x, low, high) => g.add('Clip', [x, low, high]),
  },
  {
    rule: 'Clip',
    title: 'an upper bound only',
    inputs: [[20]],
    build: (g, x) => g.add('Clip', [x, '', g.scalar(0.2)]),
  },
];
