import { z } from 'zod';
import { type Rescale, rescales } from '../../spectrum/split/rescale.ts';
import type { Random } from '../../tensor/random.ts';
import { answersTo, type ComponentAnswers, componentAnswersSchema } from '../measures/componentAnswers.ts';
import { decided, decidedSchema } from './decided.ts';

/** Images that HFC decides (Fig. 2): f(x) = y, f(x_h) = y, f(x_l) ≠ y. */
export const decidedByHfcSchema = decidedSchema.extend({
  radius: z.number().min(0),
  rescale: z.enum(rescales),
  distance: componentAnswersSchema.shape.distance,
  boundary: componentAnswersSchema.shape.boundary,
});

export type DecidedByHfc = Readonly<z.infer<typeof decidedByHfcSchema>>;

export interface DecidedByHfcOptions {
  /** One of the radii that were asked for; by default 12. */
  readonly radius?: number;
  /** One of the rescalings that were asked for; by default the first. */
  readonly rescale?: Rescale;
  /** Draws the other images of the baseline. */
  readonly random: Random;
}

/**
 * Reads the images decided by HFC off a pass of `componentAnswers`; no image is classified again.
 *
 * @throws RangeError when the pass did not ask for the radius or the rescaling, or has fewer than two images
 */
export function decidedByHfc(
  answers: ComponentAnswers,
  { radius = 12, rescale = answers.rescales[0], random }: DecidedByHfcOptions,
): DecidedByHfc {
  const parts = {
    x: answers.x,
    low: answersTo(answers, { component: 'lfc', radius, rescale }),
    high: answersTo(answers, { component: 'hfc', radius, rescale }),
  };
  const { distance, boundary } = answers;
  return { radius, rescale, distance, boundary, ...decided(parts, answers.labels, { random }) };
}
