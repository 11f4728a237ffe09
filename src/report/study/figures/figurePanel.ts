import { fitted, widthOf } from '../../pictures/strokedText.ts';
import { ink, muted, rule } from '../../theme/theme.ts';
import type { StudyFigure } from '../studyRecord.ts';
import { curveStroke } from './curveStroke.ts';
import type { Scale } from './figureScales.ts';
import { dot, LINE_OF_TEXT, line, tenth, words } from './svgParts.ts';

type Panel = StudyFigure['panels'][number];

/** Where a panel's plot lies, in pixels of the figure. */
export interface PlotBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface PanelOptions {
  readonly kind: StudyFigure['kind'];
  readonly box: PlotBox;
  readonly x: Scale;
  readonly y: Scale;
  /** Whether bands are drawn from low to high. */
  readonly hasBands: boolean;
  /** Whether the points of curves are marked; one that stands alone always is. */
  readonly hasDots: boolean;
}

/** Share of a category's room that its dots take. */
const DODGE = 0.6;

/** The plot of a panel: grid, title, and its curves, or dots with whiskers. */
export function drawPanel(panel: Panel, options: PanelOptions): string {
  const { box, y } = options;
  const grid = y.ticks.map(({ at }) =>
    line(`M${box.left} ${tenth(yOf(at, options))}h${box.width}`, { colour: rule.light }),
  );
  const lines = titleLines(panel.title, box.width);
  const title = lines
    .map((text, at) => {
      const y = box.top - 9 - (lines.length - 1 - at) * LINE_OF_TEXT;
      return words(text, { x: box.left, y, colour: ink.light });
    })
    .join('');
  if (panel.curves.length === 0) {
    return `${title}${emptyFrame(panel.missing ?? 'nothing measured yet', box)}`;
  }
  const levels = panel.levels.map(({ value }) =>
    line(`M${box.left} ${tenth(yOf(value, options))}h${box.width}`, { colour: muted.light, dash: [1, 3] }),
  );
  const drawn = options.kind === 'bars' ? whiskers(panel, options) : curves(panel, options);
  const note =
    panel.missing === null
      ? ''
      : words(fitted(panel.missing, box.width - 8), { x: box.left + 4, y: box.top + LINE_OF_TEXT });
  return `${grid.join('')}${title}${levels.join('')}${drawn}${note}`;
}

/** Where a point is drawn; dots of several curves over one category lie side by side. */
export function placeOfPoint(
  panel: Panel,
  curve: number,
  point: { readonly x: number; readonly value: number },
  options: PanelOptions,
): readonly [number, number] {
  const { kind, box, x } = options;
  const slot = box.width / Math.max(1, x.domain[1] - x.domain[0]);
  const step = (DODGE * Math.min(slot, 60)) / Math.max(1, panel.curves.length);
  const aside = kind === 'bars' ? (curve - (panel.curves.length - 1) / 2) * step : 0;
  return [xOf(point.x, options) + aside, yOf(point.value, options)];
}

function curves(panel: Panel, options: PanelOptions): string {
  const bands = options.hasBands
    ? panel.curves.map(({ stroke, points }) => {
        const known = points.filter(({ low, high }) => low !== null && high !== null);
        if (known.length < 2) return '';
        const upper = known.map(({ x, high }) => `${tenth(xOf(x, options))} ${tenth(yOf(high!, options))}`);
        const lower = known.map(({ x, low }) => `${tenth(xOf(x, options))} ${tenth(yOf(low!, options))}`);
        const path = `M${[...upper, ...lower.reverse()].join('L')}z`;
        return `<path d="${path}" fill="${curveStroke(stroke).colour.light}" opacity="0.16"/>`;
      })
    : [];
  const lines = panel.curves.map(({ stroke, points }, index) => {
    const { colour, dash, width, isTraining } = curveStroke(stroke);
    const places = points.map((point) => placeOfPoint(panel, index, point, options));
    const path = `M${places.map(([x, y]) => `${tenth(x)} ${tenth(y)}`).join('L')}`;
    const dots =
      options.hasDots || points.length === 1
        ? places.map((at) => dot(at, { colour: colour.light, isHollow: isTraining, shape: 0, size: 2.2 }))
        : [];
    return `${places.length > 1 ? line(path, { colour: colour.light, width, dash }) : ''}${dots.join('')}`;
  });
  return `${bands.join('')}${lines.join('')}`;
}

function whiskers(panel: Panel, options: PanelOptions): string {
  return panel.curves
    .map(({ stroke, points }, index) => {
      const { colour, isTraining } = curveStroke(stroke);
      const marks = points.map((point) => {
        const [x, y] = placeOfPoint(panel, index, point, options);
        const { low, high } = point;
        const whisker =
          low === null || high === null
            ? ''
            : line(`M${tenth(x)} ${tenth(yOf(low, options))}V${tenth(yOf(high, options))}`, {
                ...{ colour: colour.light, width: 3, opacity: 0.35 },
              });
        return `${whisker}${dot([x, y], { colour: colour.light, isHollow: isTraining, shape: index, size: 3.2 })}`;
      });
      return marks.join('');
    })
    .join('');
}

/** A frame with the reason why there is nothing in it. */
function emptyFrame(reason: string, { left, top, width, height }: PlotBox): string {
  const frame = `M${left + 0.5} ${top + 0.5}h${width - 1}v${height - 1}h${1 - width}z`;
  const most = Math.floor((height - 16) / LINE_OF_TEXT);
  const lines = wrapped(reason, width - 24).slice(0, most);
  const first = top + height / 2 - ((lines.length - 1) * LINE_OF_TEXT) / 2 + 4;
  const texts = lines.map((text, index) =>
    words(text, { x: left + width / 2, y: first + index * LINE_OF_TEXT, anchor: 'middle' }),
  );
  return `${line(frame, { colour: rule.light, dash: [4, 3] })}${texts.join('')}`;
}

/** A panel's title in one line or two; what does not fit is cut off. */
export function titleLines(title: string, width: number): string[] {
  const [first, ...others] = wrapped(title, width);
  return others.length > 0 ? [first, fitted(others.join(' '), width)] : [first];
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const longer = lines.length > 0 ? `${lines[lines.length - 1]} ${word}` : word;
    if (lines.length > 0 && widthOf(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(fitted(word, width));
  }
  return lines;
}

function xOf(value: number, { box, x: { domain } }: PanelOptions): number {
  return box.left + (box.width * (value - domain[0])) / (domain[1] - domain[0]);
}

function yOf(value: number, { box, y: { domain } }: PanelOptions): number {
  return box.top + box.height * (1 - (value - domain[0]) / (domain[1] - domain[0]));
}
