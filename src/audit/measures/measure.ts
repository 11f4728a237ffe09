import { z } from 'zod';
import { wilsonInterval } from '../../statistics/wilsonInterval.ts';

/** One number of an audit. A share of `n` images has its 95% Wilson interval; of what is no such share, `n`, `low` and `high` are null. */
export const measureSchema = z.object({
  value: z.number(),
  n: z.int().positive().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
});

export type Measure = Readonly<z.infer<typeof measureSchema>>;

/** `count` of `n` images. */
export function shareOf(count: number, n: number): Measure {
  return { value: count / n, n, ...wilsonInterval(count, n) };
}

/** A number that is no share of images. */
export function figureOf(value: number): Measure {
  return { value, n: null, low: null, high: null };
}
