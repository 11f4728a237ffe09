import { attack } from '../../attacks/attack.ts';
import { type AttackSettings, attackSettings } from '../../attacks/attackSettings.ts';
import {
  minimalEpsilon,
  type SearchedMethod,
  searchedMethods,
  standsWithin,
} from '../../attacks/minimalEpsilon.ts';
import type { Epsilon } from '../../attacks/parseEpsilon.ts';
import type { Batch } from '../../data/dataset/dataset.ts';
import type { Classifier } from '../../runtime/classifier.ts';
import type { Preset } from '../../spectrum/split/preset.ts';
import type { Random } from '../../tensor/random.ts';
import type { Standing } from '../plan/work.ts';
import { attackPasses } from '../robustness/attackPasses.ts';

/** Steps of PGD: as many as Foolbox 1 takes, with which the paper's table was made. */
const STEPS = 40;
/** Tries of the searches for the smallest ε, about: two of PGD's 40 steps to 0.3, then twenty bisections. */
const SEARCH_COST: Readonly<Record<SearchedMethod, number>> = { fgsm: 50, pgd: 22 * STEPS };

/** A column of Table 2 after the clean accuracy. */
export interface ProtocolColumn {
  /** Its name among the measures, such as `fgsm@0.03`. */
  readonly measure: string;
  readonly method: SearchedMethod;
  readonly epsilon: number;
  readonly text: string;
  /** Null where the smallest ε is searched for. */
  readonly settings: AttackSettings | null;
}

/** How the attacks of Table 2 are made. */
export interface Protocol {
  readonly columns: readonly ProtocolColumn[];
  /** Image passes that all columns take for an image, about: for the estimate of the time left. */
  readonly cost: number;
  /** For each column, 1 for each image that is still answered rightly. */
  standing(classifier: Classifier, batch: ProtocolBatch, options: ProtocolOptions): Promise<Uint8Array[]>;
}

/** Images and their place in the data set. */
export type ProtocolBatch = Batch & { readonly start: number };

export interface ProtocolOptions {
  readonly signal: AbortSignal | undefined;
  /** Told while it works: image passes that are done, of this batch's `cost` an image. */
  readonly advance: (passes: number) => void;
}

/**
 * The two protocols of Table 2, that of the paper's text and that of its code.
 *
 * - `paper`: FGSM, and PGD of 40 steps of 2.5 ε / 40 from one random start; each ε is attacked afresh.
 * - `authors`: the smallest ε that fools an image is searched for once a method (`minimalEpsilon`); an image stands at
 *   ε when that is larger.
 */
export const protocols: Readonly<Record<Preset, (epsilons: readonly Epsilon[], random: Random) => Protocol>> =
  { paper: fixedSizes, authors: smallestSizes };

function fixedSizes(epsilons: readonly Epsilon[], random: Random): Protocol {
  const columns = columnsOf(epsilons).map((column) => {
    const { method, epsilon } = column;
    return {
      ...column,
      settings: attackSettings(method === 'pgd' ? { method, epsilon, steps: STEPS } : { method, epsilon }),
    };
  });
  return {
    columns,
    cost: columns.reduce((sum, { settings }) => sum + settings.steps, 0),
    async standing(classifier, { start, images, labels }, { signal, advance }) {
      const standing: Uint8Array[] = [];
      let done = 0;
      for (const { settings } of columns) {
        const { fallen } = await attack(classifier, images, labels, settings, {
          random,
          numbers: Array.from(labels, (_, place) => start + place),
          onProgress: (settled) => advance(done + settled * settings.steps),
          ...(signal && { signal }),
        });
        done += labels.length * settings.steps;
        standing.push(fallen.map((flag) => 1 - flag));
      }
      return standing;
    },
  };
}

function smallestSizes(epsilons: readonly Epsilon[]): Protocol {
  const columns = columnsOf(epsilons).map((column) => ({ ...column, settings: null }));
  return {
    columns,
    cost: SEARCH_COST.fgsm + SEARCH_COST.pgd,
    async standing(classifier, { images, labels }, { signal, advance }) {
      const sizes = new Map<string, Float64Array>();
      let done = 0;
      for (const method of searchedMethods) {
        const cost = SEARCH_COST[method];
        const found = await minimalEpsilon(classifier, images, labels, {
          method,
          preset: 'authors',
          signal,
          onProgress: (settled) => advance(done + settled * cost),
        });
        sizes.set(method, found);
        done += labels.length * cost;
      }
      return columns.map(({ method, epsilon }) =>
        Uint8Array.from(sizes.get(method)!, (size) => (standsWithin(epsilon, size) ? 1 : 0)),
      );
    },
  };
}

/** About how many passes all columns of a table take an image, and how many of them wait for each other. */
export function protocolPasses(
  preset: Preset,
  epsilons: readonly Epsilon[],
  standing: Standing,
): { readonly passes: number; readonly steps: number } {
  if (preset === 'authors') {
    const passes = SEARCH_COST.fgsm + SEARCH_COST.pgd;
    return { passes, steps: passes };
  }
  const shares = epsilons.map(({ text }) => standing({ norm: 'linf', text }));
  return {
    passes: shares.reduce(
      (sum, share) => sum + 1 + attackPasses({ method: 'pgd', steps: STEPS, restarts: 1 }, share),
      1,
    ),
    steps: epsilons.length * (1 + STEPS),
  };
}

function columnsOf(epsilons: readonly Epsilon[]) {
  return searchedMethods.flatMap((method) =>
    epsilons.map(({ text, value: epsilon }) => ({ measure: `${method}@${text}`, method, epsilon, text })),
  );
}
