import { z } from 'zod';
import { distanceNames } from '../../spectrum/split/radialMask.ts';
import { normNames } from '../perturbation/norms.ts';

/** One of some names, with an error that lists them. */
export const choice = <const T extends readonly string[]>(...names: T) =>
  z.enum(names, `must be one of ${names.join(', ')}`);
const atLeastZero = 'must be a number ≥ 0';
const length = z.number(atLeastZero).min(0, atLeastZero);
const count = (least: number) => {
  const rule = `must be a whole number ≥ ${least}`;
  return z.int(rule).min(least, rule);
};

/** The parameters of an attack, which are the same whatever its method. */
export const attackParametersSchema = z.strictObject({
  norm: choice(...normNames),
  /** Largest ‖δ‖ of an image, in pixel units. */
  epsilon: length,
  /** What is raised (of the true class) or, with a target, lowered (of the target class). */
  loss: choice('cross-entropy', 'dlr', 'margin'),
  /** Steps of a restart. */
  steps: count(0),
  /** Length of the first step, in pixel units. */
  stepSize: length,
  /** How a step's length falls: `cosine` is stepSize · (1 + cos(π k / steps)) / 2 at step k = 0, 1, … */
  schedule: choice('constant', 'cosine'),
  /** Of momentum PGD, the weight of what the steps before have gathered; of APGD, the weight α of the new step. */
  momentum: length,
  /** Whether a restart begins at a random place in the ball; if not, at the image itself. */
  randomStart: z.boolean('must be true or false'),
  restarts: count(1),
  /** `none` moves away from the true class; the others move to a class, and any wrong answer counts. */
  target: choice('none', 'least-likely', 'random'),
  /** Of Square, the share p of the pixels that its first square changes; 0 for other methods. */
  squareShare: z.number('must be in 0 … 1').min(0, 'must be in 0 … 1').max(1, 'must be in 0 … 1'),
  /** Frequencies that δ may have: those within the radius (`low`) or beyond it (`high`); null = all. */
  band: z
    .strictObject({
      /** In frequency bins. */
      radius: length,
      keep: choice('low', 'high'),
      distance: choice(...distanceNames).default('l2'),
      boundary: choice('inclusive', 'exclusive').default('inclusive'),
    })
    .nullable(),
});

export type AttackParameters = Readonly<z.infer<typeof attackParametersSchema>>;
/** Epsilon, and what differs from a method's defaults. */
export type GivenParameters = Readonly<
  Partial<z.input<typeof attackParametersSchema>> & Pick<AttackParameters, 'epsilon'>
>;
