import type { Value } from '../../onnx/graph/graph.ts';
import { MEAN_VARIANCE_AXES } from '../../onnx/infer/reduction.ts';
import { axesOf, axisOf, intOf, intsOf } from '../../onnx/infer/rule.ts';
import { once } from './once.ts';
import { add, mul, reshape, sub } from './operators.ts';
import { callOf, type GradientContext, type GradientRule, type GradientRules, unsupported } from './rule.ts';
import { unbroadcast } from './unbroadcast.ts';

interface Standardization {
  /** Axes whose mean and variance are taken. */
  readonly axes: readonly number[];
  /** Shape in which scale and bias broadcast to x. */
  readonly shape: readonly number[];
  /** Added to the variance. */
  readonly epsilon: number;
}

/** y = scale·n + bias with n = (x − mean) / √(variance + epsilon), mean and variance of x itself over some axes. */
function standardizedGradients(context: GradientContext, { axes, shape, epsilon }: Standardization) {
  const {
    g,
    inputs: [x, factor = ''],
    dy: [dy],
    needs,
  } = context;
  const mean = (value: Value) => g.add('ReduceMean', [value], { axes, keepdims: 1 });
  const square = (value: Value) => mul(g, value, value);
  const centred = once(() => sub(g, x, mean(x)));
  const inverse = once(() => {
    const variance = add(g, mean(square(centred())), g.scalar(epsilon));
    return g.add('Reciprocal', [g.add('Sqrt', [variance])]);
  });
  const normal = once(() => mul(g, centred(), inverse()));
  const dx = () => {
    const dn = factor === '' ? dy : mul(g, dy, reshape(g, factor, shape));
    const along = mul(g, normal(), mean(mul(g, dn, normal())));
    return mul(g, inverse(), sub(g, sub(g, dn, mean(dn)), along));
  };
  const folded = (value: Value, input: Value) => reshape(g, unbroadcast(g, value, shape), g.shape(input));
  return [
    needs[0] ? dx() : null,
    needs[1] ? folded(mul(g, dy, normal()), factor) : null,
    needs[2] ? folded(dy, context.inputs[2]) : null,
  ];
}

/** Each channel of each image by itself. */
const instanceNormalization: GradientRule<'InstanceNormalization'> = (context) => {
  const [, channels, ...spatial] = context.g.shape(context.inputs[0]);
  return standardizedGradients(context, {
    axes: spatial.map((_, axis) => axis + 2),
    shape: [channels, ...spatial.map(() => 1)],
    epsilon: context.node.attributes.epsilon ?? 1e-5,
  });
};

/** All axes from `axis` on together. */
const layerNormalization: GradientRule<'LayerNormalization'> = (context) => {
  const { g, node, inputs, dy } = context;
  if (dy[1] || dy[2]) throw unsupported(node, 'its mean and deviation');
  const call = callOf(context);
  const rank = g.shape(inputs[0]).length;
  const first = axisOf(call, intOf(call, 'axis', -1), rank);
  return standardizedGradients(context, {
    axes: Array.from({ length: rank - first }, (_, index) => first + index),
    shape: g.shape(inputs[1]),
    epsilon: node.attributes.epsilon ?? 1e-5,
  });
};

/** 1e-9 is added to the deviation, which is the same where that is larger, and finite where an image is flat. */
const meanVariance: GradientRule<'MeanVarianceNormalization'> = (context) => {
  const call = callOf(context);
  const shape = context.g.shape(context.inputs[0]);
  const axes = axesOf(call, intsOf(call, 'axes') ?? MEAN_VARIANCE_AXES, shape.length);
  return standardizedGradients(context, { axes, shape: [], epsilon: 1e-18 });
};

/** Normalisations by the mean and variance of the very image; group normalisation is read as the first of them. */
export const standardizationGradients = {
  InstanceNormalization: instanceNormalization,
  LayerNormalization: layerNormalization,
  MeanVarianceNormalization: meanVariance,
} satisfies GradientRules;
