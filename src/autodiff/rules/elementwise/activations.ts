import type { GraphBuilder } from '../../../onnx/build/builder.ts';
import type { Value } from '../../../onnx/graph/graph.ts';
import { add, isEqual, isPositive, mul, scale, sub } from '../operators.ts';
import type { GradientRule, GradientRules } from '../rule.ts';
import { unbroadcast } from '../unbroadcast.ts';

/** 1 where x > 0, else `slope`, which is a number or a value that broadcasts to x. */
function slopeOf(g: GraphBuilder, x: Value, slope: Value): Value {
  return add(g, slope, mul(g, isPositive(g, x), sub(g, g.scalar(1), slope)));
}

const belowZero = (g: GraphBuilder, x: Value) => g.add('Min', [x, g.scalar(0)]);

const leakyRelu: GradientRule<'LeakyRelu'> = ({ g, node, inputs: [x], dy: [dy] }) => {
  const alpha = node.attributes.alpha ?? 0.01;
  const slope = add(g, scale(g, isPositive(g, x), 1 - alpha), g.scalar(alpha));
  return [mul(g, dy, slope)];
};

const parametricRelu: GradientRule = ({ g, inputs: [x, slope], dy: [dy], needs }) => [
  needs[0] ? mul(g, dy, slopeOf(g, x, slope)) : null,
  needs[1] ? unbroadcast(g, mul(g, dy, belowZero(g, x)), g.shape(slope)) : null,
];

/** The slope gamma·alpha·eˣ at and below zero, gamma above it. */
function exponentialUnit(g: GraphBuilder, x: Value, alpha: number, gamma: number): Value {
  const below = scale(g, g.add('Exp', [belowZero(g, x)]), alpha * gamma);
  // Above zero the exponential is 1, so alpha·gamma is there already.
  return alpha === 1 ? below : add(g, below, scale(g, isPositive(g, x), gamma * (1 - alpha)));
}

const celu: GradientRule<'Celu'> = ({ g, node, inputs: [x], dy: [dy] }) => {
  const slope = g.add('Exp', [scale(g, belowZero(g, x), 1 / (node.attributes.alpha ?? 1))]);
  return [mul(g, dy, slope)];
};

/** Where it rises, bounds excluded, as in PyTorch. */
const hardSigmoid: GradientRule<'HardSigmoid'> = ({ g, node, outputs: [y], dy: [dy] }) => {
  const rises = isPositive(g, mul(g, y, sub(g, g.scalar(1), y)));
  return [mul(g, dy, scale(g, rises, node.attributes.alpha ?? 0.2))];
};

/** x·h with h = x/6 + ½ between −3 and 3: the slope is h + x/6 there, bounds included, as in PyTorch. */
const hardSwish: GradientRule = ({ g, inputs: [x], dy: [dy] }) => {
  const inside = isEqual(g, x, g.add('Clip', [x, g.scalar(-3), g.scalar(3)]));
  const step = g.add('HardSigmoid', [x], { alpha: 1 / 6, beta: 0.5 });
  return [mul(g, dy, add(g, step, mul(g, scale(g, x, 1 / 6), inside)))];
};

const softsign: GradientRule = ({ g, outputs: [y], dy: [dy] }) => {
  const root = sub(g, g.scalar(1), g.add('Abs', [y]));
  return [mul(g, dy, mul(g, root, root))];
};

/** Activation functions; Gelu, Mish and Swish are read as the operators that they consist of. */
export const activationGradients = {
  // From the output, so that x need not be kept.
  Relu: ({ g, outputs: [y], dy: [dy] }) => [mul(g, dy, isPositive(g, y))],
  LeakyRelu: leakyRelu,
  PRelu: parametricRelu,
  ThresholdedRelu: ({ g, node, inputs: [x], dy: [dy] }) => [
    mul(g, dy, isPositive(g, sub(g, x, g.scalar(node.attributes.alpha ?? 1)))),
  ],
  Elu: ({ g, node, inputs: [x], dy: [dy] }) => [
    mul(g, dy, exponentialUnit(g, x, node.attributes.alpha ?? 1, 1)),
  ],
  Selu: ({ g, node, inputs: [x], dy: [dy] }) => [
    mul(g, dy, exponentialUnit(g, x, node.attributes.alpha ?? 1.6732632, node.attributes.gamma ?? 1.050701)),
  ],
  Celu: celu,
  Sigmoid: ({ g, outputs: [y], dy: [dy] }) => [mul(g, dy, mul(g, y, sub(g, g.scalar(1), y)))],
  HardSigmoid: hardSigmoid,
  HardSwish: hardSwish,
  Tanh: ({ g, outputs: [y], dy: [dy] }) => [mul(g, dy, sub(g, g.scalar(1), mul(g, y, y)))],
  Softplus: ({ g, inputs: [x], dy: [dy] }) => [mul(g, dy, g.add('Sigmoid', [x]))],
  Softsign: softsign,
  Erf: ({ g, inputs: [x], dy: [dy] }) => [
    mul(g, dy, scale(g, g.add('Exp', [g.add('Neg', [mul(g, x, x)])]), 2 / Math.sqrt(Math.PI))),
  ],
} satisfies GradientRules;
