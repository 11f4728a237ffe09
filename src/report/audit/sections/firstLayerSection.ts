import type { AuditRecord } from '../../../audit/records/auditRecord.ts';
import { kernelSpectrum } from '../../../spectrum/kernels/kernelSpectrum.ts';
import { smoothKernel } from '../../../spectrum/kernels/smoothKernel.ts';
import { float32, tensor } from '../../../tensor/tensor.ts';
import { percent, whole } from '../../../wording/format.ts';
import { html } from '../../page/html.ts';
import type { PageSection } from '../../page/pageSections.ts';
import { kernelFigure, responseFigure } from '../../pictures/layerFigures.ts';
import { type DrawnLayer, layerPictures } from '../../pictures/layerPictures.ts';
import { rowName, smoothingTable } from '../../pictures/smoothingTable.ts';
import type { SectionOptions } from './sectionOptions.ts';

/** White noise's share of power beyond r = 8 of a 32×32 spectrum: 827 of 1,024 bins. */
const FLAT = 827 / 1024;
const SIDE = 32;

/** The first layer's kernels and which frequencies they let through, as they are and smoothed. */
export async function firstLayerSection(
  record: AuditRecord,
  { colours }: SectionOptions,
): Promise<PageSection | null> {
  const { firstLayer, smoothing } = record.sections;
  if (!firstLayer) return null;
  const { name, shape, smoothness, spread } = firstLayer;
  const [out, perGroup, height, width] = shape;
  const { convention } = record.model.normalisation;
  const pictures = await layerPictures(layersOf(record, firstLayer), {
    ...(convention.channels === 'BGR' && { channels: ['B', 'G', 'R'] }),
  });
  const [lower, median, upper] = spread.quartiles;
  const smoothed = smoothing
    ? html`<h3>Smoothed kernels</h3>
<p class="quiet">Smoothing adds to each weight ρ times its eight neighbours (eq. 3); each smoothed model was attacked itself, on ${whole(smoothing.n ?? 0)} images. ▲ and ▼ mark what differs from the model as it is (McNemar, p < 0.05).</p>
<div class="scroll" tabindex="0" role="region" aria-label="Smoothed kernels">${smoothingTable(smoothing)}</div>`
    : '';
  const body = html`<p>${percent(smoothness)} of the power of the first layer’s kernels lies beyond r = 8, where kernels without any preference would have ${percent(FLAT)}: it ${preferenceOf(smoothness)}. Over the ${whole(out)} kernels the share has the quartiles ${percent(lower)}, ${percent(median)} and ${percent(upper)} and the standard deviation ${percent(spread.standardDeviation)}.</p>
<p class="quiet">${whole(out)} × ${perGroup} kernels of ${height} × ${width} (${name}). One column is one kernel, one row one input channel. Power is of the kernels padded with zeros to 32 × 32, relative to the mean of all frequencies.</p>
${kernelFigure(pictures, colours)}
${responseFigure(pictures, colours)}
${smoothed}`;
  return { id: 'first-layer', title: 'First layer', body };
}

/** A smaller difference is treated as no difference. */
const CLOSE = 0.01;

function preferenceOf(smoothness: number): string {
  if (Math.abs(smoothness - FLAT) < CLOSE) return 'lets all frequencies through about alike';
  return `lets ${smoothness < FLAT ? 'low' : 'high'} frequencies through more`;
}

type FirstLayer = NonNullable<AuditRecord['sections']['firstLayer']>;

/** The layer as it is, and smoothed where the record has all of its kernels to smooth. */
function layersOf({ sections: { smoothing } }: AuditRecord, layer: FirstLayer): DrawnLayer[] {
  const [out, ...size] = layer.shape;
  const each = size.reduce((product, length) => product * length, 1);
  const kept = layer.weights.length / each;
  const weights = float32([kept, ...size], Float32Array.from(layer.weights));
  const power = tensor('float64', [SIDE, SIDE], Float64Array.from(layer.power));
  const asItIs = { name: rowName(0), weights, spectrum: { share: layer.smoothness, power } };
  const smoothed = (kept === out ? (smoothing?.rows ?? []) : []).filter(({ rho }) => rho > 0);
  return [
    asItIs,
    ...smoothed.map(({ rho, measures }) => {
      const changed = smoothKernel(weights, { rho });
      const { power: left } = kernelSpectrum(changed);
      return {
        name: rowName(rho),
        weights: changed,
        spectrum: { share: measures.smoothness.value, power: left },
      };
    }),
  ];
}
