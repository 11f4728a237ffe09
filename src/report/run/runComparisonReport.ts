import { differenceInterval } from '../../statistics/differenceInterval.ts';
import { percent, whole } from '../../wording/format.ts';
import { dataTable } from '../page/dataTable.ts';
import { commandLine, definitions } from '../page/definitions.ts';
import { chartFigure } from '../page/figure.ts';
import { html, type SafeHtml } from '../page/html.ts';
import { page, type Served } from '../page/page.ts';
import { pageSections } from '../page/pageSections.ts';
import { coloursOf } from '../theme/theme.ts';
import { type ComparedRun, lastOf, measuresOfRuns, type RunMeasure } from './runComparison.ts';
import { runCurves } from './runCurves.ts';
import { estimate, points, runNumbers, runSettings } from './runDifferences.ts';

export interface RunComparisonOptions {
  /** At least one; the others are compared with the first. */
  readonly runs: readonly ComparedRun[];
  /** The command that makes the page again. */
  readonly command: string;
  /** As in `page`, where a server shows it. */
  readonly served?: Served;
}

/**
 * The page of several runs side by side: in what they differ, their curves in the same charts, and their last numbers.
 *
 * @returns one self-contained HTML file; text from outside (names, paths, classes) is escaped
 */
export async function runComparisonReport({ runs, command, served }: RunComparisonOptions): Promise<string> {
  const colours = coloursOf(1);
  const title = `${runs.length} runs side by side`;
  const measures = measuresOfRuns(runs);
  const { differing, shared } = runSettings(runs);
  const figures: SafeHtml[] = [];
  for (const measure of measures) {
    const chart = runCurves(runs, measure);
    if (chart) figures.push(await chartFigure(`Accuracy on ${measure.name}`, chart, colours));
  }
  const origin = html`<p class="quiet">This command makes the page again.</p>
${commandLine(command)}
${runs.map((one) => html`<h3>${one.name}</h3>${commandLine(one.command)}`)}
<details><summary>Settings that all runs share</summary>${definitions(shared)}</details>`;
  const sections = [
    { id: 'runs', title: 'Runs', body: runsTable(runs) },
    { id: 'differences', title: 'What differs', body: differing },
    ...(figures.length > 0
      ? [
          {
            id: 'curves',
            title: 'What they learned, epoch by epoch',
            body: html`<p class="quiet">x is the image itself. LFC r keeps only its frequencies within radius r of the centre of the spectrum, HFC r keeps the rest. Bands are 95% Wilson intervals.</p>
<div class="plots">${figures}</div>`,
          },
          {
            id: 'numbers',
            title: 'After the last measured epoch',
            body: html`<p class="quiet">The intervals are about the choice of images; each is one training run with one seed, and another seed may differ by more. Where the runs were measured on the same images, the intervals of the differences are wider than need be.</p>
${runNumbers(runs, measures)}`,
          },
        ]
      : []),
    { id: 'origin', title: 'How they were made', body: origin },
  ];
  const body = html`<header>
<p class="quiet">Passband · which image frequencies a model relies on</p>
<h1>${title}</h1>
<p class="quiet">${runs.map(({ name }) => name).join(' · ')}</p>
</header>
<main>
${finding(runs, measures)}
${pageSections(sections)}
</main>`;
  return page(body, { title: `${title} · Passband`, colours, served });
}

function finding(runs: readonly ComparedRun[], measures: readonly RunMeasure[]): SafeHtml {
  const x = measures.find(({ split, component }) => split === 'test' && component === 'x');
  const [first, ...others] = runs;
  const own = x && lastOf(first, x);
  if (!own) return html`<p class="finding">No epoch of <b>${first.name}</b> has been measured yet.</p>`;
  const sentences = others.map((run) => {
    const row = lastOf(run, x);
    if (!row) return html` <b>${run.name}</b> has not been measured.`;
    const { low, high } = differenceInterval(estimate(row), estimate(own));
    return html` <b>${run.name}</b> is right on ${percent(row.accuracy)}, a difference of ${points(row.accuracy - own.accuracy)} points (${points(low)} to ${points(high)}).`;
  });
  return html`<p class="finding"><b>${first.name}</b> is right on ${percent(own.accuracy)} of the test images.${sentences}</p>`;
}

function runsTable(runs: readonly ComparedRun[]): SafeHtml {
  return dataTable({
    caption: 'The runs, in the order in which they were named',
    head: ['run', 'network', 'data', 'parameters', 'epochs', 'seed', 'status'],
    rows: runs.map(({ name, rows, record: { config, dataset, parameters, status } }) => ({
      name,
      cells: [
        config.network,
        dataset.name,
        whole(parameters),
        `${rows.at(-1)?.epoch ?? 0} of ${config.epochs}`,
        String(config.seed),
        status,
      ],
    })),
  });
}
