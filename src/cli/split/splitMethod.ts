import type { Outlines } from '../../report/pictures/contactSheet.ts';
import { splitSingularValues } from '../../spectrum/singular/splitSingularValues.ts';
import { boundaryOf } from '../../spectrum/split/radialMask.ts';
import type { Rescale } from '../../spectrum/split/rescale.ts';
import { rescales } from '../../spectrum/split/rescale.ts';
import { leavesNoHfc, splitFrequencies } from '../../spectrum/split/splitFrequencies.ts';
import { ascending } from '../../statistics/ascending.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { UserError } from '../../wording/userError.ts';
import { didYouMean } from '../terminal/didYouMean.ts';
import type { FlagValues } from '../terminal/flags.ts';
import { readConfig } from '../training/readConfig.ts';
import type { splitFlags } from './splitFlags.ts';

/** A way to split an image in two, with each of its cuts. */
export interface SplitMethod {
  /** What the two parts are called in file names and records, and on the sheet. */
  readonly low: { readonly name: 'lfc' | 'leading'; readonly title: string };
  readonly high: { readonly name: 'hfc' | 'rest'; readonly title: string };
  readonly cuts: readonly Cut[];
  /** What the PNGs show. */
  readonly rescale: Rescale;
  /** The cut-offs as they lie in the spectrum; absent where the method has none. */
  readonly outlines?: Pick<Outlines, 'radii' | 'distance'>;
  /** One line about the conventions, for the sheet. */
  readonly note: string;
  /** What a person who typed these flags should know, a line each. */
  readonly warnings: readonly string[];
  /** The settings, for the record. */
  readonly settings: Readonly<Record<string, string>>;
}

export interface Cut {
  /** In file names: `r4`, `k8`. */
  readonly name: string;
  /** On the sheet: `r = 4`. */
  readonly title: string;
  /** In records: `{ radius: 4 }`. */
  readonly key: Readonly<Record<string, number>>;
  /** @param onChannel told before each channel by a method that takes long for large images */
  split(
    image: Tensor<'float32'>,
    onChannel?: (index: number, count: number) => void,
  ): { readonly low: Tensor<'float32'>; readonly high: Tensor<'float32'> };
  /** Whether nothing is left for the high part of an image of this size. */
  takesAll(height: number, width: number): boolean;
}

type Values = FlagValues<typeof splitFlags>;

/**
 * The method that a person asked for.
 *
 * @throws UserError when radii or ranks are missing or are not numbers that the method takes
 */
export function splitMethod(flags: Values): SplitMethod {
  return flags.method === 'svd' ? singularValues(flags) : fourier(flags);
}

const distanceTitles = { l2: 'Euclidean', l1: 'city block', linf: 'chessboard' } as const;

function fourier({ radius, distance: metric, preset: reading, rank, rescale }: Values): SplitMethod {
  if (rank !== undefined) throw new UserError('--rank belongs to --method svd; give --radius instead');
  if (radius === undefined) throw new UserError('split needs radii, as --radius 4,8,12,16');
  const given = readConfig({
    radius,
    ...(metric === undefined ? {} : { distance: metric }),
    ...(reading === undefined ? {} : { preset: reading }),
  });
  const { distance = 'l2', preset = 'paper' } = given;
  const radii = ascending(given.radius!);
  const boundary = boundaryOf(preset);
  const options = { distance, boundary } as const;
  const shown = rescaleOf(rescale, preset === 'authors' ? 'max' : 'shift');
  return {
    low: { name: 'lfc', title: 'LFC' },
    high: { name: 'hfc', title: 'HFC' },
    cuts: radii.map((cut) => ({
      name: `r${cut}`,
      title: `r = ${cut}`,
      key: { radius: cut },
      split: (image) => {
        const { lfc, hfc } = splitFrequencies(image, cut, options);
        return { low: lfc, high: hfc };
      },
      takesAll: (height, width) => leavesNoHfc(height, width, cut, options),
    })),
    rescale: shown,
    outlines: { radii, distance },
    note: `d ${boundary === 'exclusive' ? '<' : '≤'} r, ${distanceTitles[distance]} distance · HFC + 0.5`,
    warnings: [],
    settings: { method: 'fourier', preset, distance, boundary, rescale: shown },
  };
}

function singularValues({ rank, rescale, ...fourierOnly }: Values): SplitMethod {
  if (rank === undefined) throw new UserError('--method svd needs ranks, as --rank 8,32');
  const ranks = ascending(rank);
  const shown = rescaleOf(rescale, 'shift');
  return {
    low: { name: 'leading', title: 'leading' },
    high: { name: 'rest', title: 'rest' },
    cuts: ranks.map((cut) => ({
      name: `k${cut}`,
      title: `k = ${cut}`,
      key: { rank: cut },
      split: (image, onChannel) => {
        const { leading, rest } = splitSingularValues(image, cut, { onPlane: onChannel });
        return { low: leading, high: rest };
      },
      takesAll: (height, width) => cut >= Math.min(height, width),
    })),
    rescale: shown,
    warnings: passedOver(fourierOnly),
    note: 'k largest singular values of each channel · rest + 0.5',
    settings: { method: 'svd', rescale: shown },
  };
}

/** Flags of the other method, which one command line for both may well name. */
function passedOver({ radius, distance, preset }: Pick<Values, 'radius' | 'distance' | 'preset'>): string[] {
  const given = Object.entries({ radius, distance, preset }).filter(([, value]) => value !== undefined);
  if (given.length === 0) return [];
  return [`the SVD split has no ${given.map(([name]) => name).join(' and no ')} and uses --rank`];
}

function rescaleOf(typed: string | undefined, usual: Rescale): Rescale {
  const known = rescales.find((name) => name === (typed ?? usual));
  if (known) return known;
  throw new UserError(
    `--rescale must be one of ${rescales.join(', ')}, got ${typed}${didYouMean(typed!, rescales)}`,
  );
}
