import { printable } from '../../../wording/printable.ts';
import { escapeHtml } from '../../page/html.ts';
import { muted } from '../../theme/theme.ts';

export const FONT_SIZE = 12;
export const LINE_OF_TEXT = 14;

export interface WordsOptions {
  readonly x: number;
  /** Baseline. */
  readonly y: number;
  /** As `#rrggbb`; by default muted. */
  readonly colour?: string;
  readonly anchor?: 'start' | 'middle' | 'end';
  /** In degrees, about its place. */
  readonly turn?: number;
}

/** A line of text; text from outside is escaped. */
export function words(
  text: string,
  { x, y, colour = muted.light, anchor = 'start', turn }: WordsOptions,
): string {
  const place =
    turn === undefined
      ? `x="${tenth(x)}" y="${tenth(y)}"`
      : `transform="translate(${tenth(x)} ${tenth(y)}) rotate(${turn})"`;
  const side = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
  return `<text ${place}${side} fill="${colour}">${escapeHtml(printable(text))}</text>`;
}

export interface LineOptions {
  readonly colour: string;
  readonly width?: number;
  readonly dash?: readonly number[];
  readonly opacity?: number;
}

/** A path that is drawn as a line. */
export function line(path: string, { colour, width = 1, dash = [], opacity }: LineOptions): string {
  const dashes = dash.length > 0 ? ` stroke-dasharray="${dash.join(' ')}"` : '';
  const pale = opacity === undefined ? '' : ` opacity="${opacity}"`;
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${width}"${dashes}${pale}/>`;
}

/** To a tenth of a pixel. */
export const tenth = (value: number) => Math.round(10 * value) / 10;

/** A dot of curves at a place; of training images it is hollow, and series differ in shape. */
export function dot(
  [x, y]: readonly [number, number],
  { colour, isHollow, shape, size }: { colour: string; isHollow: boolean; shape: number; size: number },
): string {
  const paint = isHollow ? `fill="none" stroke="${colour}" stroke-width="1.25"` : `fill="${colour}"`;
  const [cx, cy] = [tenth(x), tenth(y)];
  const s = size;
  const path = [
    `M${tenth(cx - s)} ${cy}a${s} ${s} 0 1 0 ${2 * s} 0a${s} ${s} 0 1 0 ${-2 * s} 0z`,
    `M${tenth(cx - s)} ${tenth(cy - s)}h${2 * s}v${2 * s}h${-2 * s}z`,
    `M${cx} ${tenth(cy - 1.4 * s)}l${1.4 * s} ${1.4 * s}l${-1.4 * s} ${1.4 * s}l${-1.4 * s} ${-1.4 * s}z`,
    `M${cx} ${tenth(cy - 1.3 * s)}l${1.3 * s} ${2.3 * s}h${-2.6 * s}z`,
  ][shape % 4];
  return `<path d="${path}" ${paint}/>`;
}
