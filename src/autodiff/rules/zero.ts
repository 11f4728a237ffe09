import type { GradientRule, GradientRules } from './rule.ts';

const none: GradientRule = () => [];

/** Operators whose results stay the same when their inputs change a little: steps, conditions, indices, sizes. */
export const zeroGradients = {
  Sign: none,
  Floor: none,
  Ceil: none,
  Round: none,
  Greater: none,
  GreaterOrEqual: none,
  Less: none,
  LessOrEqual: none,
  Equal: none,
  IsNaN: none,
  IsInf: none,
  And: none,
  Or: none,
  Xor: none,
  Not: none,
  ArgMax: none,
  ArgMin: none,
  Shape: none,
  Size: none,
} satisfies GradientRules;
