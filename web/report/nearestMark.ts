import type { Mark } from './readMarks.ts';

/** The mark that is closest to a place in the plot. */
export function nearestMark(marks: readonly Mark[], x: number, y: number): Mark {
  const distance = (mark: Mark) => (mark.x - x) ** 2 + (mark.y - y) ** 2;
  return marks.reduce((nearest, mark) => (distance(mark) < distance(nearest) ? mark : nearest));
}

/**
 * The mark to which a key leads: left, right, Home and End along its own series, up and down to the next series above or
 * below it, there as near as can be.
 *
 * @returns undefined for other keys, and where there is none
 */
export function markByKey(marks: readonly Mark[], from: Mark, key: string): Mark | undefined {
  const own = marks.filter(({ series }) => series === from.series);
  const place = own.indexOf(from);
  if (key === 'ArrowLeft') return own[place - 1];
  if (key === 'ArrowRight') return own[place + 1];
  if (key === 'Home') return own[0];
  if (key === 'End') return own.at(-1);
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return undefined;
  const sign = key === 'ArrowDown' ? 1 : -1;
  // Marks at one height are told apart by their series, so that each can be reached.
  const below = (mark: Mark) => sign * (mark.y - from.y || mark.series - from.series);
  const across = new Map<number, Mark>();
  for (const mark of marks) {
    const known = across.get(mark.series);
    if (!known || Math.abs(mark.x - from.x) < Math.abs(known.x - from.x)) across.set(mark.series, mark);
  }
  across.delete(from.series);
  const [next] = [...across.values()]
    .filter((mark) => below(mark) > 0)
    .sort((a, b) => sign * (a.y - b.y) || sign * (a.series - b.series));
  return next;
}
