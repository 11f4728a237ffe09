import { elementTypeOf } from '../graph/elementTypes.ts';
import {
  axisOf,
  broadcast,
  type Call,
  type InferenceRule,
  type InferenceRules,
  intOf,
  required,
  shapeError,
  sharedType,
  unsupported,
} from './rule.ts';

const same: InferenceRule = (call) => {
  const { type, shape } = required(call, 0);
  return [{ type, shape }];
};

const predicate: InferenceRule = (call) => [{ type: 'bool', shape: required(call, 0).shape }];

const alongAxis: InferenceRule<'Softmax' | 'LogSoftmax' | 'Hardmax'> = (call) => {
  const { type, shape } = required(call, 0);
  axisOf(call, intOf(call, 'axis', -1), shape.length);
  return [{ type, shape }];
};

const all = (call: Call) => call.node.inputs.map((_, index) => index);

const shapesOf = (call: Call) => all(call).map((index) => required(call, index).shape);

/** Any number of inputs of one type, broadcast. */
const arithmetic: InferenceRule = (call) => {
  required(call, 0);
  return [{ type: sharedType(call, all(call)), shape: broadcast(call, shapesOf(call)) }];
};

const comparison: InferenceRule = (call) => {
  sharedType(call, [0, 1]);
  return [{ type: 'bool', shape: broadcast(call, shapesOf(call)) }];
};

const logical: InferenceRule = (call) => {
  if (sharedType(call, all(call)) !== 'bool') throw shapeError(call, 'inputs must be bool');
  return [{ type: 'bool', shape: broadcast(call, shapesOf(call)) }];
};

/** Base and exponent may differ in type; the base decides. */
const power: InferenceRule = (call) => {
  required(call, 1);
  return [{ type: required(call, 0).type, shape: broadcast(call, shapesOf(call)) }];
};

const where: InferenceRule = (call) => {
  if (required(call, 0).type !== 'bool') throw shapeError(call, 'the condition must be bool');
  return [{ type: sharedType(call, [1, 2]), shape: broadcast(call, shapesOf(call)) }];
};

const cast: InferenceRule<'Cast'> = (call) => {
  const code = intOf(call, 'to', 0);
  const type = elementTypeOf(code);
  if (!type) throw unsupported(call, `element type ${code} is not supported`);
  return [{ type, shape: required(call, 0).shape }];
};

const castLike: InferenceRule = (call) => [{ type: required(call, 1).type, shape: required(call, 0).shape }];

/** The slope broadcasts to the input, never the other way. */
const parametricRelu: InferenceRule = (call) => {
  const { type, shape } = required(call, 0);
  if (`${broadcast(call, shapesOf(call))}` !== `${shape}`) {
    throw shapeError(call, 'the slope must broadcast to the input');
  }
  return [{ type, shape }];
};

const dropout: InferenceRule = (call) => {
  const { type, shape } = required(call, 0);
  return [
    { type, shape },
    { type: 'bool', shape },
  ];
};

/** Operators that work on every element by itself, or keep the shape. */
export const elementwiseShapes = {
  Relu: same,
  LeakyRelu: same,
  ThresholdedRelu: same,
  Elu: same,
  Celu: same,
  Selu: same,
  HardSigmoid: same,
  HardSwish: same,
  Softplus: same,
  Softsign: same,
  Neg: same,
  Abs: same,
  Sign: same,
  Sqrt: same,
  Reciprocal: same,
  Exp: same,
  Log: same,
  Sigmoid: same,
  Tanh: same,
  Erf: same,
  Sin: same,
  Cos: same,
  Tan: same,
  Asin: same,
  Acos: same,
  Atan: same,
  Sinh: same,
  Cosh: same,
  Asinh: same,
  Acosh: same,
  Atanh: same,
  Floor: same,
  Ceil: same,
  Round: same,
  Identity: same,
  Clip: same,
  CumSum: same,
  Trilu: same,
  PRelu: parametricRelu,
  Cast: cast,
  CastLike: castLike,
  Dropout: dropout,
  Softmax: alongAxis,
  LogSoftmax: alongAxis,
  Hardmax: alongAxis,
  Not: logical,
  IsNaN: predicate,
  IsInf: predicate,
  Add: arithmetic,
  Sub: arithmetic,
  Mul: arithmetic,
  Div: arithmetic,
  Mod: arithmetic,
  Max: arithmetic,
  Min: arithmetic,
  Sum: arithmetic,
  Mean: arithmetic,
  Pow: power,
  Greater: comparison,
  GreaterOrEqual: comparison,
  Less: comparison,
  LessOrEqual: comparison,
  Equal: comparison,
  And: logical,
  Or: logical,
  Xor: logical,
  Where: where,
} satisfies InferenceRules;
