import { z } from 'zod';
import { countOf } from '../measures/answers.ts';
import { measureSchema, shareOf } from '../measures/measure.ts';
import { pairedTest, pairedTestSchema } from '../measures/pairedTest.ts';

/** Two models on the same images, measure by measure. */
export const compareModelsSchema = z.object({
  first: z.string(),
  second: z.string(),
  rows: z.array(
    z.object({
      /** Such as `lfc@8`. */
      measure: z.string(),
      first: measureSchema,
      second: measureSchema,
      test: pairedTestSchema,
      /** Whose share is larger, where the test finds that they differ. */
      higher: z.enum(['first', 'second']).nullable(),
    }),
  ),
});

export type CompareModels = Readonly<z.infer<typeof compareModelsSchema>>;

export interface ComparedModel {
  readonly name: string;
  /** Measure → 1 for each image that counts: of `componentFlags`, an attack's standing images, … */
  readonly flags: Readonly<Record<string, Uint8Array>>;
}

/**
 * McNemar's test of each measure that both models have, in the first one's order.
 *
 * @throws RangeError when a measure is not of equally many images
 */
export function compareModels(first: ComparedModel, second: ComparedModel): CompareModels {
  const rows = Object.entries(first.flags)
    .filter(([measure]) => measure in second.flags)
    .map(([measure, own]) => {
      const other = second.flags[measure];
      const test = pairedTest(own, other);
      const firstIsHigher = test.onlyFirst > test.onlySecond;
      return {
        measure,
        first: shareOf(countOf(own), own.length),
        second: shareOf(countOf(other), other.length),
        test,
        higher: test.differ ? (firstIsHigher ? ('first' as const) : ('second' as const)) : null,
      };
    });
  return { first: first.name, second: second.name, rows };
}
