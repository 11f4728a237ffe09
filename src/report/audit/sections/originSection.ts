import type { AuditRecord } from '../../../audit/records/auditRecord.ts';
import { describeConvention } from '../../../networks/classifier/convention.ts';
import { percent, percentRange, whole } from '../../../wording/format.ts';
import { shellCommand } from '../../../wording/shellCommand.ts';
import { dataTable } from '../../page/dataTable.ts';
import { commandLine, definitions, wordsOf } from '../../page/definitions.ts';
import { html, type SafeHtml } from '../../page/html.ts';
import type { PageSection } from '../../page/pageSections.ts';

/** Candidates of the normalisation doctor that are shown. */
const CANDIDATES = 6;

const mappings = {
  same: 'the model and the data set name the same classes in the same order',
  order: 'the model does not name its classes: they are taken in the data set’s order',
  names: 'by name',
  file: 'as the mapping file says',
} as const;

/** Everything that one needs to make the audit again, or to doubt it. */
export function originSection(record: AuditRecord): PageSection {
  const { model, dataset, settings, versions, request } = record;
  const { preflight: file, mapping } = model;
  const several = request.models.length > 1 ? ` It audits all ${request.models.length} models.` : '';
  const body = html`<p class="quiet">This command makes it again.${several}</p>
${commandLine(auditCommand(request))}
<h3>Model</h3>
${definitions([
  ['file', model.path],
  ['size', `${whole(file.bytes)} bytes`],
  ['made by', file.producer || '–'],
  ['opset', `${file.opset ?? '–'}, IR ${file.ir}`],
  [
    'input',
    file.input
      ? `${file.input.name}: ${file.input.type} [${file.input.shape.join(', ')}], ${file.input.layout}`
      : '–',
  ],
  [
    'output',
    file.output ? `${file.output.name}: ${file.output.kind} [${file.output.shape.join(', ')}]` : '–',
  ],
  ['weights', listing(file.weights)],
  ['images a run', file.batch === null ? 'any number' : file.batch],
])}
${definitions(
  [
    ['operators', listing(file.operators)],
    ['classes', `${mappings[mapping.how]}: ${classesText(mapping.classes)}`],
    ['SHA-256', model.sha256],
    ...file.problems.map(({ stops, message }) => [`stops ${stops}`, message] as const),
    ...file.notes.map((note) => ['note', note] as const),
  ],
  { isLong: true },
)}
<h3>Normalisation</h3>
${doctorTable(model.normalisation)}
<h3>Data</h3>
<p>${dataset.name}, ${whole(dataset.n)} test images</p>
<details><summary>SHA-256 of the files</summary>${definitions(Object.entries(dataset.hashes), { isLong: true })}</details>
${settingsList(settings, versions)}`;
  return { id: 'origin', title: 'How it was made', body };
}

/** The command that makes an audit or a comparison again. */
export function auditCommand({ models, flags }: AuditRecord['request']): string {
  return shellCommand(['passband', 'audit', ...models], { ...flags, out: 'audit' });
}

/** Every setting of an audit and every version. */
export function settingsList(settings: AuditRecord['settings'], versions: AuditRecord['versions']): SafeHtml {
  return html`<h3>Settings and versions</h3>
${definitions([
  ...Object.entries(settings).map(([name, value]) => [wordsOf(name), settingText(value)] as const),
  ...Object.entries(versions),
])}`;
}

function doctorTable({ candidates, convention, source }: AuditRecord['model']['normalisation']): SafeHtml {
  const chosen = JSON.stringify(convention);
  const shown = candidates.filter(
    (candidate, place) => place < CANDIDATES || JSON.stringify(candidate.convention) === chosen,
  );
  if (shown.length === 0) return html`<p>${describeConvention(convention)}</p>`;
  return dataTable({
    caption: `Ways to show images to the model that were tried, ${shown.length} of ${candidates.length}, by accuracy; ✓ is the one in use (${source})`,
    head: ['convention', 'accuracy', 'mean log-likelihood', 'n'],
    rows: shown.map((candidate) => ({
      name: html`${JSON.stringify(candidate.convention) === chosen ? '✓ ' : ''}${candidate.name}<small>${describeConvention(candidate.convention)}</small>`,
      cells: [
        html`${percent(candidate.accuracy)}<small>${percentRange(candidate)}</small>`,
        candidate.meanLogLikelihood === null ? '–' : candidate.meanLogLikelihood.toFixed(3).replace('-', '−'),
        whole(candidate.n),
      ],
    })),
  });
}

/** `Conv 9, Relu 7`. */
function listing(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${whole(count)}`)
    .join(', ');
}

function classesText(classes: readonly string[]): string {
  const shown = classes.slice(0, 20).join(', ');
  return classes.length > 20 ? `${shown}, and ${whole(classes.length - 20)} more` : shown;
}

type Setting = AuditRecord['settings'][keyof AuditRecord['settings']];

function settingText(value: Setting): string {
  if (value === null) return 'none';
  if (Array.isArray(value)) return value.map((one) => settingText(one)).join(', ') || 'none';
  return typeof value === 'object' && 'text' in value ? value.text : String(value);
}
