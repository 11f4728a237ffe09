import { largest } from '../../../statistics/extremes.ts';
import { printable } from '../../../wording/printable.ts';
import { epochDots } from '../../charts/epochAxis.ts';
import { type Cell, type FigureData, placeOf } from '../../charts/figureData.ts';
import { standaloneSvg } from '../../charts/standaloneSvg.ts';
import { escapeHtml } from '../../page/html.ts';
import { fitted, widthOf } from '../../pictures/strokedText.ts';
import { rule } from '../../theme/theme.ts';
import type { StudyFigure } from '../studyRecord.ts';
import { curveStroke, figureColours } from './curveStroke.ts';
import { drawEndLabels, drawLegend } from './figureLegend.ts';
import { drawPanel, type PanelOptions, placeOfPoint, titleLines } from './figurePanel.ts';
import { type Scale, xScale, yScale } from './figureScales.ts';
import { LINE_OF_TEXT, line, tenth, words } from './svgParts.ts';

export interface DrawnFigure {
  readonly svg: string;
  /** What is drawn, a row a point. */
  readonly data: FigureData;
}

export interface FigureSvgOptions {
  /** Of the study: of several every curve has its band, of one only where there are few curves. */
  readonly seeds: number;
}

/** Curves of a panel that still have bands where these are over images. */
const MOST_BANDS = 4;
/** Names that stand beside the curves of a single panel. */
const MOST_LABELS = 12;
/** Points of a curve that are all marked. */
const MOST_DOTS = 8;
const MARGIN = 6;
const TITLE = 26;
const NO_TITLE = 12;
const PANEL_GAP = 28;
const ROW_GAP = 12;
const LONGEST_CATEGORY = 150;
/** Of names that would collide, in degrees. */
const TURN = 35;

/** A figure as an SVG of its own, on paper, dark where the reader's screen is dark, and what it draws. */
export function figureSvg(figure: StudyFigure, options: FigureSvgOptions): DrawnFigure {
  const { svg, data } = drawFigure(figure, options);
  return { svg: standaloneSvg(svg, figureColours([figure])), data };
}

/** A figure in the paper's layout: panels in a grid that share their axes. It is in the theme's light colours, without paper. */
export function drawFigure(figure: StudyFigure, { seeds }: FigureSvgOptions): DrawnFigure {
  const { panels } = figure;
  const { columns, width, height } = gridOf(panels.length);
  const rows = Math.ceil(panels.length / columns);
  const [x, y] = [xScale(figure, width), yScale(figure)];
  const most = largest(panels.map(({ curves }) => curves.length));
  const hasDots = isDotted(figure);
  const hasBands = seeds > 1 || most <= MOST_BANDS;
  const isLabelled = figure.kind === 'curves' && panels.length === 1 && most <= MOST_LABELS;
  const numbers = largest(
    y.ticks.map(({ text }) => widthOf(text)),
    0,
  );
  const axis = categoryTurn(x.ticks, width / Math.max(1, x.ticks.length));
  const outside = axis.isTurned ? turnedBeside(x, width) : 0;
  const left = Math.ceil(MARGIN + Math.max(LINE_OF_TEXT + 14 + numbers, outside));
  const gridWidth = columns * width + (columns - 1) * PANEL_GAP;
  const legend = isLabelled ? { svg: '', height: 0 } : drawLegend(figure, { left, width: gridWidth });
  const top = MARGIN + legend.height;
  // The columns that end above a short last row have their numbers there.
  const between = panels.length % columns === 0 ? 0 : axis.height - ROW_GAP;
  const lines = largest(panels.map(({ title }) => titleLines(title, width).length));
  const isTitled = panels.some(({ title }) => title !== '');
  const above = isTitled ? TITLE + (lines - 1) * LINE_OF_TEXT : NO_TITLE;
  const optionsOf = (index: number): PanelOptions => {
    const [row, column] = [Math.floor(index / columns), index % columns];
    const box = {
      ...{ left: left + column * (width + PANEL_GAP), width, height },
      top: top + above + row * (height + above + ROW_GAP) + (row > 0 && row === rows - 1 ? between : 0),
    };
    return { kind: figure.kind, box, x, y, hasBands, hasDots };
  };
  const drawn = panels.map((panel, index) => {
    const options = optionsOf(index);
    const isFirst = index % columns === 0;
    const isLowest = index + columns >= panels.length;
    return `${drawPanel(panel, options)}${isFirst ? yLabels(options) : ''}${isLowest ? xLabels(options, axis.isTurned) : ''}`;
  });
  const last = optionsOf(panels.length - 1).box;
  const labels = isLabelled
    ? drawEndLabels(panels[0], {
        ...{ box: last, y },
        xOfEnd: (value) => last.left + (width * (value - x.domain[0])) / (x.domain[1] - x.domain[0]),
      })
    : { svg: '', width: 0 };
  const bottom = last.top + height + axis.height;
  const titles = [
    words(figure.x.title, { x: left + gridWidth / 2, y: bottom + 12, anchor: 'middle' }),
    words(figure.y.title, {
      ...{ x: MARGIN + 10, y: (top + above + last.top + height) / 2, anchor: 'middle', turn: -90 },
    }),
  ];
  const size = [left + gridWidth + labels.width + 14, bottom + 12 + MARGIN].map(Math.ceil);
  const label = escapeHtml(printable(descriptionOf(figure)));
  return {
    svg: `<svg xmlns="http://www.w3.org/2000/svg" width="${size[0]}" height="${size[1]}" viewBox="0 0 ${size[0]} ${size[1]}" role="img" aria-label="${label}" font-family="system-ui, sans-serif" font-size="12"><g>${legend.svg && `<g transform="translate(0 ${MARGIN})">${legend.svg}</g>`}${drawn.join('')}${labels.svg}${titles.join('')}</g></svg>`,
    data: dataOf(figure, optionsOf),
  };
}

