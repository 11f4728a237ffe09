import type { GraphBuilder } from '../../../onnx/build/builder.ts';
import type { Value } from '../../../onnx/graph/graph.ts';
import { add, div, isEqual, isPositive, mul, neg, scale, sub, toNumber } from '../operators.ts';
import type { GradientContext, GradientRule, GradientRules } from '../rule.ts';
import { unbroadcast } from '../unbroadcast.ts';

/** Calls `gradientOf` for each input that needs a gradient and sums the result over the axes it was repeated along. */
function perInput(
  { g, inputs, needs }: GradientContext,
  ...gradientsOf: readonly (() => Value)[]
): (Value | null)[] {
  return gradientsOf.map((gradientOf, index) =>
    needs[index] ? unbroadcast(g, gradientOf(), g.shape(inputs[index])) : null,
  );
}

/** xᶜ for a constant c, else both partial derivatives; that of the exponent is 0 where x ≤ 0, as its logarithm has no value. */
const powerGradient: GradientRule = (context) => {
  const {
    g,
    inputs: [x, exponent],
    outputs: [y],
    dy: [dy],
  } = context;
  const constant = g.constantOf(exponent);
  if (constant?.data.length === 1) {
    const c = Number(constant.data[0]);
    const slope = c === 2 ? x : g.add('Pow', [x, g.scalar(c - 1)]);
    return perInput(context, () => mul(g, dy, scale(g, slope, c)));
  }
  // Whole numbers may be exponents, but have no product with x.
  const power = g.type(exponent).type.startsWith('float') ? exponent : toNumber(g, exponent);
  return perInput(
    context,
    () => mul(g, dy, mul(g, power, g.add('Pow', [x, sub(g, power, g.scalar(1))]))),
    () => mul(g, dy, mul(g, y, logarithmWherePositive(g, x))),
  );
};

function logarithmWherePositive(g: GraphBuilder, x: Value): Value {
  const positive = isPositive(g, x);
  // 1 instead of what has no logarithm.
  return g.add('Log', [add(g, mul(g, x, positive), sub(g, g.scalar(1), positive))]);
}

/** Inputs that tie for the extreme get equal shares. */
const extreme: GradientRule = (context) => {
  const { g, inputs, outputs, dy } = context;
  const masks = inputs.map((input) => isEqual(g, input, outputs[0]));
  const share = div(
    g,
    dy[0],
    masks.reduce((total, mask) => add(g, total, mask)),
  );
  return perInput(context, ...masks.map((mask) => () => mul(g, share, mask)));
};

const where: GradientRule = (context) => {
  const {
    g,
    inputs: [condition],
    dy: [dy],
  } = context;
  const chosen = mul(g, dy, toNumber(g, condition));
  const [first, second] = perInput(
    { ...context, inputs: context.inputs.slice(1), needs: context.needs.slice(1) },
    () => chosen,
    () => sub(g, dy, chosen),
  );
  return [null, first, second];
};

/** Operators of several inputs that broadcast to one shape. */
export const arithmeticGradients = {
  Add: (context) => perInput(context, ...context.inputs.map(() => () => context.dy[0])),
  Sum: (context) => perInput(context, ...context.inputs.map(() => () => context.dy[0])),
  Mean: (context) => {
    const { g, inputs, dy } = context;
    const share = scale(g, dy[0], 1 / inputs.length);
    return perInput(context, ...inputs.map(() => () => share));
  },
  Sub: (context) => {
    const [left, right] = perInput(
      context,
      () => context.dy[0],
      () => context.dy[0],
    );
    return [left, right && neg(context.g, right)];
  },
  Mul: (context) => {
    const {
      g,
      inputs: [a, b],
      dy: [dy],
    } = context;
    return perInput(
      context,
      () => mul(g, dy, b),
      () => mul(g, dy, a),
    );
  },
  Div: (context) => {
    const {
      g,
      inputs: [, b],
      outputs: [y],
      dy: [dy],
    } = context;
    const quotient = div(g, dy, b);
    return perInput(
      context,
      () => quotient,
      () => neg(g, mul(g, quotient, y)),
    );
  },
  Pow: powerGradient,
  Max: extreme,
  Min: extreme,
  Where: where,
} satisfies GradientRules;
