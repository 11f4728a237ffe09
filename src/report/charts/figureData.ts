import type { TopLevelSpec } from 'vega-lite';

/** A list is one value in JSON, and a column for each of its numbers in CSV. */
export type Cell = string | number | null | readonly number[];

/** What a figure shows, as a table, for downloads. */
export interface FigureTable {
  /** Names of the columns: the first says what a mark belongs to, `low` and `high` are the ends of its interval. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A table whose values are shown under the pointer too. */
export interface FigureData extends FigureTable {
  readonly marks: FigureMarks;
}

/** Where the marks of the first rows are drawn. */
export interface FigureMarks {
  /** Middles, in pixels of the plot, from its upper left corner. Rows beyond these have no mark of their own. */
  readonly places: readonly (readonly [x: number, y: number])[];
  /** Columns of shares, which are read in per cent. */
  readonly percent?: readonly string[];
  /** What `low` and `high` are the ends of; by default a 95% interval. */
  readonly spread?: string;
  /** CSS colours of what the marks belong to, in the order of the rows, and again from the first. */
  readonly colours?: readonly string[];
  /** Size of a mark that is an area and not a point, in pixels of the plot. */
  readonly cell?: readonly [width: number, height: number];
  /** Selector of the plot among the drawing's groups; by default the first group. */
  readonly plot?: string;
}

/** A chart that carries its data with it; Vega and Vega-Lite pass it over. */
export function withData(spec: TopLevelSpec, figure: FigureData): TopLevelSpec {
  return { ...spec, usermeta: { figure } } as TopLevelSpec;
}

/** The data that a chart carries. */
export function dataOf({ usermeta }: TopLevelSpec): FigureData | undefined {
  return (usermeta as { readonly figure?: FigureData } | undefined)?.figure;
}

/** The place of a mark, to a tenth of a pixel. */
export function placeOf(x: number, y: number): readonly [x: number, y: number] {
  return [Math.round(10 * x) / 10, Math.round(10 * y) / 10];
}
