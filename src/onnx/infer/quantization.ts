import { type InferenceRule, type InferenceRules, required, shapeError } from './rule.ts';

/** The zero point, where there is one, gives the type of the whole numbers. */
const quantize: InferenceRule = (call) => [
  { type: call.inputs[2]?.type ?? 'uint8', shape: required(call, 0).shape },
];

const dequantize: InferenceRule = (call) => {
  const { type, shape } = required(call, 0);
  const zeroPoint = call.inputs[2];
  if (zeroPoint && zeroPoint.type !== type) throw shapeError(call, `the zero point must be ${type}`);
  return [{ type: required(call, 1).type, shape }];
};

/** One scale and one zero point for all values together. */
const dynamicQuantize: InferenceRule = (call) => [
  { type: 'uint8', shape: required(call, 0).shape },
  { type: 'float32', shape: [] },
  { type: 'uint8', shape: [] },
];

/** Whole numbers in place of floats, and back. */
export const quantizationShapes = {
  QuantizeLinear: quantize,
  DequantizeLinear: dequantize,
  DynamicQuantizeLinear: dynamicQuantize,
} satisfies InferenceRules;
