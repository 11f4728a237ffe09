import type { TopLevelSpec } from 'vega-lite';
import { type AttackMethod, methods } from '../../../attacks/methods/methods.ts';
import type { Measure } from '../../../audit/measures/measure.ts';
import type { AuditRecord } from '../../../audit/records/auditRecord.ts';
import { certificateAt } from '../../../audit/robustness/certificateAt.ts';
import {
  type Curve,
  type CurveAxis,
  type CurvePoint,
  curveChart,
  shareAxis,
} from '../../charts/curveChart.ts';
import { intervalChart } from '../../charts/intervalChart.ts';
import { attacked, ink } from '../../theme/theme.ts';
import { attackTitle } from './attackTitle.ts';

export type Norm = 'linf' | 'l2';

type Sections = AuditRecord['sections'];
type Size = AuditRecord['settings']['mainEpsilon'];

/** ε as the axis counts it: in 255ths where all sizes are written so. */
export function epsilonAxis(
  sizes: readonly Size[],
  norm: Norm,
): { readonly unit: number; readonly axis: CurveAxis } {
  const unit = sizes.every(({ text }) => text.endsWith('/255')) ? 255 : 1;
  const ticks = [0, ...sizes.map(({ value }) => Number((unit * value).toPrecision(6)))];
  const name = norm === 'l2' ? 'ε in L2' : 'ε in L∞';
  const title = unit === 255 ? `${name}, in 255ths` : name;
  const column = unit === 255 ? 'ε in 255ths' : 'ε';
  return { unit, axis: { title, name: column, domain: [0, ticks.at(-1)!], ticks, format: '.4~g' } };
}

/** Robust accuracy of one method at each size, from the accuracy without an attack on, where that is known. */
export function robustPoints(
  { attacks, certificate }: Sections,
  { method, norm, sizes, unit }: { method: AttackMethod; norm: Norm; sizes: readonly Size[]; unit: number },
): CurvePoint[] {
  const prefix = norm === 'l2' ? `${method}-l2` : method;
  const found = sizes.flatMap(({ text, value }) => {
    const row = attacks?.rows.find(({ name }) => name === `${prefix}@${text}`);
    return row ? [pointOf(unit * value, row.robust)] : [];
  });
  if (found.length === 0 || !attacks || !certificate) return found;
  const clean = certificateAt(certificate, { norm, epsilon: 0, images: attacks.images });
  return [pointOf(0, clean), ...found];
}

/** Robust accuracy over ε in one norm, below the bound that Corollary 1 proves; undefined where nothing was attacked in it. */
export function robustnessChart(
  { sections, settings }: Pick<AuditRecord, 'sections' | 'settings'>,
  norm: Norm,
): TopLevelSpec | undefined {
  const sizes = norm === 'l2' ? settings.l2Epsilons : settings.epsilons;
  if (sizes.length === 0) return undefined;
  const { unit, axis } = epsilonAxis(sizes, norm);
  const curves = (['fgsm', 'pgd'] as const)
    .map((method, index) => ({
      name: methods[method].title,
      colour: attacked,
      dash: index === 0 ? [5, 3] : [],
      points: robustPoints(sections, { method, norm, sizes, unit }),
    }))
    .filter(({ points }) => points.length > 0);
  if (curves.length === 0) return undefined;
  const bound = certificateCurve(sections, { norm, unit, last: sizes.at(-1)!.value });
  return curveChart([...(bound ? [bound] : []), ...curves], {
    description: `Robust accuracy over ε in ${norm === 'l2' ? 'L2' : 'L∞'}, and the upper bound that Corollary 1 proves`,
    axis,
    ...shareAxis,
    quantity: 'robust accuracy',
  });
}

/** All attacks at one size in L∞, the strongest first. */
export function attacksChart(
  { sections: { attacks, certificate } }: Pick<AuditRecord, 'sections'>,
  size: Size,
): TopLevelSpec | undefined {
  const rows = (attacks?.rows ?? [])
    .filter(({ epsilon, settings: { norm } }) => epsilon === size.text && norm === 'linf')
    .sort((a, b) => a.robust.value - b.robust.value);
  if (!attacks || rows.length === 0) return undefined;
  const named = rows.map((row) => ({ ...row.robust, name: attackTitle(row) }));
  const bound =
    certificate && certificateAt(certificate, { norm: 'linf', epsilon: size.value, images: attacks.images });
  return intervalChart(named, {
    description: `Robust accuracy under each attack of ε = ${size.text}, the strongest attack first`,
    colour: attacked,
    columns: ['attack', 'robust accuracy'],
    level: bound && { name: 'certificate', value: bound.value, colour: ink },
  });
}

/** The bound on the attacked images: it falls at the distance of each image that an x_l proves fragile. */
function certificateCurve(
  { attacks, certificate }: Sections,
  { norm, unit, last }: { norm: Norm; unit: number; last: number },
): Curve | undefined {
  if (!certificate || !attacks) return undefined;
  const { images } = attacks;
  const falls = images
    .flatMap((image) => certificate.broken[norm][image] ?? [])
    .filter((at) => at > 0 && at < last);
  const places = [0, ...new Set(falls), last].sort((a, b) => a - b);
  const points = places.map((epsilon) => ({
    x: unit * epsilon,
    value: certificateAt(certificate, { norm, epsilon, images }).value,
  }));
  return { name: 'certificate', colour: ink, dash: [], isStep: true, points };
}

function pointOf(x: number, { value, low, high }: Measure): CurvePoint {
  return { x, value, low, high };
}
