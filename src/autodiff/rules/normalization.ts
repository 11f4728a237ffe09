import type { GraphBuilder } from '../../onnx/build/builder.ts';
import type { Value } from '../../onnx/graph/graph.ts';
import type { NodeOf } from '../../onnx/graph/operators.ts';
import { axisOf, intOf } from '../../onnx/infer/rule.ts';
import { sizeOf } from '../../tensor/tensor.ts';
import { once } from './once.ts';
import { add, mul, neg, reshape, scale, sub, sum } from './operators.ts';
import { callOf, type GradientContext, type GradientRule, type GradientRules, unsupported } from './rule.ts';

const softmax: GradientRule<'Softmax'> = (context) => {
  const {
    g,
    outputs: [y],
    dy: [dy],
  } = context;
  const weighted = mul(g, dy, y);
  return [sub(g, weighted, mul(g, y, sum(g, weighted, [axisOfNode(context)])))];
};

const logSoftmax: GradientRule<'LogSoftmax'> = (context) => {
  const {
    g,
    outputs: [y],
    dy: [dy],
  } = context;
  return [sub(g, dy, mul(g, g.add('Exp', [y]), sum(g, dy, [axisOfNode(context)])))];
};

function axisOfNode(context: GradientContext<'Softmax' | 'LogSoftmax'>): number {
  const call = callOf(context);
  return axisOf(call, intOf(call, 'axis', -1), context.g.shape(context.inputs[0]).length);
}

/**
 * y = scale·(x − mean)·inverse + bias, by stored statistics or, in training mode, by the batch's own, through which
 * the gradient of x then flows too: dx = a·dy + b·x + c with one a, b and c a channel.
 *
 * In training mode outputs 2 and 3 should be outputs of the graph: of those that are not, ONNX Runtime writes the
 * numbers over the stored statistics, and it stores equal initializers (two layers' zeros) in one place.
 */
const batchNormalization: GradientRule<'BatchNormalization'> = (context) => {
  const {
    g,
    node,
    inputs: [x, gamma, , storedMean, storedVariance],
    outputs,
    dy,
    needs,
  } = context;
  const training = intOf(callOf(context), 'training_mode', 0) === 1;
  if (training) checkBatchStatistics(node);
  const [mean, variance] = training ? [outputs[1], outputs[2]] : [storedMean, storedVariance];
  const { epsilon = 1e-5 } = node.attributes;
  const pixels = sizeOf(g.shape(x)) / g.shape(gamma)[0];
  const inverse = once(() => {
    const deviation = g.add('Sqrt', [add(g, variance, g.scalar(epsilon))]);
    return g.add('Reciprocal', [deviation]);
  });
  const a = once(() => mul(g, gamma, inverse()));
  const meanDy = once(() => channelMean(g, dy[0]));
  // The mean of dy times the normalised x.
  const meanDyNormal = once(() => {
    const centred = sub(g, channelMean(g, mul(g, dy[0], x)), mul(g, mean, meanDy()));
    return mul(g, centred, inverse());
  });
  const steepness = once(() => mul(g, mul(g, a(), inverse()), meanDyNormal()));
  const dx = () => {
    if (!training) return perChannel(g, dy[0], a());
    let b = neg(g, steepness());
    let c = neg(g, mul(g, a(), meanDy()));
    // What arrives at the batch's mean and variance themselves.
    if (dy[2]) b = add(g, b, scale(g, dy[2], 2 / pixels));
    if (dy[1]) c = add(g, c, scale(g, dy[1], 1 / pixels));
    return add(g, perChannel(g, dy[0], a()), perChannel(g, x, b, sub(g, c, mul(g, b, mean))));
  };
  return [
    needs[0] ? dx() : null,
    needs[1] ? scale(g, meanDyNormal(), pixels) : null,
    needs[2] ? scale(g, meanDy(), pixels) : null,
    needs[3] && !training ? scale(g, mul(g, a(), meanDy()), -pixels) : null,
    needs[4] && !training ? scale(g, steepness(), -pixels / 2) : null,
  ];
};

function checkBatchStatistics(node: NodeOf<'BatchNormalization'>): void {
  const [, mean = '', variance = ''] = node.outputs;
  if (mean === '' || variance === '' || (node.attributes.momentum ?? 0.9) !== 0) {
    throw unsupported(node, 'training mode unless momentum is 0 and outputs 2 and 3 are there');
  }
}

/** Mean of each channel over images and pixels, shape [C]; in operators that the blocked layout has. */
function channelMean(g: GraphBuilder, x: Value): Value {
  const shape = g.shape(x);
  const pooled = shape.length > 2 ? g.add('GlobalAveragePool', [x]) : x;
  return reshape(g, g.add('ReduceMean', [pooled], { axes: [0], keepdims: 0 }), [shape[1]]);
}

/** x·factor + offset with one number a channel, as a convolution of one pixel, faster than a broadcast Mul. */
function perChannel(g: GraphBuilder, x: Value, factor: Value, offset?: Value): Value {
  const shape = g.shape(x);
  const [channels] = g.shape(factor);
  const images = shape.length > 2 ? x : reshape(g, x, [...shape, 1]);
  const kernel = g
    .shape(images)
    .slice(2)
    .map(() => 1);
  const weights = reshape(g, factor, [channels, 1, ...kernel]);
  const inputs = [images, weights, ...(offset === undefined ? [] : [offset])];
  return reshape(g, g.add('Conv', inputs, { kernel_shape: kernel, group: channels }), shape);
}

export const normalizationGradients = {
  Softmax: softmax,
  LogSoftmax: logSoftmax,
  BatchNormalization: batchNormalization,
} satisfies GradientRules;
