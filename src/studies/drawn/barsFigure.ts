import type { StudyFigure } from '../../report/study/studyRecord.ts';
import { estimateOf, samplesOf } from '../results/estimates.ts';
import { quantityOf, quantityTitle, unitOf } from '../results/quantities.ts';
import type { StudyResults } from '../results/studyResults.ts';
import type { BarsShow } from '../spec/studySpec.ts';
import { spreadText } from './curvesFigure.ts';
import { whyNone } from './missing.ts';

/** A panel for each quantity, with a value for each setting. */
export function barsFigure(results: StudyResults, show: BarsShow, id: string): StudyFigure {
  const { settings } = results;
  const quantities = show.bars.map(quantityOf);
  const share = quantities.every((quantity) => unitOf(quantity) === 'share');
  return {
    id,
    title: show.title ?? 'Side by side',
    caption: show.caption ?? '',
    paper: show.paper ?? null,
    kind: 'bars',
    x: { title: 'setting', kind: 'category', categories: settings.map(({ name }) => name) },
    y: { title: share ? 'share' : show.bars.join(', '), unit: share ? 'share' : 'number' },
    spread: spreadText(results),
    panels: quantities.map((quantity) => {
      const points = settings.flatMap((setting, x) => {
        const found = estimateOf(samplesOf(setting, quantity));
        return found ? [{ x, value: found.value, low: found.low, high: found.high }] : [];
      });
      return {
        title: quantityTitle(quantity),
        missing: points.length === 0 ? whyNone(settings) : null,
        curves:
          points.length === 0
            ? []
            : [
                {
                  name: quantityTitle(quantity),
                  stroke: { of: 'series', index: 0, count: 1, isTraining: false } as const,
                  points,
                },
              ],
        levels: [],
      };
    }),
  };
}
