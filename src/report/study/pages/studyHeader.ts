import { roughTime } from '../../../wording/duration.ts';
import { counted, whole } from '../../../wording/format.ts';
import { html, type SafeHtml } from '../../page/html.ts';
import type { StudyRecord } from '../studyRecord.ts';

/** Title, what is rerun, on which data, at which scale, how far it came, and what must be known of it. */
export function studyHeader(record: StudyRecord): SafeHtml {
  const { title, paper, about, scale, preset, seeds, notes, radii } = record;
  const facts = [
    paper === null ? 'an experiment of one’s own' : `reruns ${paper} of the paper`,
    `scale ${scale}`,
    `preset ${preset}`,
    seeds.length === 1 ? `seed ${seeds[0]}` : `${seeds.length} seeds (${seeds.join(', ')})`,
  ];
  return html`<header>
<p class="quiet">Passband · which image frequencies a model relies on</p>
<h1>${title}</h1>
<p class="quiet">${facts.join(' · ')}</p>
<p class="quiet">${dataText(record)}</p>
${radii.some(({ paper }) => paper !== null) ? html`<p class="quiet">${scaledText(record)}</p>` : ''}
<p>${about}</p>
${statusLine(record)}
${seeds.length === 1 ? html`<p class="quiet">Note: Seeds vary more than images do, and only one seed was run. Intervals are about the choice of images; another seed may differ by more.</p>` : ''}
${notes.map((note) => html`<p class="quiet">Note: ${note}</p>`)}
</header>`;
}

function dataText({ dataset }: StudyRecord): string {
  const { name, classes, shape, learned, test, reserve } = dataset;
  const [channels, height, width] = shape;
  const unseen = reserve > 0 ? ` and ${whole(reserve)} more that no run learns from` : '';
  return `${name}: ${whole(learned)} training images${unseen}, ${whole(test)} test images of ${width} × ${height} pixels, ${channels === 1 ? 'grey' : 'colour'}, ${classes} classes`;
}

function scaledText({ radii }: StudyRecord): string {
  const scaled = radii.map(
    ({ radius, paper }) => `r = ${radius}${paper === null ? '' : ` (the paper’s ${paper})`}`,
  );
  return `Radii in bins of these images: ${scaled.join(', ')}`;
}

/** `5 runs: 1 complete, 1 at work, 1 failed, 2 to come`. */
export function runsText({ runs, status }: StudyRecord): string {
  const count = (state: StudyRecord['runs'][number]['state']) =>
    runs.filter((run) => run.state === state).length;
  const parts = (
    [
      ['complete', 'complete'],
      ['running', status === 'running' ? 'at work' : 'begun'],
      ['failed', 'failed'],
      ['to come', 'to come'],
    ] as const
  ).flatMap(([state, words]) => (count(state) > 0 ? [`${count(state)} ${words}`] : []));
  const all = counted(runs.length, 'run');
  if (parts.length === 1 && runs.length > 1) return `${all}, all ${parts[0].replace(/^\d+ /, '')}`;
  return parts.length > 0 ? `${all}: ${parts.join(', ')}` : all;
}

function statusLine(record: StudyRecord): SafeHtml {
  const { status, runs, secondsLeft } = record;
  const failed = runs.filter(({ state }) => state === 'failed');
  const failures = failed.map(
    ({ name, seed, failure }) =>
      html`<p>! The run ${name} with seed ${seed} failed${failure === null ? '' : `: ${failure}`}. What needs it is left empty.</p>
`,
  );
  if (status === 'finished') return html`${failures}`;
  const left = secondsLeft === null ? '' : `, about ${roughTime(secondsLeft)} left`;
  const state =
    status === 'running'
      ? `This study is still running, and shows what there is so far`
      : `This study was stopped, and shows what there is; its command goes on with it`;
  return html`<p>! ${state}. ${runsText(record)}${left}.</p>
${failures}`;
}
