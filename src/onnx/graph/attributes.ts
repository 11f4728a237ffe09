import type { Node } from './graph.ts';

/** Names that ONNX and ONNX Runtime use for float attributes only. */
const floatNames = new Set([
  'activation_alpha',
  'activation_beta',
  'activation_params',
  'alpha',
  'beta',
  'bias',
  'cubic_coeff_a',
  'epsilon',
  'extrapolation_value',
  'gamma',
  'high',
  'lambd',
  'low',
  'max',
  'mean',
  'min',
  'momentum',
  'ratio',
  'scale',
  'scales',
  'spatial_scale',
  'threshold',
  'value_float',
  'value_floats',
]);

/** True for attributes that are floats (or lists of floats) in model files; all other numbers are ints. */
export function isFloatAttribute(op: Node['op'], name: string): boolean {
  // Dropout's seed is an int, that of the random generators a float.
  if (name === 'seed') return op !== 'Dropout';
  return floatNames.has(name);
}
