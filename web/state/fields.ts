import { parseEpsilon } from '../../src/attacks/parseEpsilon.ts';
import { presets } from '../../src/spectrum/split/preset.ts';
import { distanceNames } from '../../src/spectrum/split/radialMask.ts';
import type { Rescale } from '../../src/spectrum/split/rescale.ts';
import { pageMethods } from './pageMethods.ts';
import { isResultPath } from './resultPath.ts';

/** A part of the view that has a place in the URL. */
export interface Field<T> {
  /** What the page shows when the URL says nothing. */
  readonly start: T;
  /** Undefined where the text is no such value: a hand-written URL never breaks the page. */
  read(text: string): T | undefined;
}

const oneOf = <const T extends string>(start: T, ...others: readonly T[]): Field<T> => ({
  start,
  read: (text) => [start, ...others].find((value) => value === text),
});

const number = (start: number, low: number, high: number): Field<number> => ({
  start,
  read: (text) => {
    const value = Number(text);
    return text !== '' && value >= low && value <= high ? value : undefined;
  },
});

const whole = (start: number, low: number, high: number): Field<number> => ({
  start,
  read: (text) => (/^-?\d+$/.test(text) ? number(start, low, high).read(text) : undefined),
});

/** A size as the command line takes it, as it was written. */
const epsilon = (start: string): Field<string> => ({
  start,
  read: (text) => {
    try {
      return parseEpsilon(text.slice(0, 24)).text;
    } catch {
      return undefined;
    }
  },
});

/** Everything that a link shares. The keys are those of the URL. */
export const fields = {
  page: oneOf('lens', 'playground'),
  /** A sample's name, or `own` for an image that was dropped. */
  image: {
    start: 'automobile',
    read: (text) => (/^[a-z0-9-]{1,40}$/.test(text) ? text : undefined),
  } as Field<string>,
  /** `natural` and `robust` come with the page, `own` was dropped, `none` leaves images at their own size. */
  model: oneOf('natural', 'robust', 'own', 'result', 'none'),
  /** Of the model `result`: its file, below the server's results. */
  result: { start: '', read: (text) => (isResultPath(text) ? text : undefined) } as Field<string>,
  tool: oneOf('look', 'attack', 'smooth'),
  /** Cut-off of the split in bins. */
  r: number(4, 0, 1024),
  method: oneOf('fourier', 'svd'),
  /** Largest singular values that are kept. */
  k: number(4, 0, 1024),
  preset: oneOf(...presets),
  distance: oneOf(...distanceNames),
  rescale: oneOf<Rescale>('none', 'clip', 'max', 'shift'),
  /** Percent of the playground's images whose silhouette, and whose grating, is their label's. */
  shapes: number(90, 10, 100),
  grating: number(90, 10, 100),
  /** Training images of the playground. */
  images: number(1500, 500, 5000),
  /** Of the attack's random start, and of the playground. */
  seed: whole(0, 0, 2 ** 31 - 1),
  /** Cut-off at which the playground measures, in bins. */
  cut: number(8, 1, 20),
  attack: oneOf(...pageMethods),
  norm: oneOf('linf', 'l2'),
  /** Largest size of the perturbation in the norm. */
  epsilon: epsilon('8/255'),
  /** Of PGD. */
  steps: whole(10, 1, 100),
  /** What the attack moves to. */
  aim: oneOf('none', 'least-likely'),
  /** Frequencies that the perturbation may have, from the current cut-off. */
  band: oneOf('all', 'low', 'high'),
  /** The true class, for the attack; −1 = what the model answers. */
  label: whole(-1, -1, 99_999),
  /** With what the first convolution is smoothed. */
  rho: number(0, 0, 10),
} as const satisfies Record<string, Field<never> | Field<string> | Field<number>>;

export type FieldName = keyof typeof fields;

export type View = { readonly [Name in FieldName]: (typeof fields)[Name] extends Field<infer T> ? T : never };
