import type { Smoothing } from '../../audit/kernels/smoothing.ts';
import { changeMark, rowName } from '../../report/pictures/smoothingTable.ts';
import { whole } from '../../wording/format.ts';
import { columns as inColumns } from '../terminal/columns.ts';

/** The table of a smoothed model for the terminal, laid out as Table 2. */
export function smoothingText(smoothing: Smoothing): string[] {
  const { n, columns, rows } = smoothing;
  const names = n === null ? [] : ['clean', ...columns.map(({ measure }) => measure)];
  const titles =
    n === null ? [] : ['clean', ...columns.map(({ method, text }) => `${method.toUpperCase()} ${text}`)];
  const cell = (row: Smoothing['rows'][number], name: string) => {
    const { value, low, high } = row.measures[name];
    const digits = high! < 0.1 ? 1 : 0;
    const range = `${(100 * low!).toFixed(digits)}–${(100 * high!).toFixed(digits)}`;
    return `${inPercent(value)}${changeMark(row, name) || ' '} ${range}`;
  };
  const table = rows.map((row) => [
    rowName(row.rho),
    ...names.map((name) => cell(row, name)),
    `${inPercent(row.measures.smoothness.value)} ± ${inPercent(row.spread.standardDeviation).trimStart()}`,
  ]);
  const [out, perGroup, height, width] = smoothing.convolution.shape;
  const layer = `First convolution '${smoothing.convolution.name}': ${out} × ${perGroup} kernels of ${height} × ${width}`;
  const images =
    n === null
      ? []
      : [
          `Per cent of ${whole(n)} images with the 95% interval, preset ${smoothing.preset}; ▲ ▼ differ from the model as it is (p < 0.05)`,
        ];
  return [layer, ...images, ...inColumns([['', ...titles, 'power, r > 8'], ...table])];
}

const inPercent = (share: number) => (100 * share).toFixed(1).padStart(5);
