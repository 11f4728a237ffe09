import { ascending } from '../../../statistics/ascending.ts';
import { largest, smallest } from '../../../statistics/extremes.ts';
import { multiplesAround, roundStep } from '../../charts/roundTicks.ts';
import { widthOf } from '../../pictures/strokedText.ts';
import type { StudyFigure } from '../studyRecord.ts';

/** An axis that all panels of a figure share. */
export interface Scale {
  readonly domain: readonly [number, number];
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
}

/** Room between the numbers of the horizontal axis, in pixels. */
const GAP = 12;

/** The horizontal axis of panels of such a width, in pixels: of numbers from the smallest to the largest of all panels. */
export function xScale({ kind, x, panels }: StudyFigure, width: number): Scale {
  if (x.kind === 'category') {
    const ticks = x.categories.map((text, at) => ({ at, text }));
    return { domain: [-0.5, x.categories.length - 0.5], ticks };
  }
  const places = ascending(
    panels.flatMap(({ curves }) => curves.flatMap(({ points }) => points.map((p) => p.x))),
  );
  if (places.length === 0) return { domain: [0, 1], ticks: [] };
  const ends = [places[0], places[places.length - 1]];
  // Dots of several curves lie side by side.
  const room = kind === 'bars' ? (ends[1] - ends[0]) / 12 : 0;
  const [low, high] = [ends[0] - room, ends[1] + room];
  if (low === high) return { domain: [low - 0.5, high + 0.5], ticks: [{ at: low, text: numberText(low) }] };
  const ticksAt = (values: readonly number[]) => values.map((at) => ({ at, text: numberText(at) }));
  const fits = (values: readonly number[]) =>
    values.every((at, index) => {
      if (index === 0) return true;
      const room = ((at - values[index - 1]) / (high - low)) * width;
      return room >= (widthOf(numberText(at)) + widthOf(numberText(values[index - 1]))) / 2 + GAP;
    });
  if (places.length <= 6 && fits(places)) return { domain: [low, high], ticks: ticksAt(places) };
  const step = roundStep(high - low, Math.max(2, Math.floor(width / 40)));
  const round = multiplesAround(low, high, step).filter((at) => at >= low && at <= high);
  // Where an axis of epochs begins.
  const withFirst = round[0] === low ? round : [low, ...round];
  return { domain: [low, high], ticks: ticksAt(fits(withFirst) ? withFirst : round) };
}

/** The vertical axis: of shares 0 to 100% unless they are all small or some negative. */
export function yScale({ y, panels }: StudyFigure): Scale {
  const values = panels.flatMap(({ curves, levels }) => [
    ...curves.flatMap(({ points }) =>
      points.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value]),
    ),
    ...levels.map(({ value }) => value),
  ]);
  const isShare = y.unit === 'share';
  const text = isShare ? shareText : numberText;
  const [low, high] = [smallest(values, 0), largest(values, 0)];
  const isWhole = isShare && (values.length === 0 || (low >= 0 && high > 0.5 && high <= 1));
  const ends = isWhole || low === high ? ([0, 1] as const) : ([low, high] as const);
  const ticks = isWhole
    ? [0, 0.25, 0.5, 0.75, 1]
    : multiplesAround(ends[0], ends[1], roundStep(ends[1] - ends[0], 5));
  return {
    domain: [ticks[0], ticks[ticks.length - 1]],
    ticks: ticks.map((at) => ({ at, text: text(at) })),
  };
}

const minus = (text: string) => text.replace('-', '−');
const numberText = (value: number) => minus(String(Number(value.toPrecision(4))));
const shareText = (value: number) => minus(`${Number((100 * value).toPrecision(4))}%`);
