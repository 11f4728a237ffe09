import { z } from 'zod';
import { distanceNames } from '../../spectrum/split/radialMask.ts';
import { measureSchema } from '../measures/measure.ts';

/** Norms in which distances to an image are known. */
export const norms = ['l2', 'linf'] as const;

const perNorm = <T extends z.ZodType>(value: T) => z.object({ l2: value, linf: value });

/** Corollary 1 as an upper bound of robust accuracy, for any ε. */
export const certificateSchema = z.object({
  n: z.int().positive(),
  clean: measureSchema,
  /** Distance by which a bin is low. */
  distance: z.enum(distanceNames),
  /** How many cut-offs were tried. */
  radii: z.int().min(0),
  /**
   * The distance, in pixel units, of the nearest x_l that is answered wrongly: 0 for an image that is wrong itself, null
   * where there is none. Rounded up in the seventh decimal, so that what follows from it stays proven.
   */
  broken: perNorm(z.array(z.number().min(0).nullable())),
  /** The bound over ε: no attack may report more robust accuracy. */
  curves: perNorm(z.array(measureSchema.extend({ epsilon: z.number().min(0) }))),
  /** Components that the classifier was shown. */
  evaluations: z.int().min(0),
});

export type Certificate = Readonly<z.infer<typeof certificateSchema>>;
