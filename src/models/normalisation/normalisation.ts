import { z } from 'zod';
import { conventionSchema } from '../../networks/classifier/convention.ts';

/** How a model wants its images, and how that was found out. */
export const normalisationSchema = z.strictObject({
  /** What the audit uses. */
  convention: conventionSchema,
  /** `measured`: it did best on labelled images; `given`: by flags; `metadata`: the model says so itself. */
  source: z.enum(['measured', 'given', 'metadata']),
  /** False where another convention, different in kind, did as well (McNemar, p ≥ 0.05). */
  decided: z.boolean(),
  /** What was tried, best first; what did badly on a quarter of the images was not shown more. */
  candidates: z.array(
    z.strictObject({
      name: z.string(),
      convention: conventionSchema,
      correct: z.int(),
      n: z.int(),
      accuracy: z.number(),
      /** 95% Wilson interval of the accuracy. */
      low: z.number(),
      high: z.number(),
      /** `scaledLikelihood` of the true classes, in nats; null where logits are not finite. */
      meanLogLikelihood: z.number().nullable(),
    }),
  ),
  warnings: z.array(z.string()),
});

export type Normalisation = Readonly<z.infer<typeof normalisationSchema>>;
