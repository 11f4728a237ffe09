import type { GraphBuilder } from '../../../onnx/build/builder.ts';
import type { Value } from '../../../onnx/graph/graph.ts';
import { add, div, mul, neg, sub } from '../operators.ts';
import type { GradientRules } from '../rule.ts';

const square = (g: GraphBuilder, x: Value) => mul(g, x, x);
const root = (g: GraphBuilder, x: Value) => g.add('Sqrt', [x]);
const onePlus = (g: GraphBuilder, x: Value) => add(g, x, g.scalar(1));
const oneMinus = (g: GraphBuilder, x: Value) => sub(g, g.scalar(1), x);

/** Circular and hyperbolic functions and their inverses. */
export const trigonometryGradients = {
  Sin: ({ g, inputs: [x], dy: [dy] }) => [mul(g, dy, g.add('Cos', [x]))],
  Cos: ({ g, inputs: [x], dy: [dy] }) => [neg(g, mul(g, dy, g.add('Sin', [x])))],
  Tan: ({ g, outputs: [y], dy: [dy] }) => [mul(g, dy, onePlus(g, square(g, y)))],
  Asin: ({ g, inputs: [x], dy: [dy] }) => [div(g, dy, root(g, oneMinus(g, square(g, x))))],
  Acos: ({ g, inputs: [x], dy: [dy] }) => [neg(g, div(g, dy, root(g, oneMinus(g, square(g, x)))))],
  Atan: ({ g, inputs: [x], dy: [dy] }) => [div(g, dy, onePlus(g, square(g, x)))],
  Sinh: ({ g, inputs: [x], dy: [dy] }) => [mul(g, dy, g.add('Cosh', [x]))],
  Cosh: ({ g, inputs: [x], dy: [dy] }) => [mul(g, dy, g.add('Sinh', [x]))],
  Asinh: ({ g, inputs: [x], dy: [dy] }) => [div(g, dy, root(g, onePlus(g, square(g, x))))],
  Acosh: ({ g, inputs: [x], dy: [dy] }) => [div(g, dy, root(g, sub(g, square(g, x), g.scalar(1))))],
  Atanh: ({ g, inputs: [x], dy: [dy] }) => [div(g, dy, oneMinus(g, square(g, x)))],
} satisfies GradientRules;
