import type { AuditRecord } from '../audit/auditRecord.ts';
import { describeConvention } from '../networks/convention.ts';
import { dataTable } from './dataTable.ts';
import { percent, percentRange, whole } from './format.ts';
import { html, type SafeHtml } from './html.ts';
import type { PageSection } from './pageSections.ts';
import { shellCommand } from './shellCommand.ts';

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
<p class="command"><code>${shellCommand(['passband', 'audit', ...request.models], { ...request.flags, out: 'audit' })}</code></p>
<h3>Model</h3>
<dl>${[
    entry('file', model.path),
    entry('size', `${whole(file.bytes)} bytes`),
    entry('made by', file.producer || '–'),
    entry('opset', `${file.opset ?? '–'}, IR ${file.ir}`),
    entry(
      'input',
      file.input
        ? `${file.input.name}: ${file.input.type} [${file.input.shape.join(', ')}], ${file.input.layout}`
        : '–',
    ),
    entry(
      'output',
      file.output ? `${file.output.name}: ${file.output.kind} [${file.output.shape.join(', ')}]` : '–',
    ),
    entry('weights', listing(file.weights)),
    entry('images a run', file.batch === null ? 'any number' : String(file.batch)),
  ]}</dl>
<dl class="long">${[
    entry('operators', listing(file.operators)),
    entry('classes', `${mappings[mapping.how]}: ${classesText(mapping.classes)}`),
    entry('SHA-256', model.sha256),
    ...file.problems.map(({ stops, message }) => entry(`stops ${stops}`, message)),
    ...file.notes.map((note) => entry('note', note)),
  ]}</dl>
<h3>Normalisation</h3>
${doctorTable(model.normalisation)}
<h3>Data</h3>
<p>${dataset.name}, ${whole(dataset.n)} test images</p>
<details><summary>SHA-256 of the files</summary><dl class="long">${Object.entries(dataset.hashes).map(([name, hash]) => entry(name, hash))}</dl></details>
<h3>Settings and versions</h3>
<dl>${Object.entries(settings).map(([name, value]) => entry(words(name), settingText(value)))}${Object.entries(versions).map(([name, value]) => entry(name, value))}</dl>`;
  return { id: 'origin', title: 'How it was made', body };
}

function entry(name: string, value: string): SafeHtml {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
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

/** `attackImages` → `attack images`. */
function words(name: string): string {
  return name.replace(/[A-Z0-9]+/g, (letters) => ` ${letters.toLowerCase()}`);
}
