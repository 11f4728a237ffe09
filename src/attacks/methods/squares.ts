import type { Random } from '../../tensor/random.ts';
import type { NormName } from '../perturbation/norms.ts';

interface Canvas {
  /** Channels, height, width. */
  readonly shape: readonly number[];
  readonly epsilon: number;
  readonly random: Random;
}

/** What the Square attack does to a perturbation, by norm. */
export interface Squares {
  /** Fills `delta` with the perturbation to begin with. */
  start(delta: Float64Array, canvas: Canvas): void;
  /** Changes `delta` within a random square that holds about `share` of the pixels. */
  change(delta: Float64Array, share: number, canvas: Canvas): void;
}

/** The vertices of the cube: columns of ±epsilon to begin with, then squares of ±epsilon, a sign for each channel. */
const linf: Squares = {
  start(delta, { shape: [channels, height, width], epsilon, random }) {
    for (let channel = 0; channel < channels; channel++) {
      for (let column = 0; column < width; column++) {
        const value = signed(epsilon, random);
        for (let row = 0; row < height; row++) delta[(channel * height + row) * width + column] = value;
      }
    }
  },
  change(delta, share, { shape, epsilon, random }) {
    const [channels, height, width] = shape;
    const side = Math.min(Math.max(Math.round(Math.sqrt(share * height * width)), 1), height, width);
    const window = randomWindow(side, shape, random);
    for (let channel = 0; channel < channels; channel++) {
      const value = signed(epsilon, random);
      for (const at of window) delta[channel * height * width + at] = value;
    }
  },
};

/**
 * A sphere: 5 × 5 tiles that each hold two opposite peaks to begin with; then one square takes, in each channel, what
 * length another gives up and what is unused, and gets two such peaks on top of its direction (Algorithm 3).
 */
const l2: Squares = {
  start(delta, { shape: [channels, height, width], epsilon, random }) {
    const side = Math.max(1, Math.floor(Math.min(height, width) / 5));
    for (let top = 0; top + side <= height; top += side) {
      for (let left = 0; left + side <= width; left += side) {
        const tile = peaks(side, random);
        for (let channel = 0; channel < channels; channel++) {
          const sign = signed(1, random);
          windowAt(top, left, side, width).forEach((at, index) => {
            delta[channel * height * width + at] = sign * tile[index];
          });
        }
      }
    }
    const scale = epsilon / length(delta);
    for (let at = 0; at < delta.length; at++) delta[at] *= scale;
  },
  change(delta, share, { shape, epsilon, random }) {
    const [channels, height, width] = shape;
    const wanted = 2 * Math.floor(Math.max(3, Math.round(Math.sqrt(share * height * width))) / 2) + 1;
    const side = Math.min(wanted, height, width);
    const [taker, giver] = [randomWindow(side, shape, random), randomWindow(side, shape, random)];
    const both = [...new Set([...taker, ...giver])];
    const unused = Math.max(0, epsilon ** 2 - length(delta) ** 2);
    const bump = peaks(side, random);
    const bumpLength = length(bump);
    for (let channel = 0; channel < channels; channel++) {
      const plane = delta.subarray(channel * height * width, (channel + 1) * height * width);
      const sign = signed(1, random);
      const available = Math.sqrt(length(both.map((at) => plane[at])) ** 2 + unused / channels);
      const held = length(taker.map((at) => plane[at])) || 1;
      const direction = taker.map((at, index) => (sign * bump[index]) / bumpLength + plane[at] / held);
      const scale = available / (length(direction) || 1);
      for (const at of giver) plane[at] = 0;
      taker.forEach((at, index) => {
        plane[at] = scale * direction[index];
      });
    }
  },
};

export const squares: Readonly<Record<NormName, Squares>> = { linf, l2 };

function signed(value: number, random: Random): number {
  return random.integer(2) ? value : -value;
}

/** Places in a plane of a square that lies anywhere in it. */
function randomWindow(side: number, [, height, width]: readonly number[], random: Random): number[] {
  return windowAt(random.integer(height - side + 1), random.integer(width - side + 1), side, width);
}

function windowAt(top: number, left: number, side: number, width: number): number[] {
  return Array.from(
    { length: side * side },
    (_, index) => (top + Math.floor(index / side)) * width + left + (index % side),
  );
}

/**
 * A square with a peak in its upper half and the opposite one in its lower half, or the same turned by a quarter. A
 * half of h × k has Σ_{m=0}^{M} 1 / (n + 1 − m)² at row r and column s, with n = ⌊h/2⌋ and
 * M = n − max(|r − ⌊h/2⌋ − 1|, |s − ⌊k/2⌋ − 1|), both counted from 1 (equation 2).
 */
function peaks(side: number, random: Random): number[] {
  const half = Math.floor(side / 2);
  const turned = random.integer(2) === 1;
  return Array.from({ length: side * side }, (_, index) => {
    const [row, column] = [Math.floor(index / side), index % side];
    const [along, across] = turned ? [row, column] : [column, row];
    return across < half ? peak(along, across, side, half) : -peak(along, across - half, side, side - half);
  });
}

function peak(r: number, s: number, h: number, k: number): number {
  const n = Math.floor(h / 2);
  const rings = n - Math.max(Math.abs(r - n), Math.abs(s - Math.floor(k / 2)));
  let sum = 0;
  for (let ring = 0; ring <= rings; ring++) sum += 1 / (n + 1 - ring) ** 2;
  return sum;
}

function length(values: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at] ** 2;
  return Math.sqrt(sum);
}
