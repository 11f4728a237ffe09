import type { GraphBuilder } from '../../../onnx/build/builder.ts';
import type { Value } from '../../../onnx/graph/graph.ts';
import { intOf } from '../../../onnx/infer/rule.ts';
import { sum } from '../operators.ts';
import { callOf, type GradientRule, type GradientRules } from '../rule.ts';
import { convolutionDataGradient } from './convolutionDataGradient.ts';
import { convolutionFilterGradient } from './convolutionFilterGradient.ts';
import { windowGeometry } from './windowGeometry.ts';

const conv: GradientRule<'Conv'> = (context) => {
  const {
    g,
    inputs: [x, weights],
    dy: [dy],
    needs,
  } = context;
  const group = intOf(callOf(context), 'group', 1);
  const geometry = windowGeometry(context, g.shape(x), g.shape(dy), g.shape(weights).slice(2));
  return [
    needs[0] ? convolutionDataGradient(g, dy, weights, geometry, group) : null,
    needs[1] ? convolutionFilterGradient(g, x, dy, geometry, group) : null,
    needs[2] ? channelSum(g, dy) : null,
  ];
};

/** The transpose of a convolution: its input takes the place of that one's output, and its gradient is that one. */
const convTranspose: GradientRule<'ConvTranspose'> = (context) => {
  const {
    g,
    inputs: [x, weights],
    dy: [dy],
    needs,
  } = context;
  const group = intOf(callOf(context), 'group', 1);
  const geometry = windowGeometry(context, g.shape(dy), g.shape(x), g.shape(weights).slice(2));
  const { kernel, strides, dilations, before, after } = geometry;
  const attributes = { kernel_shape: kernel, strides, dilations, pads: [...before, ...after], group };
  return [
    needs[0] ? g.add('Conv', [dy, weights], attributes) : null,
    needs[1] ? convolutionFilterGradient(g, dy, x, geometry, group) : null,
    needs[2] ? channelSum(g, dy) : null,
  ];
};

function channelSum(g: GraphBuilder, dy: Value): Value {
  const axes = g.shape(dy).map((_, axis) => axis);
  return sum(
    g,
    dy,
    axes.filter((axis) => axis !== 1),
    { keep: false },
  );
}

export const convolutionGradients = { Conv: conv, ConvTranspose: convTranspose } satisfies GradientRules;
