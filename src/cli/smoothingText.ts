import type { Smoothing } from '../audit/smoothing.ts';
import { percent, percentRange, whole } from '../report/format.ts';
import { changeMark, rowName } from '../report/smoothingTable.ts';
import { columns as inColumns } from './summary.ts';

/** The table of a smoothed model for the terminal, laid out as Table 2. */
export function smoothingText(smoothing: Smoothing): string {
  const { n, columns, rows } = smoothing;
  const names = n === null ? [] : ['clean', ...columns.map(({ measure }) => measure)];
  const titles =
    n === null ? [] : ['clean', ...columns.map(({ method, text }) => `${method.toUpperCase()} ${text}`)];
  const cell = (row: Smoothing['rows'][number], name: string) => {
    const { value, low, high } = row.measures[name];
    return `${percent(value).padStart(7)} ${changeMark(row, name) || ' '} ${percentRange({ low: low!, high: high! })}`;
  };
  const table = rows.map((row) => [
    rowName(row.rho),
    ...names.map((name) => cell(row, name)),
    `${percent(row.measures.smoothness.value).padStart(7)} ± ${percent(row.spread.standardDeviation)}`,
  ]);
  const [out, perGroup, height, width] = smoothing.convolution.shape;
  const layer = `First convolution '${smoothing.convolution.name}': ${out} × ${perGroup} kernels of ${height} × ${width}`;
  const images =
    n === null
      ? []
      : [
          `n = ${whole(n)}, preset ${smoothing.preset}; ▲ ▼ differ from the model as it is (McNemar’s exact test, p < 0.05)`,
        ];
  return `${[layer, ...images].join('\n')}\n${inColumns([['', ...titles, 'power beyond r = 8'], ...table])}`;
}
