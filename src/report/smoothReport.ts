import type { SmoothRecord } from '../audit/smoothRecord.ts';
import { wideFigure } from './figure.ts';
import { percent, whole } from './format.ts';
import { html } from './html.ts';
import { spectrumColours } from './kernelSpectrumChart.ts';
import { page } from './page.ts';
import { rowName, smoothingTable } from './smoothingTable.ts';
import { coloursOf } from './theme.ts';

export interface SmoothReportOptions {
  readonly record: SmoothRecord;
  /** Pictures in the theme's light colours: `kernelSheet`, and `kernelSpectrumChart` as `renderSvg` draws it. */
  readonly kernels: string;
  readonly spectrum: string;
}

/**
 * The result page of `passband smooth`: kernels, their frequency response, and the table.
 *
 * @returns one self-contained HTML file; text from outside is escaped
 */
export function smoothReport({ record, kernels, spectrum }: SmoothReportOptions): string {
  const { model, notices, command, files, smoothing } = record;
  const colours = [...coloursOf(1), ...spectrumColours];
  const picture = (svg: string, label: string) => wideFigure(svg, { label, colours });
  const title = `${model.name}, first layer smoothed`;
  const body = html`<header>
<p class="quiet">Passband · which image frequencies a model relies on</p>
<h1>${title}</h1>
<p class="quiet">${summary(record)}</p>
${notices.map((notice) => html`<p class="quiet">Note: ${notice}</p>`)}
</header>
<main>
<p class="finding">${finding(record)}</p>
<section><h2>Kernels of the first convolution</h2>
<p class="quiet">Smoothing adds to each weight ρ times its eight neighbours; beyond the edge, edge values are repeated. One column is one kernel, one row one input channel.</p>
${picture(kernels, 'Kernels')}</section>
<section><h2>Which frequencies they let through</h2>
<p class="quiet">Power of the kernels, padded with zeros to 32 × 32, relative to the mean of all frequencies: a kernel that lets everything through alike is at 0 dB everywhere, and ${percent(827 / 1024)} of its power lies beyond r = 8.</p>
${picture(spectrum, 'Frequency response')}</section>
<section><h2>${smoothing.n === null ? 'Smoothness' : 'Accuracy, clean and under attack'}</h2>
${explanation(record).map((text) => html`<p class="quiet">${text}</p>`)}
<div class="scroll">${smoothingTable(smoothing)}</div></section>
<section><h2>Files</h2>
<dl>${files.map(({ rho, file }) => html`<div><dt>${rowName(rho)}</dt><dd>${file}</dd></div>`)}</dl>
<dl class="long"><div><dt>SHA-256 of the model</dt><dd>${model.sha256}</dd></div></dl>
<h2>To run it again</h2>
<p class="command">${command}</p></section>
</main>`;
  return page(body, { title: `${title} · Passband`, colours });
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
  const attacked = (['fgsm', 'pgd'] as const).flatMap((method) => {
    const column = smoothing.columns.find((each) => each.method === method);
    return column
      ? [`under ${method.toUpperCase()} at ε = ${column.text} from ${change(column.measure)}`]
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
    `Intervals are 95 % Wilson intervals. ▲ and ▼ mark what differs from the model as it is on the same images (McNemar’s exact test, p < 0.05). ${spread}`,
  ];
}
