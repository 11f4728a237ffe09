import type { Value } from '../../onnx/graph/graph.ts';
import type { ReductionName } from '../../onnx/graph/operators.ts';
import { axesOf, constantInts, intOf, intsOf } from '../../onnx/infer/rule.ts';
import { add, div, expand, isEqual, mul, reshape, scale, sub, sum } from './operators.ts';
import { callOf, type GradientContext, type GradientRule, type GradientRules } from './rule.ts';

type Reduction = ReductionName | 'ReduceSum';

/** The axes that a node folds; opset 17 has them as an input of ReduceSum and as an attribute of the others. */
function foldedAxes(context: GradientContext<Reduction>): readonly number[] {
  const call = callOf(context);
  const all = context.g.shape(context.inputs[0]).map((_, axis) => axis);
  const stated = (context.node.op === 'ReduceSum' ? constantInts(call, 1) : intsOf(call, 'axes')) ?? [];
  if (stated.length > 0) return axesOf(call, stated, all.length);
  return intOf(call, 'noop_with_empty_axes', 0) === 1 ? [] : all;
}

/** A value of the node's output shape with the folded axes as size 1, so that it broadcasts to the input. */
function kept({ g, inputs: [x] }: GradientContext, value: Value, axes: readonly number[]): Value {
  return reshape(
    g,
    value,
    g.shape(x).map((size, axis) => (axes.includes(axis) ? 1 : size)),
  );
}

/** Elements that tie for the extreme get equal shares, as in PyTorch's amax and amin. */
const extreme: GradientRule<Reduction> = (context) => {
  const {
    g,
    inputs: [x],
    outputs: [y],
    dy: [dy],
  } = context;
  const axes = foldedAxes(context);
  const mask = isEqual(g, x, kept(context, y, axes));
  return [mul(g, mask, div(g, kept(context, dy, axes), sum(g, mask, axes)))];
};

/** y = √Σx²; at y = 0 the gradient is 0, as in PyTorch. */
const euclidean: GradientRule<'ReduceL2'> = (context) => {
  const {
    g,
    inputs: [x],
    outputs: [y],
    dy: [dy],
  } = context;
  const divisor = add(g, y, isEqual(g, y, g.scalar(0)));
  return [mul(g, x, kept(context, div(g, dy, divisor), foldedAxes(context)))];
};

/** Each factor's gradient is the product of the others, also where factors are 0. */
const product: GradientRule<'ReduceProd'> = (context) => {
  const {
    g,
    node,
    inputs: [x],
    dy: [dy],
  } = context;
  const axes = foldedAxes(context);
  const isZero = isEqual(g, x, g.scalar(0));
  const zeros = sum(g, isZero, axes);
  const divisor = add(g, x, isZero);
  const whole = g.add('ReduceProd', [divisor], { ...node.attributes, keepdims: 1 });
  const others = mul(g, div(g, whole, divisor), isEqual(g, zeros, isZero));
  return [mul(g, kept(context, dy, axes), others)];
};

const logSum: GradientRule<'ReduceLogSum'> = (context) => {
  const {
    g,
    inputs: [x],
    outputs: [y],
    dy: [dy],
  } = context;
  const share = div(g, dy, g.add('Exp', [y]));
  return [expand(g, kept(context, share, foldedAxes(context)), g.shape(x))];
};

const logSumExp: GradientRule<'ReduceLogSumExp'> = (context) => {
  const {
    g,
    inputs: [x],
    outputs: [y],
    dy: [dy],
  } = context;
  const axes = foldedAxes(context);
  const shares = g.add('Exp', [sub(g, x, kept(context, y, axes))]);
  return [mul(g, kept(context, dy, axes), shares)];
};

export const reductionGradients = {
  ReduceSum: (context) => {
    const {
      g,
      inputs: [x],
      dy: [dy],
    } = context;
    return [expand(g, kept(context, dy, foldedAxes(context)), g.shape(x))];
  },
  ReduceMean: (context) => {
    const {
      g,
      inputs: [x],
      dy: [dy],
    } = context;
    const axes = foldedAxes(context);
    const count = axes.reduce((product, axis) => product * g.shape(x)[axis], 1);
    return [expand(g, kept(context, scale(g, dy, 1 / count), axes), g.shape(x))];
  },
  ReduceSumSquare: (context) => {
    const {
      g,
      inputs: [x],
      dy: [dy],
    } = context;
    return [mul(g, x, kept(context, scale(g, dy, 2), foldedAxes(context)))];
  },
  ReduceMax: extreme,
  ReduceMin: extreme,
  ReduceProd: product,
  ReduceL1: (context) => {
    const {
      g,
      inputs: [x],
      dy: [dy],
    } = context;
    return [mul(g, kept(context, dy, foldedAxes(context)), g.add('Sign', [x]))];
  },
  ReduceL2: euclidean,
  ReduceLogSum: logSum,
  ReduceLogSumExp: logSumExp,
} satisfies GradientRules;
