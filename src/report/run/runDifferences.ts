import { differenceInterval } from '../../statistics/differenceInterval.ts';
import { wilsonInterval } from '../../statistics/wilsonInterval.ts';
import type { ClassificationRow } from '../../training/tasks/classification/classification.ts';
import { percent, percentRange, whole } from '../../wording/format.ts';
import { dataTable, markSpan } from '../page/dataTable.ts';
import { type Definition, valueText, wordsOf } from '../page/definitions.ts';
import { html, type SafeHtml } from '../page/html.ts';
import { type ComparedRun, lastOf, type RunMeasure } from './runComparison.ts';

/** The last accuracies of every run, and how they differ from those of the first. */
export function runNumbers(runs: readonly ComparedRun[], measures: readonly RunMeasure[]): SafeHtml {
  const [first, ...others] = runs;
  return dataTable({
    caption: `Accuracy after the last measured epoch of each run with 95% Wilson intervals, and its difference from ${first.name} in points with Newcombe’s 95% interval; ▲ and ▼ where that leaves out zero`,
    head: ['shown to the network', first.name, ...others.map(({ name }) => name)],
    rows: measures.map((measure) => {
      const own = lastOf(first, measure);
      return {
        name: measure.name,
        cells: [numberCell(own), ...others.map((run) => numberCell(lastOf(run, measure), own, first.name))],
      };
    }),
  });
}

function numberCell(row: ClassificationRow | undefined, from?: ClassificationRow, name = ''): SafeHtml {
  if (!row) return html`–`;
  const own = estimate(row);
  const counts = html`<small>${percentRange(own)}, n = ${whole(row.n)}</small>`;
  if (!from) return html`${percent(own.value)}${counts}`;
  const { low, high } = differenceInterval(own, estimate(from));
  const mark =
    low > 0 ? markSpan('▲', `higher than ${name}`) : high < 0 ? markSpan('▼', `lower than ${name}`) : '';
  const difference = html`<small>${points(own.value - from.accuracy)} (${points(low)} to ${points(high)})</small>`;
  return html`${percent(own.value)}${mark}${counts}${difference}`;
}

/** A share of right answers with its interval. */
export function estimate({ correct, n }: Pick<ClassificationRow, 'correct' | 'n'>) {
  return { value: correct / n, ...wilsonInterval(correct, n) };
}

/** `+3.2`, `−0.4`: a difference of shares in hundredths. */
export function points(difference: number): string {
  const text = (100 * difference).toFixed(1);
  return difference > 0 ? `+${text}` : text.replace('-', '−');
}

/** Settings, data and versions of a run by name; its folder and the command that names it are its own in any case. */
function settingsOf({
  record: { config, dataset, versions, parameters },
}: ComparedRun): Record<string, string> {
  const { out: _, ...settings } = config;
  const { name, shape, classes, learnedCount, testCount, reserveCount = 0, hashes } = dataset;
  const data = { name, shape, classes, learnedCount, testCount, reserveCount, hashes: Object.values(hashes) };
  const named = [
    ...Object.entries(settings).map(([key, value]) => [wordsOf(key), value] as const),
    ...Object.entries(data).map(([key, value]) => [`data: ${wordsOf(key)}`, value] as const),
    ['parameters', parameters] as const,
    ...Object.entries(versions),
  ];
  return Object.fromEntries(named.map(([key, value]) => [key, valueText(value)]));
}

/** The settings in which the runs differ, a row each, and those that they share. */
export function runSettings(runs: readonly ComparedRun[]): { differing: SafeHtml; shared: Definition[] } {
  const all = runs.map(settingsOf);
  const differs = (key: string) => new Set(all.map((settings) => settings[key])).size > 1;
  const keys = Object.keys(all[0]);
  const own = keys.filter(differs);
  const differing =
    own.length === 0
      ? html`<p>The runs have the same settings, data and versions.</p>`
      : dataTable({
          caption: 'Only what is not the same for all runs',
          head: ['setting', ...runs.map(({ name }) => name)],
          rows: own.map((key) => ({ name: key, cells: all.map((settings) => settings[key]) })),
        });
  const shared = keys.filter((key) => !differs(key)).map((key) => [key, all[0][key]] as const);
  return { differing, shared };
}
