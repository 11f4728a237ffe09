import type { z } from 'zod';

/** One number of a task's measurements: a column of a run's history. */
export interface Column {
  /** What a value must be; null where there is none to measure. */
  readonly schema: z.ZodType<number | null>;
  /**
   * How people are shown it, on the terminal and as curves: a share in per cent or a plain number. Absent for columns
   * that the files alone keep, such as counts.
   */
  readonly shown?: 'share' | 'number';
}

/** The columns of a task by name, in the order in which files have them. */
export type Columns = Readonly<Record<string, Column>>;

/** A measurement's values by column. */
export type ValuesOf<C extends Columns> = { readonly [Name in keyof C]: z.infer<C[Name]['schema']> };
export type Values = ValuesOf<Columns>;

/** The columns that people are shown, in their order. */
export function shownColumns(columns: Columns): (readonly [name: string, as: 'share' | 'number'])[] {
  return Object.entries(columns).flatMap(([name, { shown }]) => (shown ? [[name, shown] as const] : []));
}