/** Whether points are marked: where there are few, or where not every epoch was measured. */
function isDotted({ x, panels }: StudyFigure): boolean {
  const curves = panels.flatMap((panel) => panel.curves);
  const isSparse = x.title === 'epoch' && epochDots(curves).mostDots !== undefined;
  return (
    isSparse ||
    largest(
      curves.map(({ points }) => points.length),
      0,
    ) <= MOST_DOTS
  );
}

/** What is read to people who cannot see a figure. */
export function descriptionOf({ title, x, y, panels, spread }: StudyFigure): string {
  const named = panels.map((panel) => panel.title).filter((name) => name !== '');
  const parts = named.length > 0 ? ` Panels: ${named.join('; ')}.` : '';
  return `${title}: ${y.title} over ${x.title}.${parts} Intervals: ${spread}.`;
}

/** Panels in a row, and the size of each, in pixels. */
function gridOf(panels: number): {
  readonly columns: number;
  readonly width: number;
  readonly height: number;
} {
  if (panels === 1) return { columns: 1, width: 330, height: 250 };
  if (panels === 2 || panels === 4) return { columns: 2, width: 332, height: 220 };
  if (panels <= 9) return { columns: 3, width: 216, height: 170 };
  return { columns: 4, width: 153, height: 130 };
}

/** Names of categories are turned where they would collide. */
function categoryTurn(ticks: readonly { readonly text: string }[], room: number) {
  const widest = largest(
    ticks.map(({ text }) => widthOf(text)),
    0,
  );
  const isTurned = widest + 8 > Math.max(room, 40);
  return { isTurned, height: isTurned ? 14 + 0.6 * Math.min(widest, LONGEST_CATEGORY) : 22 };
}

/** How far turned names of categories, which end below their places, begin to the left of a panel. */
function turnedBeside({ ticks, domain }: Scale, width: number): number {
  const begins = ticks.map(({ at, text }) => {
    const place = (width * (at - domain[0])) / (domain[1] - domain[0]);
    return Math.cos((TURN * Math.PI) / 180) * Math.min(widthOf(text), LONGEST_CATEGORY) - place;
  });
  return largest(begins, 0);
}

function xLabels({ box, x }: PanelOptions, isTurned: boolean): string {
  return x.ticks
    .map(({ at, text }) => {
      const place = box.left + (box.width * (at - x.domain[0])) / (x.domain[1] - x.domain[0]);
      const y = box.top + box.height;
      const tick = line(`M${tenth(place)} ${y}v4`, { colour: rule.light });
      const name = isTurned
        ? words(fitted(text, LONGEST_CATEGORY), { x: place + 3, y: y + 14, anchor: 'end', turn: -TURN })
        : words(text, { x: place, y: y + 17, anchor: 'middle' });
      return `${tick}${name}`;
    })
    .join('');
}

function yLabels({ box, y }: PanelOptions): string {
  return y.ticks
    .map(({ at, text }) => {
      const place = box.top + box.height * (1 - (at - y.domain[0]) / (y.domain[1] - y.domain[0]));
      return words(text, { x: box.left - 7, y: place + 4, anchor: 'end' });
    })
    .join('');
}

/** A row for each point, then one for each level; a curve is called by its panel too where there are several. */
function dataOf(figure: StudyFigure, optionsOf: (panel: number) => PanelOptions): FigureData {
  const { x, y, spread, panels } = figure;
  const points = panels.flatMap((panel, at) =>
    panel.curves.flatMap(({ name, points }, curve) =>
      points.map((point) => ({
        row: [
          curveName(figure, panel.title, name),
          x.kind === 'category' ? (x.categories[point.x] ?? String(point.x)) : point.x,
          ...[point.value, point.low, point.high],
        ] as Cell[],
        place: placeOfPoint(panel, curve, point, optionsOf(at)),
      })),
    ),
  );
  const levels = panels.flatMap(({ title, levels }) =>
    levels.map(({ name, value }): Cell[] => [curveName(figure, title, name), null, value, null, null]),
  );
  const value = columnName(y.title, 'value');
  return {
    columns: ['series', columnName(x.title, 'x'), value, 'low', 'high'],
    rows: [...points.map(({ row }) => row), ...levels],
    marks: {
      places: points.map(({ place }) => placeOf(place[0], place[1])),
      percent: y.unit === 'share' ? [value, 'low', 'high'] : [],
      // In a word or two: the caption has the rest.
      spread: spread.split(/ over images|[;(]/)[0].trim(),
      colours: panels.flatMap(({ curves }) =>
        curves.map(({ stroke }) => `var(--${curveStroke(stroke).colour.token})`),
      ),
    },
  };
}

/** What a curve is called where the panels are not beside it. */
export function curveName({ panels }: StudyFigure, panel: string, curve: string): string {
  return panels.length > 1 && panel !== curve ? `${panel}: ${curve}` : curve;
}

/** A heading that none of the others has. */
function columnName(title: string, otherwise: string): string {
  return title === '' || ['series', 'low', 'high'].includes(title) ? otherwise : title;
}
