import { z } from 'zod';
import { conventionSchema } from '../../networks/classifier/convention.ts';

/** How a model wants its images, and how that was found out. */
export const normalisationSchema = z.strictObject({
  /** What the audit uses. */
  convention: conventionSchema,
  /** `measured`: it did best on labelled images; `given`: by flags; `metadata`: the model says so itself. */
  source: z.enum(['measured', 'given', 'metadata']),
  /**
   * False where other conventions did as well: accuracy (McNemar, p ≥ 0.05) and likelihood of the true classes (within
   * three standard errors) do not tell them apart.
   */
  decided: z.boolean(),
  /** What did equally well, absent where nothing did. */
  tie: z
    .strictObject({
      /** Names of the conventions, the one that is used first. */
      names: z.array(z.string()).min(2),
      /** Images on which they did. */
      n: z.int(),
      /** Largest ÷ smallest factor by which they scale a pixel, and with it a perturbation. */
      scale: z.number(),
      /**
       * Accuracy under them after one step along the gradient's sign (FGSM) of size `epsilon`, from the lowest to the
       * highest; of several sizes the one where they differ most. Null for a model without gradients.
       */
      step: z
        .strictObject({ epsilon: z.number(), n: z.int(), lowest: z.number(), highest: z.number() })
        .nullable(),
    })
    .optional(),
  /** What was tried, best first; what did badly on a quarter of the images was not shown more, what tied was shown more. */
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
