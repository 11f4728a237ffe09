import { scheme } from 'vega';
import type { FourierHeatMap } from '../../audit/frequencies/fourierHeatMap.ts';
import { largest, smallest } from '../../statistics/extremes.ts';
import { float32 } from '../../tensor/tensor.ts';
import { type FigureData, placeOf } from '../charts/figureData.ts';
import { escapeHtml } from '../page/html.ts';
import { muted } from '../theme/theme.ts';
import { pngDataUri } from './encodePng.ts';

export interface HeatMapPictureOptions {
  /** Read to people who cannot see the map. */
  readonly description: string;
  /** Circles to draw around zero frequency, in bins. */
  readonly radii: readonly number[];
}

// In pixels; the page scales the whole picture.
const SIDE = 340;
const MARGIN = { left: 40, top: 8, right: 96, bottom: 44 };
const LEGEND = { gap: 22, width: 12 };
/** What is not known yet. */
const UNKNOWN = [0.55, 0.55, 0.55] as const;

const viridis = scheme('viridis') as unknown as (share: number) => string;

/**
 * Error rate by the frequency of a perturbation, zero frequency in the middle: one colour scale from the lowest to the
 * highest rate, in steps of 10%.
 *
 * @returns an SVG document in the theme's light colours, without a background
 */
export function heatMapPicture(map: FourierHeatMap, { description, radii }: HeatMapPictureOptions): string {
  const { us, vs, wrong, n } = map;
  const rates = wrong.map((count) => (count === null ? null : count / n));
  const [low, high] = rangeOf(rates);
  const pixels = float32([3, us.length, vs.length]);
  rates.forEach((rate, place) => {
    const colour = rate === null ? UNKNOWN : colourAt((rate - low) / (high - low));
    colour.forEach((value, channel) => {
      pixels.data[channel * rates.length + place] = value;
    });
  });
  const { step, height, place } = gridOf(map);
  const [cx, cy] = [place(0, vs[0], SIDE, vs.length), place(0, us[0], height, us.length)];
  const scale = SIDE / (vs.length * step);
  const circles = radii
    .filter((radius) => radius * scale > 6)
    .map((radius) => {
      const r = radius * scale;
      const label = cy - r > 10 ? `<text x="${cx}" y="${cy - r - 3}">${radius}</text>` : '';
      return `<circle cx="${cx}" cy="${cy}" r="${r}"/>${label}`;
    });
  const width = MARGIN.left + SIDE + MARGIN.right;
  const total = MARGIN.top + height + MARGIN.bottom;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${total}" viewBox="0 0 ${width} ${total}" role="img" aria-label="${escapeHtml(description)}" font-family="system-ui, sans-serif" font-size="12"><g transform="translate(${MARGIN.left} ${MARGIN.top})"><image href="${pngDataUri(pixels)}" width="${SIDE}" height="${height}" preserveAspectRatio="none" image-rendering="pixelated"/><svg width="${SIDE}" height="${height}"><g fill="none" stroke="#ffffff" stroke-opacity="0.85" stroke-dasharray="4 3">${circles.map((circle) => circle.replace(/<text.*/, '')).join('')}</g><g fill="#ffffff" stroke="#000000" stroke-width="2.5" stroke-opacity="0.55" paint-order="stroke" text-anchor="middle" font-size="11">${circles.map((circle) => circle.replace(/<circle[^>]*>/, '')).join('')}</g></svg>${axes({ us, vs, height, place })}${legend(low, high, height)}</g></svg>`;
}

/** The error rates that are known, by frequency. */
export function heatMapData(map: FourierHeatMap): FigureData {
  const { us, vs, wrong, n } = map;
  const { height, place } = gridOf(map);
  const cells = us.flatMap((u, row) =>
    vs.flatMap((v, column) => {
      const count = wrong[row * vs.length + column];
      if (count === null) return [];
      const middle = placeOf(place(v, vs[0], SIDE, vs.length), place(u, us[0], height, us.length));
      return [{ row: [u, v, count / n] as const, middle }];
    }),
  );
  return {
    columns: ['u', 'v', 'error'],
    rows: cells.map(({ row }) => row),
    marks: {
      places: cells.map(({ middle }) => middle),
      percent: ['error'],
      cell: placeOf(SIDE / vs.length, height / us.length),
    },
  };
}

function gridOf({ us, vs }: FourierHeatMap) {
  // A cell reaches half-way to its neighbours.
  const step = us.length > 1 ? us[1] - us[0] : 1;
  const height = (SIDE * us.length) / vs.length;
  const place = (bin: number, first: number, length: number, cells: number) =>
    ((bin - first) / step + 0.5) * (length / cells);
  return { step, height, place };
}

/** Share 0 … 1 → red, green and blue in [0, 1]. */
function colourAt(share: number): number[] {
  return viridis(Math.min(Math.max(share, 0), 1))
    .match(/\d+/g)!
    .map((channel) => Number(channel) / 255);
}

function rangeOf(rates: readonly (number | null)[]): [low: number, high: number] {
  const known = rates.filter((rate) => rate !== null);
  const low = Math.floor(10 * smallest(known, 1) + 1e-9) / 10;
  const high = Math.ceil(10 * largest(known, 0) - 1e-9) / 10;
  return high > low ? [low, high] : [Math.min(low, 0.9), Math.min(low, 0.9) + 0.1];
}

interface Axes {
  readonly us: readonly number[];
  readonly vs: readonly number[];
  readonly height: number;
  readonly place: (bin: number, first: number, length: number, cells: number) => number;
}

function axes({ us, vs, height, place }: Axes): string {
  const ticks = (bins: readonly number[]) => {
    const half = largest(bins.map(Math.abs));
    const size = [2, 4, 8, 16, 32, 64, 128].find((each) => half / each <= 2.5) ?? half;
    return [-2, -1, 0, 1, 2]
      .map((index) => index * size)
      .filter((bin) => bin >= bins[0] && bin <= bins.at(-1)!);
  };
  const shown = (bin: number) => (bin < 0 ? `−${-bin}` : `${bin}`);
  const below = ticks(vs).map(
    (v) =>
      `<text x="${place(v, vs[0], SIDE, vs.length)}" y="${height + 16}" text-anchor="middle">${shown(v)}</text>`,
  );
  const beside = ticks(us).map(
    (u) => `<text x="-8" y="${place(u, us[0], height, us.length) + 4}" text-anchor="end">${shown(u)}</text>`,
  );
  return `<g fill="${muted.light}">${below.join('')}${beside.join('')}<text x="${SIDE / 2}" y="${height + 34}" text-anchor="middle">frequency, in cycles an image</text></g>`;
}

function legend(low: number, high: number, height: number): string {
  const bars = 60;
  const bar = height / bars;
  const x = SIDE + LEGEND.gap;
  const drawn = Array.from({ length: bars }, (_, index) => {
    const rgb = colourAt(1 - (index + 0.5) / bars).map((value) => Math.round(255 * value));
    return `<rect x="${x}" y="${(index * bar).toFixed(2)}" width="${LEGEND.width}" height="${(bar + 0.5).toFixed(2)}" fill="rgb(${rgb.join(',')})"/>`;
  });
  const labels = [high, (low + high) / 2, low].map(
    (rate, index) =>
      `<text x="${x + LEGEND.width + 7}" y="${[10, height / 2 + 4, height][index]}">${(100 * rate).toFixed(0)}%</text>`,
  );
  return `<g>${drawn.join('')}</g><g fill="${muted.light}">${labels.join('')}</g>`;
}
