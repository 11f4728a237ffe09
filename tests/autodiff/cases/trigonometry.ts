import { float32 } from '#passband/tensor/tensor.ts';
import { apart, type GradientCase, positive } from './gradientCase.ts';

const everywhere = ['Sin', 'Cos', 'Tan', 'Asin', 'Acos', 'Atan', 'Sinh', 'Cosh', 'Asinh', 'Atanh'];

export const trigonometryCases: readonly GradientCase[] = [
  ...everywhere.map(
    (rule): GradientCase => ({
      rule,
      title: 'values of either sign',
      inputs: [apart([3, 7])],
      build: (g, x) => g.add(rule, [x]),
    }),
  ),
  {
    rule: 'Acosh',
    title: 'values above 1',
    inputs: [
      float32(
        [7],
        positive([7]).data.map((value) => value + 1),
      ),
    ],
    build: (g, x) => g.add('Acosh', [x]),
  },
];
