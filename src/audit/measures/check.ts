import { z } from 'zod';

/** What an audit found when it checked itself. */
export const checkSchema = z.strictObject({
  /** Such as `risingEpsilon fgsm`. */
  name: z.string(),
  status: z.enum(['pass', 'warn', 'fail']),
  /** What decided, a number in the unit that `text` says. */
  figure: z.number(),
  /** One sentence with the figure. */
  text: z.string(),
});

export type Check = Readonly<z.infer<typeof checkSchema>>;
