import { ascending } from '../../statistics/ascending.ts';
import { isAttacked } from '../../training/config/config.ts';
import { lastMeasured } from '../../training/run/history.ts';
import type { RunRecord } from '../../training/run/runFolder.ts';
import type { ClassificationRow } from '../../training/tasks/classification/classification.ts';
import { percent } from '../../wording/format.ts';
import { chartFigure } from '../page/figure.ts';
import { galleryLimit } from '../page/galleryLimit.ts';
import { html, type SafeHtml } from '../page/html.ts';
import { page, type Served } from '../page/page.ts';
import { type PageSection, pageSections } from '../page/pageSections.ts';
import { type Sample, sampleGallery } from '../pictures/sampleGallery.ts';
import { type Colour, coloursOf } from '../theme/theme.ts';
import { accuracyCurves } from './accuracyCurves.ts';
import { columnCurves } from './columnCurves.ts';
import { numbersTable } from './numbersTable.ts';
import { originSection } from './originSection.ts';
import { epochsToCome } from './runCurves.ts';
import { runHeader } from './runHeader.ts';

/** What is known in advance about a data set whose answers were planted, beside what was measured. */
export interface KnownAnswer {
  readonly question: string;
  readonly expected: string;
  readonly measured: string;
  readonly agrees: boolean;
}

export interface RunReportOptions {
  readonly run: RunRecord;
  /** The whole history, in any order. */
  readonly rows: readonly ClassificationRow[];
  readonly samples: readonly Sample[];
  /** The command that makes the run again. */
  readonly command: string;
  readonly knownAnswers?: readonly KnownAnswer[];
  /** As in `page`, where a server shows it. */
  readonly served?: Served;
}

/**
 * The result page of a run: curves, numbers, sample images and how it was made.
 *
 * @returns one self-contained HTML file; text from outside (class names, paths) is escaped
 */
export async function runReport({
  run,
  rows,
  samples,
  command,
  knownAnswers = [],
  served,
}: RunReportOptions): Promise<string> {
  const seen = rows.length > 0 ? rows.flatMap(({ radius }) => radius ?? []) : run.config.radius;
  const radii = ascending(seen);
  const colours = coloursOf(Math.max(1, radii.length));
  const title = `${run.config.network} on ${run.dataset.name}`;
  const sorted = [...rows].sort((a, b) => a.epoch - b.epoch);
  const last = sorted.at(-1)?.epoch ?? 0;
  const measured = lastMeasured(sorted);
  const finals = sorted.filter(({ epoch }) => epoch === measured);
  const sections = [
    measured > 0 ? await curvesSection(sorted, radii, run, colours) : null,
    measured > 0 ? numbersSection(finals, radii, run, measured) : null,
    knownAnswers.length > 0 ? knownSection(knownAnswers) : null,
    samples.length > 0 ? samplesSection(samples, radii) : null,
    originSection(run, command),
  ].filter((section) => section !== null);
  const body = html`${runHeader(run, { title, last })}
<main>
${finding(finals, radii, run.dataset.classes.length)}
${pageSections(sections)}
</main>`;
  return page(body, { title: `${title} · Passband`, colours, served });
}

/** The attack that robust accuracy was measured with. */
function attackOf({ config }: RunRecord): string | undefined {
  if (!isAttacked(config)) return undefined;
  return `PGD, ε = ${config.adversarialEpsilon}, ${config.adversarialSteps} steps`;
}

function finding(finals: readonly ClassificationRow[], radii: readonly number[], classes: number): SafeHtml {
  const radius = radii.includes(8) ? 8 : radii[(radii.length - 1) >> 1];
  const find = (component: string, at: number | null) =>
    finals.find((row) => row.split === 'test' && row.component === component && row.radius === at);
  const x = find('x', null);
  if (!x) return html`<p class="finding">No epoch has been measured yet.</p>`;
  const lfc = find('lfc', radius);
  const hfc = find('hfc', radius);
  const parts =
    lfc && hfc
      ? html` Shown only the <span class="lfc">low frequencies within radius ${radius}</span> it is right on ${percent(lfc.accuracy)}, shown only the <span class="hfc">high frequencies beyond it</span> on ${percent(hfc.accuracy)}.`
      : '';
  return html`<p class="finding">The network is right on ${percent(x.accuracy)} of the test images.${parts} Chance is ${percent(1 / classes)}.</p>`;
}

