import { columnValue, type HistoryRow, lastMeasured, ownColumns } from '../../training/run/history.ts';
import { type RunRecord, taskOf } from '../../training/run/runFolder.ts';
import { shownText, whole } from '../../wording/format.ts';
import { dataTable } from '../page/dataTable.ts';
import { wordsOf } from '../page/definitions.ts';
import { chartFigure } from '../page/figure.ts';
import { html, type SafeHtml } from '../page/html.ts';
import { page, type Served } from '../page/page.ts';
import { type PageSection, pageSections } from '../page/pageSections.ts';
import { coloursOf } from '../theme/theme.ts';
import { columnCurves } from './columnCurves.ts';
import { originSection } from './originSection.ts';
import { epochsToCome } from './runCurves.ts';
import { runHeader } from './runHeader.ts';

export interface PlainRunReportOptions {
  readonly run: RunRecord;
  /** The whole history, in any order. */
  readonly rows: readonly HistoryRow[];
  /** As in `page`, where a server shows it. */
  readonly served?: Served;
}

/** The page of a run whose task has none of its own: every column of its history as it is, in curves and in a table. */
export async function plainRunReport({ run, rows, served }: PlainRunReportOptions): Promise<string> {
  const sorted = [...rows].sort((a, b) => a.epoch - b.epoch);
  const last = sorted.at(-1)?.epoch ?? 0;
  const measured = lastMeasured(sorted);
  const columns = sorted.length > 0 ? ['loss', ...ownColumns(sorted[0])] : [];
  const title = `${wordsOf(taskOf(run))} on ${run.dataset.name}`;
  const sections = [
    ...(last > 0 ? [await curvesSection(run, sorted, columns)] : []),
    ...(measured > 0
      ? [
          numbersSection(
            sorted.filter(({ epoch }) => epoch === measured),
            columns,
          ),
        ]
      : []),
    originSection(run),
  ];
  const body = html`${runHeader(run, { title, last })}
<main>
<p class="quiet">The task of this run is ${taskOf(run)}. What it measured is shown under the names of the columns in its history.</p>
${pageSections(sections)}
</main>`;
  return page(body, { title: `${title} · Passband`, colours: coloursOf(1), served });
}

const splits: ReadonlySet<string> = new Set(['train', 'test']);

async function curvesSection(
  run: RunRecord,
  rows: readonly HistoryRow[],
  columns: readonly string[],
): Promise<PageSection> {
  const plots: SafeHtml[] = [];
  for (const column of columns) {
    const measured = rows.filter(
      (row) => splits.has(row.split) && row.component === 'x' && Number.isFinite(columnValue(row, column)),
    );
    if (measured.length === 0) continue;
    const description = `${column} on x by epoch, of training and test images`;
    const spec = columnCurves(measured, { column, description, epochs: epochsToCome(run) });
    plots.push(await chartFigure(`${column} on x`, spec, coloursOf(1)));
  }
  const body = html`<div class="plots">${plots}</div>`;
  return { id: 'curves', title: 'What it learned, epoch by epoch', body };
}

const splitNames = {
  running: 'the epoch’s batches',
  train: 'training images',
  test: 'test images',
  reserve: 'reserve images',
  'held-out': 'held-out images',
} as const;

function numbersSection(rows: readonly HistoryRow[], columns: readonly string[]): PageSection {
  const table = dataTable({
    caption: `Each measurement after epoch ${rows[0].epoch}`,
    head: ['images', 'shown as', 'n', ...columns],
    rows: rows.map((row) => ({
      name: splitNames[row.split],
      cells: [
        row.radius === null ? row.component : `${row.component.toUpperCase()}, r = ${row.radius}`,
        whole(row.n),
        ...columns.map((column) => shownText(columnValue(row, column), 'number')),
      ],
    })),
  });
  return { id: 'numbers', title: `After epoch ${rows[0].epoch}`, body: table };
}
