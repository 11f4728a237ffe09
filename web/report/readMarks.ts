import type { Cell, FigureMarks } from '../../src/report/charts/figureData.ts';

/** One mark of a figure: its row of the data, and where it lies in the plot. */
export interface Mark {
  readonly row: Readonly<Record<string, Cell>>;
  readonly x: number;
  readonly y: number;
  /** What it belongs to, counted from 0. */
  readonly series: number;
}

/** The marks of a figure: their places stand in the plot, their values are those of the link to the JSON file. */
export function readMarks(plot: HTMLElement): { marks: Mark[]; view: FigureMarks } {
  const view = JSON.parse(plot.dataset.marks ?? '') as FigureMarks;
  const link = plot.closest('figure')?.querySelector('a[download$=".json"]');
  const address = link?.getAttribute('href') ?? '';
  const rows = JSON.parse(decodeURIComponent(address.slice(address.indexOf(',') + 1))) as Mark['row'][];
  let series = -1;
  let name: Cell | undefined;
  const marks = view.places.map(([x, y], at) => {
    const [first] = Object.values(rows[at]);
    if (first !== name) series++;
    name = first;
    return { row: rows[at], x, y, series };
  });
  return { marks, view };
}
