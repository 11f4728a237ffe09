import { z } from 'zod';

/** What the numbers say of a claim; `undecided` where the difference's interval contains 0 or the run is too small to tell. */
export const verdictSchema = z.enum(['holds', 'does not hold', 'undecided']);

export type Verdict = z.infer<typeof verdictSchema>;
