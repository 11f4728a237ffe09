import { duration } from '../../../wording/duration.ts';
import { percent } from '../../../wording/format.ts';
import { dataTable } from '../../page/dataTable.ts';
import { commandLine, definitions, valueText, wordsOf } from '../../page/definitions.ts';
import { html, type SafeHtml } from '../../page/html.ts';
import type { PageSection } from '../../page/pageSections.ts';
import { runFolderName } from '../readStudy.ts';
import type { StudyRecord, StudyRun } from '../studyRecord.ts';
import { runsText } from './studyHeader.ts';

/**
 * Every run, with a link to its own page in the store.
 *
 * @param isServed whether a server makes the pages of runs that are not complete, which are no files yet
 */
export function runsSection(record: StudyRecord, isServed: boolean): PageSection {
  const table = dataTable({
    caption: `${runsText(record)}. Time is hours, minutes and seconds of training and measuring.`,
    head: ['run', 'seed', 'state', 'epochs', 'training accuracy', 'time', 'page'],
    rows: record.runs.map((run) => ({
      name: html`${run.name}${variedText(run) === '' ? '' : html`<small>${variedText(run)}</small>`}`,
      cells: [
        String(run.seed),
        html`${run.state === 'running' && record.status !== 'running' ? 'begun' : run.state}${run.failure === null ? '' : html`<small class="note">${run.failure}</small>`}`,
        run.epochs > 0 ? `${run.epoch} of ${run.epochs}` : '–',
        run.trainAccuracy === null ? '–' : percent(run.trainAccuracy),
        run.elapsedMs > 0 ? duration(run.elapsedMs) : '–',
        pageOf(run, isServed),
      ],
    })),
  });
  return { id: 'runs', title: 'Runs', body: table };
}

function pageOf(run: StudyRun, isServed: boolean): SafeHtml {
  const { state, epochs } = run;
  const short = runFolderName(run);
  // A foreign model, of no epochs, is measured and has no page.
  const isThere = epochs > 0 && (state === 'complete' || (isServed && state !== 'to come'));
  if (!isThere) return html`<code>${short}</code>`;
  return html`<a href="../runs/${short}/report.html"><code>${short}</code></a>`;
}

const variedText = ({ varied }: StudyRun) =>
  Object.entries(varied)
    .map(([key, value]) => `${wordsOf(key)} ${settingText(value)}`)
    .join(', ');

/** The methods paragraph, the command, settings, versions and hashes. */
export function originSections({
  methods,
  command,
  base,
  versions,
  recipe,
  dataset,
}: StudyRecord): PageSection[] {
  const settings = Object.entries(base).map(([name, value]) => [wordsOf(name), settingText(value)] as const);
  const made = html`<p class="quiet">This command makes it again; runs that are complete are not trained again.</p>
${commandLine(command)}
<h3>Settings</h3>
<p class="quiet">Those of a run are these, but for what stands below its name in the list of runs.</p>
${definitions(settings)}
<h3>Versions</h3>
${definitions([...Object.entries(versions), ['version of Passband’s procedures', recipe]])}
<details><summary>SHA-256 of the data</summary>${definitions(Object.entries(dataset.hashes), { isLong: true })}</details>`;
  return [
    {
      id: 'methods',
      title: 'Methods',
      body: html`${methods.split(/\n+/).map(
        (text) => html`<p>${text}</p>
`,
      )}`,
    },
    { id: 'origin', title: 'How it was made', body: made },
  ];
}

function settingText(value: unknown): string {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isRecord ? JSON.stringify(value) : valueText(value);
}
