import { largest } from '../../../statistics/extremes.ts';
import { spreadLabels } from '../../charts/spreadLabels.ts';
import { fitted, widthOf } from '../../pictures/strokedText.ts';
import { muted } from '../../theme/theme.ts';
import type { StudyFigure } from '../studyRecord.ts';
import { type CurveStroke, curveStroke } from './curveStroke.ts';
import type { PlotBox } from './figurePanel.ts';
import type { Scale } from './figureScales.ts';
import { dot, LINE_OF_TEXT, line, tenth, words } from './svgParts.ts';

/** What a name stands for: a curve, or a level where there is no stroke. */
interface Entry {
  readonly name: string;
  readonly of: string;
  readonly stroke: CurveStroke | null;
  /** Place among the curves of its panel, which says the shape of its dots. */
  readonly place: number;
}

const KEY = 24;
const GAP = 20;
const ROW = 19;
/** Of this many names or fewer all stand in one run, more begin a line for each kind of curve. */
const MOST_MIXED = 5;

export interface Drawing {
  readonly svg: string;
  readonly height: number;
}

/** One legend of all panels, in lines of at most such a width. */
export function drawLegend(
  { kind, panels }: StudyFigure,
  { left, width }: { left: number; width: number },
): Drawing {
  const entries = entriesOf(panels);
  const ofKinds = new Set(entries.map(({ of }) => of));
  let [x, y, last] = [0, 0, entries[0]?.of];
  const drawn = entries.map(({ name, of, stroke, place }) => {
    const text = fitted(name, width - KEY - 6);
    const size = KEY + 6 + widthOf(text);
    const isOther = entries.length > MOST_MIXED && ofKinds.size > 1 && of !== last;
    if (x > 0 && (isOther || x + size > width)) [x, y] = [0, y + ROW];
    last = of;
    const at = { x: left + x, y: y + ROW / 2 };
    x += size + GAP;
    const colour = stroke?.colour.light ?? muted.light;
    const path = `M${tenth(at.x)} ${at.y}h${KEY}`;
    const key =
      stroke === null
        ? line(path, { colour, dash: [1, 3] })
        : kind === 'bars'
          ? dot([at.x + KEY / 2, at.y], { colour, isHollow: stroke.isTraining, shape: place, size: 3.2 })
          : line(path, { colour, width: stroke.width, dash: stroke.dash });
    return `${key}${words(text, { x: at.x + KEY + 6, y: at.y + 4, colour })}`;
  });
  return { svg: drawn.join(''), height: entries.length > 0 ? y + ROW : 0 };
}

/** Names beside the ends of a single panel's curves, each led to its own by a thin line. */
export function drawEndLabels(
  { curves, levels }: StudyFigure['panels'][number],
  { box, y, xOfEnd }: { box: PlotBox; y: Scale; xOfEnd: (x: number) => number },
): { readonly svg: string; readonly width: number } {
  const ends = [
    ...curves.map(({ name, stroke, points }) => ({
      name,
      ...points[points.length - 1],
      colour: curveStroke(stroke).colour.light,
    })),
    ...levels.map(({ name, value }) => ({ name, value, x: null, colour: muted.light })),
  ];
  const heightOf = (value: number) =>
    box.top + box.height * (1 - (value - y.domain[0]) / (y.domain[1] - y.domain[0]));
  const places = spreadLabels(
    ends.map(({ value }) => heightOf(value)),
    LINE_OF_TEXT,
    [box.top, box.top + box.height],
  );
  const right = box.left + box.width;
  const drawn = ends.map(({ name, value, x, colour }, index) => {
    const from = x === null ? right : xOfEnd(x);
    const [at, place] = [tenth(heightOf(value)), tenth(places[index])];
    // Of a curve that ends before the others, dotted, so that it is not taken for more of it.
    const inside =
      from < right
        ? line(`M${tenth(from + 4)} ${at}H${tenth(right)}`, { colour, width: 0.75, dash: [1, 3] })
        : '';
    const lead = line(`M${tenth(right + 3)} ${at}L${tenth(right + 15)} ${place}`, { colour, width: 0.75 });
    return `${inside}${lead}${words(fitted(name, LABEL), { x: right + 19, y: place + 4, colour })}`;
  });
  const width = largest(
    ends.map(({ name }) => Math.min(LABEL, widthOf(name))),
    0,
  );
  return { svg: drawn.join(''), width: ends.length > 0 ? 19 + width : 0 };
}

const LABEL = 150;

/** Each name once, in the order in which the panels have them; a kind's names stand together. */
function entriesOf(panels: StudyFigure['panels']): Entry[] {
  const found = new Map<string, Entry>();
  for (const { title, curves, levels } of panels) {
    curves.forEach(({ name, stroke }, place) => {
      // A panel's title names the only curve in it already.
      if (curves.length === 1 && name === title) return;
      if (!found.has(name)) found.set(name, { name, of: stroke.of, stroke: curveStroke(stroke), place });
    });
    for (const { name } of levels) {
      if (!found.has(name)) found.set(name, { name, of: 'x', stroke: null, place: 0 });
    }
  }
  const order = [...new Set([...found.values()].map(({ of }) => of))];
  return [...found.values()].sort((a, b) => order.indexOf(a.of) - order.indexOf(b.of));
}
