import type { CompareSplits } from '../../../audit/frequencies/compareSplits.ts';
import type { DecidedByHfc } from '../../../audit/frequencies/decidedByHfc.ts';
import type { Verdict } from '../../../audit/measures/verdict.ts';
import type { AuditRecord } from '../../../audit/records/auditRecord.ts';
import { largest } from '../../../statistics/extremes.ts';
import { percent, whole } from '../../../wording/format.ts';
import { intervalChart } from '../../charts/intervalChart.ts';
import { measureText, pText } from '../../page/dataTable.ts';
import { chartFigure } from '../../page/figure.ts';
import { galleryLimit } from '../../page/galleryLimit.ts';
import { html } from '../../page/html.ts';
import type { PageSection } from '../../page/pageSections.ts';
import { strokeOf } from '../../theme/theme.ts';
import { decidedGallery } from './decidedGallery.ts';
import type { SectionOptions } from './sectionOptions.ts';

/** More classes than these would make the chart longer than the page. */
const CLASSES = 20;

const verdicts: Readonly<Record<Verdict, string>> = {
  holds: 'holds',
  'does not hold': 'does not hold',
  undecided: 'stays undecided',
};

/** The images that HFC decides: how many, in which classes, which, and how SVD compares. */
export async function decidedSection(
  { sections: { decidedByHfc: found, compareSplits }, model }: AuditRecord,
  { gallery: images, colours }: SectionOptions,
): Promise<PageSection | null> {
  if (!found) return null;
  const { classes } = model.mapping;
  const ranked = found.classes
    .map(({ label, ...share }) => ({ ...share, name: classes[label] ?? `class ${label}` }))
    .sort((a, b) => b.value - a.value);
  const shown = ranked.slice(0, CLASSES);
  const highest = Math.min(
    1,
    largest(
      shown.map(({ high }) => high ?? 0),
      0.1,
    ),
  );
  const [first] = ranked;
  const most =
    first && first.value > 0
      ? `Most often ${first.name}: ${measureText(first)}`
      : 'No class has an image that HFC decides';
  const chart = intervalChart(shown, {
    description: `Share of each class that HFC decides. ${most}`,
    colour: strokeOf('hfc').colour,
    columns: ['class', 'decided by HFC'],
    highest,
    level: { name: 'all classes', value: found.rate.value },
  });
  const left = ranked.length > CLASSES ? `, the ${CLASSES} highest of ${ranked.length} classes` : '';
  const caption = `Share of a class’s images that HFC decides, with 95% intervals${left}. ${most}.`;
  const figure = await chartFigure(caption, chart, colours);
  const gallery = galleryLimit(images, ({ original: { shape } }) => 3 * shape[1] * shape[2]);
  const pictures =
    gallery.length > 0
      ? html`<h3>${gallery.length} of ${whole(found.images.length)} decided by HFC</h3>
<p class="quiet">Chosen as those with the surest answers, each class once before a class comes twice. Below a picture what the model takes it for, and its confidence. HFC is shown with grey for zero.</p>
${decidedGallery(gallery, found.images, classes)}`
      : '';
  const body = html`<p>${rateSentence(found)}</p>
<p>${chanceSentence(found)}</p>
${compareSplits ? html`<p>${svdSentence(compareSplits)}</p>` : ''}
${found.images.length > 0 ? html`<div class="plots">${figure}</div>` : ''}
${pictures}`;
  return { id: 'decided', title: 'Decided by high frequencies', body };
}

function rateSentence({ rate, radius }: DecidedByHfc): string {
  return `HFC decides ${measureText(rate)} of the images at r = ${radius}: the model is right on x and on HFC alone, and wrong on LFC, which is what people see (Fig. 2).`;
}

function chanceSentence({ baseline }: DecidedByHfc): string {
  const { rate, expectedRate, p, verdict } = baseline;
  return `With the HFC of another image in place of its own it would be ${percent(rate.value)} (${percent(expectedRate)} on the mean of all draws). The claim that HFC decides more than chance ${verdicts[verdict]} (McNemar, p ${pText(p)}).`;
}

function svdSentence({ hfc, svd, ratio, p, onlyHfc, onlySvd, verdict }: CompareSplits): string {
  const times = ratio === null ? '' : `, ${ratio.toFixed(2)} times as many`;
  return `Split by singular values at the same energy instead, ${percent(svd.value)} are decided by the part that people do not see, against ${percent(hfc.value)}${times} (${onlyHfc} images only by HFC, ${onlySvd} only by SVD; McNemar, p ${pText(p)}). The claim that SVD gives far fewer, less than half as many (§8), ${verdicts[verdict]}.`;
}
