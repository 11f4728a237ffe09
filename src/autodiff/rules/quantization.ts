import type { Value } from '../../onnx/graph/graph.ts';
import { axisOf, intOf } from '../../onnx/infer/rule.ts';
import { add, div, isEqual, mul, reshape, toNumber } from './operators.ts';
import { callOf, type GradientContext, type GradientRule, type GradientRules, unsupported } from './rule.ts';

const ranges: Readonly<Record<string, readonly [number, number]>> = {
  int8: [-128, 127],
  uint8: [0, 255],
};

/** One number, or one along an axis, in a shape that broadcasts to the input. */
function along(context: GradientContext<'QuantizeLinear' | 'DequantizeLinear'>, value: Value): Value {
  const { g, inputs } = context;
  const count = g.shape(value);
  if (count.length === 0) return value;
  const shape = g.shape(inputs[0]);
  const call = callOf(context);
  const axis = axisOf(call, intOf(call, 'axis', 1), shape.length);
  const isSingle = count[0] === 1;
  return reshape(
    g,
    value,
    shape.map((_, index) => (index === axis && !isSingle ? count[0] : 1)),
  );
}

/** Straight through the rounding; nothing where the value was clipped, as in PyTorch's fake_quantize. */
const quantize: GradientRule<'QuantizeLinear'> = (context) => {
  const {
    g,
    node,
    inputs: [x, scale, zeroPoint = ''],
    outputs: [y],
    dy: [dy],
  } = context;
  checkInputs(context);
  const steps = along(context, scale);
  const rounded = g.add('Round', [div(g, x, steps)]);
  const shifted = zeroPoint === '' ? rounded : add(g, rounded, toNumber(g, along(context, zeroPoint)));
  const range = ranges[g.type(y).type];
  if (!range) throw unsupported(node, g.type(y).type);
  const clipped = g.add('Clip', [shifted, ...range.map((bound) => g.scalar(bound))]);
  return [div(g, mul(g, dy, isEqual(g, shifted, clipped)), steps)];
};

/** dy of the quantised values is that of the whole numbers that they are. */
const dequantize: GradientRule<'DequantizeLinear'> = (context) => {
  checkInputs(context);
  const { g, inputs, dy } = context;
  return [mul(g, dy[0], along(context, inputs[1]))];
};

/** Straight through too. Scale and zero point are those of the values, so that none is clipped; they are held as they are. */
const dynamicQuantize: GradientRule<'DynamicQuantizeLinear'> = ({ g, outputs: [, scale], dy }) => [
  div(g, dy[0], scale),
];

function checkInputs({ node, needs }: GradientContext): void {
  if (needs.slice(1).includes(true)) throw unsupported(node, 'its scale or zero point');
}

export const quantizationGradients = {
  QuantizeLinear: quantize,
  DequantizeLinear: dequantize,
  DynamicQuantizeLinear: dynamicQuantize,
} satisfies GradientRules;
