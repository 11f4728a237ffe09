import type { Cell, FigureMarks } from '../../src/report/charts/figureData.ts';
import { element } from './element.ts';
import type { Mark } from './readMarks.ts';

const NARROW_SPACE = '\u202f';

/** Fills the small card beside a mark: what it belongs to, where it lies, its value and its interval. */
export function fillTip(
  tip: HTMLElement,
  { row }: Mark,
  { percent = [], spread = '95% interval' }: Pick<FigureMarks, 'percent' | 'spread'>,
): void {
  const { low = null, high = null, ...others } = row;
  const [[firstName, first], ...rest] = Object.entries(others);
  const isNamed = typeof first === 'string';
  const lines = (isNamed ? rest : [[firstName, first] as const, ...rest]).map(
    ([name, value]) => [name, valueText(value, percent.includes(name))] as const,
  );
  if (typeof low === 'number' && typeof high === 'number') {
    const ends = percent.includes('low')
      ? [shareText(low), shareText(high)]
      : [numberText(low), numberText(high)];
    lines.push([spread, ends.join(`${NARROW_SPACE}–${NARROW_SPACE}`)]);
  }
  const list = element('dl');
  for (const [name, value] of lines)
    list.append(element('dt', { text: name }), element('dd', { text: value }));
  tip.replaceChildren(...(isNamed ? [element('b', { text: first })] : []), list);
}

function valueText(value: Cell, isShare: boolean): string {
  if (typeof value !== 'number') return String(value ?? '–');
  return isShare ? `${shareText(value)}%` : numberText(value);
}

const shareText = (share: number) => (100 * share).toFixed(1);

const numberText = (value: number) => String(Number(value.toPrecision(4))).replace('-', '−');
