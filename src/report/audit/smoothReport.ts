import { methods } from '../../attacks/methods/methods.ts';
import { searchedMethods } from '../../attacks/minimalEpsilon.ts';
import type { SmoothRecord } from '../../audit/records/smoothRecord.ts';
import { percent, whole } from '../../wording/format.ts';
import { spectrumColours } from '../charts/kernelSpectrumChart.ts';
import { commandLine, definitions } from '../page/definitions.ts';
import { html, type SafeHtml } from '../page/html.ts';
import { page } from '../page/page.ts';
import { pageSections } from '../page/pageSections.ts';
import { kernelFigure, responseFigure } from '../pictures/layerFigures.ts';
import type { LayerPictures } from '../pictures/layerPictures.ts';
import { rowName, smoothingTable } from '../pictures/smoothingTable.ts';
import { coloursOf } from '../theme/theme.ts';

export interface SmoothReportOptions extends LayerPictures {
  readonly record: SmoothRecord;
}

/**
 * The result page of `passband smooth`: kernels, their frequency response, and the table.
 *
 * @returns one self-contained HTML file; text from outside is escaped
 */
export function smoothReport({ record, ...pictures }: SmoothReportOptions): string {
  const { notices, smoothing } = record;
  const colours = [...coloursOf(1), ...spectrumColours];
  const title = `${record.model.name}, first layer smoothed`;
  const sections = [
    {
      id: 'kernels',
      title: 'Kernels of the first convolution',
      body: html`<p class="quiet">Smoothing adds to each weight ρ times its eight neighbours; beyond the edge, edge values are repeated. One column is one kernel, one row one input channel.</p>
${kernelFigure(pictures, colours)}`,
    },
    {
      id: 'response',
      title: 'Which frequencies they let through',
      body: html`<p class="quiet">Power of the kernels, padded with zeros to 32 × 32, relative to the mean of all frequencies: a kernel that lets everything through alike is at 0 dB everywhere, and ${percent(827 / 1024)} of its power lies beyond r = 8.</p>
${responseFigure(pictures, colours)}`,
    },
    {
      id: 'robustness',
      title: smoothing.n === null ? 'Smoothness' : 'Accuracy, clean and under attack',
      body: html`${explanation(record).map((text) => html`<p class="quiet">${text}</p>`)}
<div class="scroll" tabindex="0" role="region" aria-label="Smoothed models">${smoothingTable(smoothing)}</div>`,
    },
    { id: 'origin', title: 'How it was made', body: originBody(record) },
  ];
  const body = html`<header>
<p class="quiet">Passband · which image frequencies a model relies on</p>
<h1>${title}</h1>
<p class="quiet">${summary(record)}</p>
${notices.map((notice) => html`<p class="quiet">Note: ${notice}</p>`)}
</header>
<main>
<p class="finding">${finding(record)}</p>
${pageSections(sections)}
</main>`;
  return page(body, { title: `${title} · Passband`, colours });
}

function originBody({ command, files, model, dataset, smoothing, seed, versions }: SmoothRecord): SafeHtml {
  const settings = [['preset', smoothing.preset], ['seed', seed], ...Object.entries(versions)] as const;
  return html`<p class="quiet">This command makes it again.</p>
${commandLine(command)}
<h3>Files</h3>
${definitions(files.map(({ rho, file }) => [rowName(rho), file]))}
<h3>Settings and versions</h3>
${definitions(settings)}
${definitions(
  [
    ['SHA-256 of the model', model.sha256],
    ...Object.entries(dataset?.hashes ?? {}).map(([name, hash]) => [`SHA-256 of ${name}`, hash] as const),
  ],
  { isLong: true },
)}`;
}

function summary({ dataset, smoothing }: SmoothRecord): string {
  const [out, perGroup, height, width] = smoothing.convolution.shape;
  const layer = `${out} × ${perGroup} kernels of ${height} × ${width}`;
  if (!dataset || smoothing.n === null) return `${layer} · no images were shown`;
  return `${layer} · ${whole(smoothing.n)} test images of ${dataset.name} · preset ${smoothing.preset}`;
}

function finding({ smoothing }: SmoothRecord): string {
  const [first, last] = [smoothing.rows[0], smoothing.rows.at(-1)!];
  const change = (name: string) =>
    `${percent(first.measures[name].value)} to ${percent(last.measures[name].value)}`;
  const share = `From no smoothing to ρ = ${last.rho}, the share of the kernels’ power at high frequencies goes from ${change('smoothness')}`;
  if (smoothing.n === null) return `${share}.`;
  const attacked = searchedMethods.flatMap((method) => {
    const column = smoothing.columns.find((each) => each.method === method);
    return column
      ? [`under ${methods[method].title} at ε = ${column.text} from ${change(column.measure)}`]
      : [];
  });
  return `${share}; clean accuracy goes from ${change('clean')}, ${attacked.join(', ')}.`;
}

function explanation({ smoothing: { n, preset, columns } }: SmoothRecord): string[] {
  const spread = 'The last column is the smoothness figure; lower is smoother.';
  if (n === null) return [spread];
  const pgd = columns.find(({ method }) => method === 'pgd')?.settings;
  const made =
    preset === 'authors'
      ? 'For each image the smallest ε that fools the model was searched for, as the authors did with Foolbox 1; a cell is the share not yet fooled within ε.'
      : `Each ε was attacked afresh; PGD takes ${pgd?.steps} steps of ${((pgd?.stepSize ?? 0) / (pgd?.epsilon || 1)).toPrecision(3)} ε from a random start.`;
  return [
    `ε is the largest change of a pixel, of 1. Each attack is made on the smoothed model itself. ${made}`,
    `Intervals are 95% Wilson intervals. ▲ and ▼ mark what differs from the model as it is on the same images (McNemar’s exact test, p < 0.05). ${spread}`,
  ];
}
