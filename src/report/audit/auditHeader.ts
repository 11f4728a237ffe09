import { planName } from '../../audit/plan/planText.ts';
import type { AuditRecord } from '../../audit/records/auditRecord.ts';
import { missingParts } from '../../audit/records/missingParts.ts';
import { describeConvention } from '../../networks/classifier/convention.ts';
import { percent, whole } from '../../wording/format.ts';
import { html, type SafeHtml } from '../page/html.ts';

const sources = {
  measured: 'found out by measuring',
  given: 'as it was typed',
  metadata: 'as the model says',
} as const;

/** Name, data, normalisation, status and notices of an audit. */
export function auditHeader(record: AuditRecord): SafeHtml {
  const { model, dataset, settings, notices, status } = record;
  const { convention, source, decided, warnings } = model.normalisation;
  const [channels, height, width] = dataset.shape;
  const facts = [
    `${imagesText(record)}, ${width} × ${height} pixels, ${channels === 1 ? 'grey' : 'colour'}`,
    `${model.mapping.classes.length} classes`,
    planName(settings),
    `preset ${settings.preset}`,
  ];
  const doubt = decided ? '' : '; another one did as well, see the warnings';
  // Normalisation is told in its own line.
  const told = notices.filter((notice) => !notice.startsWith('pixels reach the model as'));
  return html`<header>
<p class="quiet">Passband · which image frequencies a model relies on</p>
<h1>${model.name}</h1>
<p class="quiet">${facts.join(' · ')}</p>
<p class="quiet">The model is shown pixels as ${describeConvention(convention)} (${sources[source]}${doubt}).</p>
${statusLine(status, missingParts(record))}
${warnings.map((warning) => html`<p>! Warning: ${warning}</p>`)}
${told.map((notice) => html`<p class="quiet">Note: ${notice}</p>`)}
</header>`;
}

/** `300 of 10,000 test images of cifar-10`. */
export function imagesText({ dataset: { name, n }, measures }: AuditRecord): string {
  const used = measures.clean?.n ?? n;
  return `${used < n ? `${whole(used)} of ` : ''}${whole(n)} test images of ${name}`;
}

/** The page in one sentence or a few. */
export function auditFinding({ sections, measures, settings, model, checks }: AuditRecord): SafeHtml {
  const { clean, decidedByHfc } = measures;
  if (!clean) return html`<p class="finding">Nothing has been measured yet.</p>`;
  const { radii, mainEpsilon } = settings;
  const radius = radii.includes(8) ? 8 : radii[(radii.length - 1) >> 1];
  const [lfc, hfc] = [measures[`lfc@${radius}`], measures[`hfc@${radius}`]];
  const components =
    lfc && hfc
      ? html` Shown only the <span class="lfc">low frequencies within radius ${radius}</span> it is right on ${percent(lfc.value)}, shown only the <span class="hfc">high frequencies beyond it</span> on ${percent(hfc.value)}; chance is ${percent(1 / model.mapping.classes.length)}.`
      : '';
  const pgd = measures[`pgd@${mainEpsilon.text}`];
  const robust = pgd
    ? html` Under PGD of ε = ${mainEpsilon.text} it stays right on <span class="attacked">${percent(pgd.value)}</span>.`
    : '';
  const decided =
    decidedByHfc && sections.decidedByHfc
      ? html` High frequencies beyond radius ${sections.decidedByHfc.radius} decide ${percent(decidedByHfc.value)} of its answers.`
      : '';
  const failed = checks.filter(({ status }) => status === 'fail').length;
  const doubt =
    failed > 0
      ? html`<p>✗ ${failed === 1 ? 'A check' : `${failed} checks`} of the audit’s own failed: not all of this can be trusted. <a href="#checks">Which, and why</a></p>`
      : '';
  return html`<p class="finding">The model is right on ${percent(clean.value)} of ${whole(clean.n ?? 0)} images.${components}${robust}${decided}</p>${doubt}`;
}

function statusLine(status: AuditRecord['status'], missing: readonly string[]): SafeHtml {
  if (status === 'finished') return html``;
  const rest = missing.length > 0 ? `, still to come: ${missing.join(', ')}` : '';
  return html`<p>! This audit is ${status === 'stopped' ? 'stopped' : 'still running'}${rest}.</p>`;
}
