import type { Dim } from '../graph/graph.ts';
import type { OperatorWith, ReductionName } from '../graph/operators.ts';
import {
  axesOf,
  axisOf,
  type Call,
  constantInts,
  type InferenceRule,
  type InferenceRules,
  intOf,
  intsOf,
  required,
  shapeError,
} from './rule.ts';

const reduced = (call: Call<OperatorWith<'keepdims'>>, axes: readonly number[]): Dim[] => {
  const { shape } = required(call, 0);
  const gone = new Set(axesOf(call, axes, shape.length));
  if (intOf(call, 'keepdims', 1) === 1) return shape.map((dim, axis) => (gone.has(axis) ? 1 : dim));
  return shape.filter((_, axis) => !gone.has(axis));
};

const every = (call: Call) => required(call, 0).shape.map((_, axis) => axis);

/** Axes as an attribute, as opset 17 has them for all but ReduceSum. */
const reduce: InferenceRule<ReductionName> = (call) => {
  const axes = intsOf(call, 'axes') ?? [];
  return [{ type: required(call, 0).type, shape: reduced(call, axes.length > 0 ? axes : every(call)) }];
};

const reduceSum: InferenceRule<'ReduceSum'> = (call) => {
  const { type, shape } = required(call, 0);
  const axes = constantInts(call, 1) ?? [];
  if (axes.length > 0) return [{ type, shape: reduced(call, axes) }];
  if (intOf(call, 'noop_with_empty_axes', 0) === 1) return [{ type, shape }];
  return [{ type, shape: reduced(call, every(call)) }];
};

const argument: InferenceRule<'ArgMax' | 'ArgMin'> = (call) => [
  { type: 'int64', shape: reduced(call, [intOf(call, 'axis', 0)]) },
];

const topK: InferenceRule<'TopK'> = (call) => {
  const { type, shape } = required(call, 0);
  const axis = axisOf(call, intOf(call, 'axis', -1), shape.length);
  const [k] = constantInts(call, 1) ?? [];
  const result = shape.map((dim, index) => (index === axis ? k : dim));
  return [
    { type, shape: result },
    { type: 'int64', shape: result },
  ];
};

/** Mean and inverse deviation keep the axes before `axis` and have size 1 in the others. */
const layerNormalization: InferenceRule<'LayerNormalization'> = (call) => {
  const { type, shape } = required(call, 0);
  const axis = axisOf(call, intOf(call, 'axis', -1), shape.length);
  const statistics = {
    type: 'float32' as const,
    shape: shape.map((dim, index) => (index < axis ? dim : 1)),
  };
  return [{ type, shape }, statistics, statistics];
};

/** Of each image by itself: what looks at the others of its batch gives no answer to an image. */
const meanVariance: InferenceRule<'MeanVarianceNormalization'> = (call) => {
  const { type, shape } = required(call, 0);
  const axes = axesOf(call, intsOf(call, 'axes') ?? MEAN_VARIANCE_AXES, shape.length);
  if (axes.includes(0) && shape[0] !== 1) throw shapeError(call, 'axis 0 mixes images unless it has size 1');
  return [{ type, shape }];
};

/** The axes of MeanVarianceNormalization where a node names none. */
export const MEAN_VARIANCE_AXES: readonly number[] = [0, 2, 3];

/** Operators that fold axes together. */
export const reductionShapes = {
  ReduceSum: reduceSum,
  ReduceMean: reduce,
  ReduceMax: reduce,
  ReduceMin: reduce,
  ReduceProd: reduce,
  ReduceSumSquare: reduce,
  ReduceL1: reduce,
  ReduceL2: reduce,
  ReduceLogSum: reduce,
  ReduceLogSumExp: reduce,
  ArgMax: argument,
  ArgMin: argument,
  TopK: topK,
  MeanVarianceNormalization: meanVariance,
  LayerNormalization: layerNormalization,
} satisfies InferenceRules;
