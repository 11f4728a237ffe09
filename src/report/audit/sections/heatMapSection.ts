import type { FourierHeatMap } from '../../../audit/frequencies/fourierHeatMap.ts';
import type { AuditRecord } from '../../../audit/records/auditRecord.ts';
import { percent, whole } from '../../../wording/format.ts';
import { dataTable } from '../../page/dataTable.ts';
import { pictureFigure } from '../../page/figure.ts';
import { html, type SafeHtml } from '../../page/html.ts';
import type { PageSection } from '../../page/pageSections.ts';
import { heatMapData, heatMapPicture } from '../../pictures/heatMapPicture.ts';
import type { SectionOptions } from './sectionOptions.ts';

/** How sensitive the model is to each frequency by itself (Yin et al., 2019). */
export function heatMapSection(
  { sections: { heatMap }, settings, measures }: AuditRecord,
  { colours }: SectionOptions,
): PageSection | null {
  if (!heatMap?.wrong.some((count) => count !== null)) return null;
  const found = finding(heatMap);
  const description = `Fourier heat map. ${found}`;
  const figure = pictureFigure(heatMapPicture(heatMap, { description, radii: settings.radii }), {
    ...{ description, colours, data: heatMapData(heatMap) },
    caption:
      'Error rate by the frequency that is added, zero in the middle; u counts downward, v to the right',
  });
  const unknown = heatMap.wrong.filter((count) => count === null).length;
  const left =
    unknown > 0
      ? ` ${whole(unknown)} of ${whole(heatMap.wrong.length)} frequencies are still to come (grey).`
      : '';
  const clean = measures.clean
    ? ` Without it the model is wrong on ${percent(1 - measures.clean.value)}.`
    : '';
  const body = html`<p>${found}${clean}</p>
<p class="quiet">To each of ${whole(heatMap.n)} images one wave is added whose length is ‖δ‖₂ = ${heatMap.norm} in each channel, with a random sign, clipped to the pixels’ range (Yin et al., 2019). The circles are the named radii.${left}</p>
<div class="plots">${figure}
<div>${ringTable(heatMap, settings.radii)}</div></div>`;
  return { id: 'heat-map', title: 'Sensitivity to each frequency', body };
}

interface Cell {
  readonly u: number;
  readonly v: number;
  readonly rate: number;
}

function cellsOf({ us, vs, wrong, n }: FourierHeatMap): Cell[] {
  return us.flatMap((u, row) =>
    vs.flatMap((v, column) => {
      const count = wrong[row * vs.length + column];
      return count === null ? [] : [{ u, v, rate: count / n }];
    }),
  );
}

function finding(map: FourierHeatMap): string {
  const cells = cellsOf(map);
  const [worst] = cells.toSorted((a, b) => b.rate - a.rate);
  const [best] = cells.toSorted((a, b) => a.rate - b.rate);
  const at = ({ u, v }: Cell) => `${Math.hypot(u, v).toFixed(0)} cycles from the centre`;
  return `A wave of one frequency makes the model wrong on ${percent(best.rate)} to ${percent(worst.rate)} of the images: least ${at(best)}, most ${at(worst)}.${spacing(map)}`;
}

/** Of large images, and by quick audits, only some frequencies are tried. */
function spacing({ us }: FourierHeatMap): string {
  const step = us.length > 1 ? us[1] - us[0] : 1;
  return step > 1 ? ` Frequencies were tried ${step} cycles apart.` : '';
}

function ringTable(map: FourierHeatMap, radii: readonly number[]): SafeHtml {
  const cells = cellsOf(map);
  const edges = [0, ...radii.filter((radius) => radius > 0), Number.POSITIVE_INFINITY];
  const rows = edges.slice(1).flatMap((high, index) => {
    const low = edges[index];
    const own = cells.filter(({ u, v }) => {
      const distance = Math.hypot(u, v);
      return distance <= high && (distance > low || index === 0);
    });
    if (own.length === 0) return [];
    const mean = own.reduce((sum, { rate }) => sum + rate, 0) / own.length;
    const name =
      index === 0
        ? `up to ${high}`
        : high === Number.POSITIVE_INFINITY
          ? `beyond ${low}`
          : `${low} to ${high}`;
    return [{ name, cells: [percent(mean), whole(own.length)] }];
  });
  return dataTable({
    caption: 'Mean error rate by distance from the centre',
    head: ['bins', 'error', 'frequencies'],
    rows,
  });
}
