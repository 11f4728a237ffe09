import { elementTypeCodes } from '../../../onnx/graph/elementTypes.ts';
import type { Value } from '../../../onnx/graph/graph.ts';
import { div, isEqual, mul, neg, scale, toNumber } from '../operators.ts';
import { callOf, type GradientRule, type GradientRules, unsupported } from '../rule.ts';
import { unbroadcast } from '../unbroadcast.ts';

const passOn: GradientRule = ({ dy: [dy] }) => [dy];

/** Bounds included, as in PyTorch: where x itself came out, the gradient is x's; elsewhere the bound's. */
const clip: GradientRule = ({ g, inputs: [x, low = '', high = ''], outputs: [y], dy: [dy], needs }) => {
  const inside = needs[0] ? mul(g, dy, isEqual(g, x, y)) : null;
  const beyond = (bound: Value, op: 'Less' | 'Greater') =>
    unbroadcast(g, mul(g, dy, toNumber(g, g.add(op, [x, bound]))), g.shape(bound));
  return [inside, needs[1] ? beyond(low, 'Less') : null, needs[2] ? beyond(high, 'Greater') : null];
};

/** A cast of floats to whole numbers is a step; the gradient of whole numbers is float32. */
const cast: GradientRule = ({ g, inputs: [x], outputs: [y], dy: [dy] }) => {
  const isFloat = (value: Value) => g.type(value).type.startsWith('float');
  if (isFloat(x) && !isFloat(y)) return [];
  const type = isFloat(x) ? g.type(x).type : 'float32';
  return [g.type(dy).type === type ? dy : g.add('Cast', [dy], { to: elementTypeCodes[type] })];
};

/** At inference it passes its input on; training with it would need its mask as a number. */
const dropout: GradientRule = (context) => {
  const { node, inputs, dy } = context;
  const training = callOf(context).constants(2);
  const isTraining = inputs[2] !== undefined && inputs[2] !== '' && Number(training?.data[0] ?? 1) !== 0;
  if (isTraining) throw unsupported(node, 'training mode; multiply by a mask instead');
  return [dy[0]];
};

/** Operators of one input that work on every element by itself. */
export const elementwiseGradients = {
  Identity: passOn,
  Dropout: dropout,
  Cast: cast,
  CastLike: cast,
  Clip: clip,
  Neg: ({ g, dy: [dy] }) => [neg(g, dy)],
  Abs: ({ g, inputs: [x], dy: [dy] }) => [mul(g, dy, g.add('Sign', [x]))],
  Sqrt: ({ g, outputs: [y], dy: [dy] }) => [scale(g, div(g, dy, y), 0.5)],
  Exp: ({ g, outputs: [y], dy: [dy] }) => [mul(g, dy, y)],
  Log: ({ g, inputs: [x], dy: [dy] }) => [div(g, dy, x)],
  Reciprocal: ({ g, outputs: [y], dy: [dy] }) => [neg(g, mul(g, dy, mul(g, y, y)))],
} satisfies GradientRules;
