import { axisOf, intOf, intsOf } from '../../onnx/infer/rule.ts';
import { concat, reshape, transpose, zeros } from '../operators.ts';
import { unbroadcast } from '../unbroadcast.ts';
import { padGradient } from './pad.ts';
import { callOf, type GradientContext, type GradientRule, type GradientRules } from './rule.ts';
import { sliceGradient } from './slice.ts';

const reshapeBack: GradientRule = ({ g, inputs: [x], dy: [dy] }) => [reshape(g, dy, g.shape(x))];

const transposeBack: GradientRule = (context) => {
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

const concatGradient: GradientRule = (context) => {
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

const splitGradient: GradientRule = (context) => {
  const { g, outputs, dy } = context;
  const parts = outputs.map((output, index) => dy[index] ?? zeros(g, g.shape(output)));
  return [concat(g, parts, axisOfNode(context))];
};

function axisOfNode(context: GradientContext): number {
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
  Expand: ({ g, inputs: [x], dy: [dy] }) => [unbroadcast(g, dy, g.shape(x))],
} satisfies GradientRules;
