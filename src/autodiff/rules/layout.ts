import { axisOf, constantInts, intOf, intsOf } from '../../onnx/infer/rule.ts';
import { concat, reshape, sum, transpose, zeros } from './operators.ts';
import { padGradient } from './pad.ts';
import { callOf, type GradientContext, type GradientRule, type GradientRules } from './rule.ts';
import { sliceGradient } from './slice.ts';
import { unbroadcast } from './unbroadcast.ts';

const reshapeBack: GradientRule = ({ g, inputs: [x], dy: [dy] }) => [reshape(g, dy, g.shape(x))];

const transposeBack: GradientRule<'Transpose'> = (context) => {
  const {
    g,
    dy: [dy],
  } = context;
  const axes = g.shape(dy).map((_, axis) => axis);
  const perm = intsOf(callOf(context), 'perm') ?? axes.toReversed();
  return [
    transpose(
      g,
      dy,
      axes.map((axis) => perm.indexOf(axis)),
    ),
  ];
};

const concatGradient: GradientRule<'Concat'> = (context) => {
  const {
    g,
    inputs,
    dy: [dy],
    needs,
  } = context;
  const axis = axisOfNode(context);
  let end = 0;
  return inputs.map((input, index) => {
    const start = end;
    end += g.shape(input)[axis];
    return needs[index] ? g.add('Slice', [dy, g.ints(start), g.ints(end), g.ints(axis)]) : null;
  });
};

const splitGradient: GradientRule<'Split'> = (context) => {
  const { g, outputs, dy } = context;
  const parts = outputs.map((output, index) => dy[index] ?? zeros(g, g.shape(output)));
  return [concat(g, parts, axisOfNode(context))];
};

/** Adds up the copies. */
const tile: GradientRule = (context) => {
  const {
    g,
    inputs: [x],
    dy: [dy],
  } = context;
  const repeats = constantInts(callOf(context), 1)!;
  const shape = g.shape(x);
  const copies = reshape(
    g,
    dy,
    shape.flatMap((size, axis) => [repeats[axis], size]),
  );
  const axes = repeats.flatMap((count, axis) => (count === 1 ? [] : 2 * axis));
  return [reshape(g, sum(g, copies, axes), shape)];
};

/** Mode CRD puts a pixel's block in neighbouring channels, DCR in channels one plane apart, as SpaceToDepth does. */
const depthToSpace: GradientRule<'DepthToSpace'> = ({ g, node, inputs: [x], dy: [dy] }) => {
  const { blocksize, mode = 'DCR' } = node.attributes;
  if (mode === 'DCR') return [g.add('SpaceToDepth', [dy], { blocksize })];
  const [n, channels, height, width] = g.shape(dy);
  const split = reshape(g, dy, [n, channels, height / blocksize, blocksize, width / blocksize, blocksize]);
  return [reshape(g, transpose(g, split, [0, 1, 3, 5, 2, 4]), g.shape(x))];
};

const spaceToDepth: GradientRule<'SpaceToDepth'> = ({ g, node, dy: [dy] }) => [
  g.add('DepthToSpace', [dy], { blocksize: node.attributes.blocksize }),
];

/** The same sums from the other end. */
const cumulativeSum: GradientRule<'CumSum'> = (context) => {
  const {
    g,
    node,
    inputs: [, axis],
    dy: [dy],
  } = context;
  const reverse = 1 - intOf(callOf(context), 'reverse', 0);
  return [g.add('CumSum', [dy, axis], { ...node.attributes, reverse })];
};

function axisOfNode(context: GradientContext<'Concat' | 'Split'>): number {
  const call = callOf(context);
  return axisOf(call, intOf(call, 'axis', 0), context.g.shape(context.inputs[0]).length);
}

/** Operators that lay the same values out anew; shapes, axes and bounds must be constants. */
export const layoutGradients = {
  Reshape: reshapeBack,
  Flatten: reshapeBack,
  Squeeze: reshapeBack,
  Unsqueeze: reshapeBack,
  Transpose: transposeBack,
  Concat: concatGradient,
  Split: splitGradient,
  Slice: sliceGradient,
  Pad: padGradient,
  Tile: tile,
  DepthToSpace: depthToSpace,
  SpaceToDepth: spaceToDepth,
  CumSum: cumulativeSum,
  Trilu: ({ g, node, inputs: [, ...diagonal], dy: [dy] }) => [
    g.add('Trilu', [dy, ...diagonal], node.attributes),
  ],
  Expand: ({ g, inputs: [x], dy: [dy] }) => [unbroadcast(g, dy, g.shape(x))],
} satisfies GradientRules;