async function curvesSection(
  rows: readonly ClassificationRow[],
  radii: readonly number[],
  run: RunRecord,
  colours: readonly Colour[],
): Promise<PageSection> {
  const epochs = epochsToCome(run);
  const plots: SafeHtml[] = [];
  const add = async (caption: string, spec: Parameters<typeof chartFigure>[1]) => {
    plots.push(await chartFigure(caption, spec, colours));
  };
  for (const [split, name] of [
    ['train', 'training'],
    ['test', 'test'],
  ] as const) {
    const own = rows.filter((row) => row.split === split);
    if (own.length === 0) continue;
    const description = `Accuracy on ${name} images by epoch, on x, LFC and HFC`;
    await add(
      `Accuracy on ${name} images`,
      accuracyCurves(own, { radii, classes: run.dataset.classes.length, description, epochs }),
    );
  }
  const losses = rows.filter(({ component, loss }) => component === 'x' && Number.isFinite(loss));
  if (losses.length > 0) {
    await add(
      'Loss on x',
      columnCurves(losses, { column: 'loss', description: 'Cross-entropy on x by epoch', epochs }),
    );
  }
  const body = html`<p class="quiet">x is the image itself. LFC r keeps only its frequencies within radius r of the centre of the spectrum, HFC r keeps the rest; the two add up to x.${isAttacked(run.config) ? ` Attacked is x after ${attackOf(run)}.` : ''}</p>
<div class="plots">${plots}</div>`;
  return { id: 'curves', title: 'What it learned, epoch by epoch', body };
}

function numbersSection(
  finals: readonly ClassificationRow[],
  radii: readonly number[],
  run: RunRecord,
  last: number,
): PageSection {
  const body = html`<p class="quiet">Share of right answers with its 95% Wilson interval. The intervals are about the choice of images; this is one training run with one seed, and another seed may differ by more.${run.dataset.reserveCount ? ' Reserve images are of the training set; no run with this reserve learns from them.' : ''}${run.config.batchNorm && run.config.testMoments === 'batch' ? ` Batch normalisation has the moments of each ${run.config.batchSize} images that are measured together.` : ''}</p>
<div class="scroll" tabindex="0" role="region" aria-label="Accuracy after epoch ${last}">${numbersTable(finals, { radii, classes: run.dataset.classes.length, attack: attackOf(run) })}</div>`;
  return { id: 'numbers', title: `After epoch ${last}`, body };
}

function knownSection(answers: readonly KnownAnswer[]): PageSection {
  const lines = answers.map(
    ({ question, expected, measured, agrees }) =>
      html`<tr><th scope="row">${question}</th><td>${expected}</td><td>${measured}</td><td>${agrees ? 'agrees' : 'differs'}</td></tr>`,
  );
  const body = html`<p class="quiet">The data set was made so that these answers are known before anything is measured.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Known answers"><table class="known"><thead><tr><th scope="col">question</th><th scope="col">known</th><th scope="col">measured</th><th scope="col">verdict</th></tr></thead><tbody>${lines}</tbody></table></div>`;
  return { id: 'known', title: 'Known answers beside the measured ones', body };
}

function samplesSection(all: readonly Sample[], radii: readonly number[]): PageSection {
  const samples = galleryLimit(all, ({ original: { image }, lfc, hfc }) => {
    const [, height, width] = image.shape;
    return (1 + lfc.length + hfc.length) * height * width;
  });
  const body = html`<p class="quiet">${samples.length} test images with their components, and under each what the network takes it for; ✓ is the image's own class. HFC is shown with grey for zero.</p>
${sampleGallery(samples, radii)}`;
  return { id: 'samples', title: 'What it was shown', body };
}
