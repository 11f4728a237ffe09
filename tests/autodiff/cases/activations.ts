import type { Attributes } from '#passband/onnx/graph/graph.ts';
import { float32 } from '#passband/tensor/tensor.ts';
import { apart, type GradientCase } from './gradientCase.ts';

/** Values between −5 and 5, 0.25 apart and none nearer than 0.125 to a whole number or zero. */
const wide = float32(
  [4, 10],
  apart([4, 10]).data.map((value) => 5 * value),
);

const activation = (rule: string, title: string, attributes: Attributes = {}): GradientCase => ({
  rule,
  title,
  inputs: [wide],
  build: (g, x) => g.add(rule, [x], attributes),
});

export const activationCases: readonly GradientCase[] = [
  ...['Sigmoid', 'Tanh', 'Relu', 'HardSwish', 'Softplus', 'Softsign', 'Erf'].map((rule) =>
    activation(rule, 'values of either sign'),
  ),
  ...['LeakyRelu', 'ThresholdedRelu', 'Elu', 'Selu', 'Celu', 'HardSigmoid'].map((rule) =>
    activation(rule, 'as its attributes are by default'),
  ),
  activation('LeakyRelu', 'a negative slope', { alpha: -0.3 }),
  activation('ThresholdedRelu', 'a threshold below zero', { alpha: -2 }),
  activation('Elu', 'alpha 2', { alpha: 2 }),
  activation('Selu', 'alpha 1, gamma 2', { alpha: 1, gamma: 2 }),
  activation('Celu', 'alpha 2', { alpha: 2 }),
  activation('HardSigmoid', 'a sixth of x', { alpha: 1 / 6, beta: 0.5 }),
  {
    rule: 'PRelu',
    title: 'a slope for each channel',
    inputs: [[2, 3, 2, 2], apart([3, 1, 1])],
    build: (g, x, slope) => g.add('PRelu', [x, slope]),
  },
  {
    rule: 'PRelu',
    title: 'one slope',
    inputs: [[2, 3], [1]],
    build: (g, x, slope) => g.add('PRelu', [x, slope]),
  },
];
