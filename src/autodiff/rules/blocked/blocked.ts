import type { GraphBuilder } from '../../../onnx/build/builder.ts';
import type { Value } from '../../../onnx/graph/graph.ts';
import { float32, sizeOf } from '../../../tensor/tensor.ts';
import type { GradientRule, GradientRules } from '../rule.ts';
import { blockedDataGradient } from './blockedDataGradient.ts';
import { type BlockedConvolution, blockedFilterGradient } from './blockedFilterGradient.ts';

const domain = 'com.microsoft.nchwc';

/** Covers what `layout/blockLayout.ts` makes: one group, no dilation, no fused activation. */
const conv: GradientRule<'com.microsoft.nchwc:Conv'> = ({
  g,
  node,
  inputs: [x, weights, bias],
  dy: [dy],
  needs,
}) => {
  const { activation, group, strides, pads } = node.attributes;
  if (activation !== undefined || group !== 1) {
    throw new Error(`gradient: blocked Conv '${node.name}' must have one group and no activation`);
  }
  const convolution: BlockedConvolution = {
    block: blockOf(g),
    input: g.shape(x),
    weights: g.shape(weights),
    output: g.shape(dy!),
    strides,
    pads,
  };
  const gradients: (Value | null)[] = [
    needs[0] ? blockedDataGradient(g, weights, dy!, convolution) : null,
    needs[1] ? blockedFilterGradient(g, x, dy!, convolution) : null,
  ];
  if (bias !== undefined) gradients.push(needs[2] ? channelSum(g, dy!) : null);
  return gradients;
};

/** Windows lie side by side, so each pixel of a window gets an equal share. */
const averagePool: GradientRule<'com.microsoft.nchwc:AveragePool'> = ({ g, node, inputs: [x], dy: [dy] }) => {
  const block = blockOf(g);
  const [count, channels, height, width] = g.shape(x);
  const [rows, columns] = node.attributes.kernel_shape;
  const share = g.add('Mul', [dy!, g.scalar(1 / (rows * columns))]);
  const low = [(count * channels) / block, height / rows, 1, width / columns, 1, block];
  const high = [low[0], low[1], rows, low[3], columns, block];
  const spread = g.add('Expand', [g.add('Reshape', [share, g.ints(...low)]), g.ints(...high)]);
  return [g.add('Reshape', [spread, g.ints(count, channels, height, width)])];
};

/** The output is plain, one pixel a channel; the gradient is the same for all pixels of a channel. */
const globalAveragePool: GradientRule = ({ g, inputs: [x], dy: [dy] }) => {
  const block = blockOf(g);
  const [count, channels, height, width] = g.shape(x);
  const share = g.add('Mul', [dy!, g.scalar(1 / (height * width))]);
  const low = g.ints(count, channels / block, 1, block);
  const high = g.ints(count, channels / block, height * width, block);
  const spread = g.add('Expand', [g.add('Reshape', [share, low]), high]);
  return [g.add('Reshape', [spread, g.ints(count, channels, height, width)])];
};

/**
 * Batch normalisation by the batch's own mean and variance: dx = a·dy + b·x + c with one a, b and c a channel,
 * as two convolutions of one pixel and one channel each, of which the second adds the first.
 */
const batchNormalization: GradientRule<'passband:BatchNormalization'> = ({
  g,
  node,
  inputs: [x, scale],
  outputs: [, mean, variance],
  dy: [dy],
}) => {
  const { epsilon = 1e-5 } = node.attributes;
  const [count, , height, width] = g.shape(x);
  const pixels = g.scalar(count * height * width);
  const product = (a: Value, b: Value) => g.add('Mul', [a, b]);
  const meanDy = channelMean(g, dy!);
  const meanDyX = channelMean(g, product(dy!, x));
  const deviation = g.add('Sqrt', [g.add('Add', [variance, g.scalar(epsilon)])]);
  const inverse = g.add('Reciprocal', [deviation]);
  // The mean of dy times the normalised x.
  const meanDyNormal = product(g.add('Sub', [meanDyX, product(mean, meanDy)]), inverse);
  const a = product(scale, inverse);
  const b = g.add('Neg', [product(product(a, inverse), meanDyNormal)]);
  const c = g.add('Neg', [g.add('Add', [product(a, meanDy), product(b, mean)])]);
  const affine = (value: Value, factor: Value, offset: Value, sum: readonly Value[]) => {
    const channels = g.shape(factor)[0];
    const weights = g.add('Reshape', [factor, g.ints(channels, 1, 1, 1)]);
    return g.add('Conv', [value, weights, offset, ...sum], pixelwise(channels), { domain });
  };
  const channels = g.shape(scale)[0];
  const zero = g.constant(float32([channels]));
  const dx = affine(dy!, a, zero, [affine(x, b, c, [])]);
  return [dx, product(meanDyNormal, pixels), product(meanDy, pixels), null, null];
};

const pixelwise = (channels: number) => ({
  kernel_shape: [1, 1],
  strides: [1, 1],
  pads: [0, 0, 0, 0],
  dilations: [1, 1],
  group: channels,
});

/** Mean over images and pixels of a blocked value, shape [C]. */
function channelMean(g: GraphBuilder, x: Value): Value {
  const pooled = g.add('GlobalAveragePool', [x], {}, { domain });
  const mean = g.add('ReduceMean', [pooled], { axes: [0], keepdims: 0 });
  return g.add('Reshape', [mean, g.ints(g.shape(x)[1])]);
}

function channelSum(g: GraphBuilder, x: Value): Value {
  const [count, , height, width] = g.shape(x);
  return g.add('Mul', [channelMean(g, x), g.scalar(sizeOf([count, height, width]))]);
}

/** Channels in a block of this graph. */
function blockOf(g: GraphBuilder): number {
  return Number(g.metadata['passband.block']);
}

/** A reorder's gradient is the reorder back. */
const reorderInput: GradientRule = ({ g, inputs: [x], dy: [dy] }) => [
  g.add('ReorderOutput', [dy!], { channels: g.shape(x)[1] }, { domain }),
];

const reorderOutput: GradientRule = ({ g, dy: [dy] }) => [g.add('ReorderInput', [dy!], {}, { domain })];

/** Rules of the blocked layout (`layout/blockLayout.ts`). */
export const blockedGradients = {
  ReorderInput: reorderInput,
  ReorderOutput: reorderOutput,
  Conv: conv,
  AveragePool: averagePool,
  GlobalAveragePool: globalAveragePool,
} satisfies GradientRules<'com.microsoft.nchwc'>;

/** Nodes of ours that the layout pass leaves until their gradient is there. */
export const passbandGradients = {
  BatchNormalization: batchNormalization,
} satisfies GradientRules<'passband'>;
