import { attackSettings } from '#passband/attacks/attackSettings.ts';
import { parseEpsilon } from '#passband/attacks/parseEpsilon.ts';
import { compareSplits } from '#passband/audit/frequencies/compareSplits.ts';
import type { DecidedByHfc } from '#passband/audit/frequencies/decidedByHfc.ts';
import type { DecidedBySvd } from '#passband/audit/frequencies/decidedBySvd.ts';
import { shareOf } from '#passband/audit/measures/measure.ts';
import { pairedTest } from '#passband/audit/measures/pairedTest.ts';
import type { FoundParts } from '#passband/studies/parts/parts.ts';

/** A digit an image: the first `count` of `n` are 1. */
export const digits = (count: number, n: number) => '1'.repeat(count) + '0'.repeat(n - count);

const flagsOf = (text: string) => Uint8Array.from(text, Number);

type Verdict = DecidedByHfc['baseline']['verdict'];

function decided(count: number, n: number, verdict: Verdict) {
  return {
    n,
    rate: shareOf(count, n),
    classes: [],
    baseline: {
      ...{ rate: shareOf(0, n), expectedRate: 0, onlyOwn: count, onlyOther: 0, p: 0.5, verdict },
    },
    images: Array.from({ length: count }, (_, index) => ({
      ...{ index, label: 0, confidence: 1, lowPrediction: 1, lowConfidence: 1, highConfidence: 1 },
    })),
    gallery: [],
  };
}

export interface MadeUpComponents {
  readonly hfc?: number;
  readonly svd?: number;
  readonly n?: number;
  readonly verdict?: Verdict;
  readonly flags?: Readonly<Record<string, string>>;
  readonly images?: 'test' | 'reserve';
}

/** So many images that HFC and trailing singular values decide. */
export function madeUpComponents({
  hfc = 0,
  svd = 0,
  n = 1000,
  verdict = 'undecided',
  flags = {},
  images = 'test',
}: MadeUpComponents): FoundParts {
  const byHfc: DecidedByHfc = {
    ...{ radius: 12, rescale: 'none', distance: 'l2', boundary: 'inclusive' },
    ...decided(hfc, n, verdict),
  };
  const bySvd: DecidedBySvd = {
    ...{ radius: 12, rescale: 'none' },
    ...{ ranks: { lowest: 1, mean: 2, highest: 3 }, energyGap: { mean: 0, largest: 0 } },
    ...decided(svd, n, 'undecided'),
  };
  return {
    components: {
      ...{ images, n, flags: { ...flags } },
      decidedByHfc: byHfc,
      decidedBySvd: bySvd,
      compareSplits: compareSplits(byHfc, bySvd),
    },
  };
}

/** What attacks and the certificate leave of `n` images: `clean`, and by ε `[certificate, fgsm, pgd]`. */
export function madeUpRobustness(
  clean: number,
  at: Readonly<Record<string, readonly [certificate: number, fgsm: number, pgd: number]>>,
  n = 200,
): FoundParts {
  const images = 'test';
  return {
    certificate: {
      ...{ images, n, clean: digits(clean, n) },
      rows: Object.entries(at).map(([epsilon, [left]]) => ({ epsilon, standing: digits(left, n) })),
    },
    attacks: {
      ...{ images, n },
      rows: Object.entries(at).flatMap(([epsilon, [, ...left]]) =>
        (['fgsm', 'pgd'] as const).map((method, place) => ({
          ...{ name: `${method}@${epsilon}`, epsilon, standing: digits(left[place], n) },
          settings: attackSettings({ method, epsilon: parseEpsilon(epsilon).value }),
        })),
      ),
    },
  };
}

/** First-layer kernels with a share of power at high frequencies, and its standard deviation over 64 out-channels. */
export function madeUpKernels(smoothness: number, standardDeviation = 0.08): FoundParts {
  return {
    kernels: {
      firstLayer: {
        ...{ name: 'conv1', shape: [64, 3, 3, 3], weights: [], power: [], smoothness },
        spread: { standardDeviation, quartiles: [0, 0, 0] },
      },
    },
  };
}

/** Rows of Table 2 by ρ: how many of `n` images are right, by column (`clean`, `fgsm@0.03`, …), and the kernels' share. */
export function madeUpSmoothing(
  rows: Readonly<Record<number, Readonly<Record<string, number>>>>,
  n = 1000,
): FoundParts {
  const ascending = Object.entries(rows).sort(([a], [b]) => Number(a) - Number(b));
  const [[, unsmoothed]] = ascending;
  const flags = (count: number) => flagsOf(digits(count, n));
  return {
    smoothing: {
      images: 'test',
      smoothing: {
        ...{ preset: 'paper', n, convolution: { name: 'conv1', shape: [64, 3, 3, 3] }, columns: [] },
        rows: ascending.map(([rho, { smoothness = 0.5, ...counts }]) => ({
          rho: Number(rho),
          measures: {
            ...Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, shareOf(count, n)])),
            smoothness: { value: smoothness, n: null, low: null, high: null },
          },
          spread: { standardDeviation: 0, quartiles: [0, 0, 0] },
          paired: Object.fromEntries(
            Object.entries(counts).map(([name, count]) => [
              name,
              pairedTest(flags(unsmoothed[name]), flags(count)),
            ]),
          ),
        })),
      },
    },
  };
}
