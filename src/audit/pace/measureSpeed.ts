import { attack } from '../../attacks/attack.ts';
import { attackSettings } from '../../attacks/attackSettings.ts';
import type { Epsilon } from '../../attacks/parseEpsilon.ts';
import { readBatch, type Split, selectImages } from '../../data/dataset/dataset.ts';
import { stratifiedSample } from '../../data/dataset/stratifiedSample.ts';
import type { Classifier } from '../../runtime/classifier.ts';
import type { Random } from '../../tensor/random.ts';
import { slice } from '../../tensor/tensor.ts';
import { decidedBySvd } from '../frequencies/decidedBySvd.ts';
import { fourierHeatMap } from '../frequencies/fourierHeatMap.ts';
import { heatMapCells } from '../frequencies/heatMapCells.ts';
import { componentAnswers } from '../measures/componentAnswers.ts';
import { splitOptionsOf } from '../plan/splitOptionsOf.ts';
import type { Standing, WorkKind } from '../plan/work.ts';
import { certificate } from '../robustness/certificate.ts';

/** How fast a model is on this machine, and how easily it falls. */
export interface Speed {
  /** Seconds an image. */
  readonly seconds: Readonly<Record<WorkKind, number>>;
  readonly standing: Standing;
}

export interface SpeedOptions {
  /** Images of this split are measured. */
  readonly split: Split;
  readonly preset: 'paper' | 'authors';
  readonly gradients: boolean;
  /** Sizes at which a short attack finds out how easily the model falls. */
  readonly epsilons: { readonly linf: readonly Epsilon[]; readonly l2: readonly Epsilon[] };
  /** About how long each of the five measurements may take. */
  readonly seconds: number;
  readonly random: Random;
  /** Milliseconds from any start. */
  readonly now: () => number;
  readonly signal?: AbortSignal | undefined;
}

/** Images that are measured at most: as many as are computed at once. */
const MOST = 100;
const TRIAL_STEPS = 5;
const CUT_OFFS = 24;
const CALLS = 10;

/** Measures on a few images what each kind of an audit's work takes, each with the code that the audit runs. */
export async function measureSpeed(classifier: Classifier, options: SpeedOptions): Promise<Speed> {
  const { preset, gradients, seconds, random, now, signal } = options;
  const sampled = stratifiedSample(
    options.split.labels.subarray(0, options.split.count),
    Math.min(MOST, options.split.count),
    random.fork('speed'),
  );
  const split = selectImages(options.split, sampled);
  const first = (count: number) =>
    selectImages(
      split,
      Uint32Array.from({ length: count }, (_, at) => at),
    );
  const { images, labels } = await readBatch(split, [...Array(split.count).keys()]);
  /** Seconds an image: of more and more images, until it takes as long as it may. */
  const timed = async (work: (count: number) => Promise<unknown>, most = split.count) => {
    // The first time, sessions are made and code is compiled.
    await work(1);
    for (let count = 1; ; count = Math.min(most, 4 * count)) {
      signal?.throwIfAborted();
      const since = now();
      await work(count);
      const taken = (now() - since) / 1000;
      if (count === most || 4 * taken > seconds) return taken / count;
    }
  };
  const call = () => classifier.logits(slice(images, 0, 1));
  const calls = (await timed(() => repeat(CALLS, call), 1)) / CALLS;
  const logits = await timed((count) => classifier.logits(slice(images, 0, count)));

  const [, height, width] = split.images.shape;
  const radii = [0.1, 0.25, 0.5].map((share) => Math.max(1, Math.round(share * Math.min(height, width))));
  const { boundary, rescales } = splitOptionsOf({ preset });
  const answersTo = (count: number) =>
    componentAnswers(classifier, first(count), { radii, boundary, rescales, signal });
  const components = (await timed(answersTo)) / radii.length;
  const answers = await answersTo(Math.max(2, Math.min(split.count, Math.floor(seconds / (3 * components)))));
  const halved = first(answers.labels.length);
  const svd =
    (await timed(() => decidedBySvd(classifier, halved, answers, { radius: radii[1], random, signal }), 1)) /
    halved.count;
  const corner = Math.hypot(height, width) / 2;
  const cutOffs = Array.from({ length: CUT_OFFS }, (_, at) => ((at + 1) / CUT_OFFS) * corner);
  const certified = (count: number) => certificate(classifier, first(count), { radii: cutOffs, signal });
  const wave = (count: number) =>
    fourierHeatMap(classifier, first(count), { size: 2, random: random.fork('speed'), signal });
  const cells = heatMapCells(height, width, { size: 2, step: 1 }).cells.length;
  const known = {
    ...{ calls, logits, components, svd },
    certificate: (await timed(certified)) / CUT_OFFS,
    heatMap: (await timed(wave)) / cells,
  };
  if (!gradients) return { seconds: { ...known, gradients: logits }, standing: () => 0.5 };
  const sizes = (['linf', 'l2'] as const).flatMap((norm) =>
    options.epsilons[norm].map(({ value, text }) => ({
      key: `${norm} ${text}`,
      settings: attackSettings({ method: 'pgd', norm, epsilon: value, steps: TRIAL_STEPS }),
    })),
  );
  const standing = new Map<string, number>();
  // Every image goes the whole way, so that what a pass takes is known too.
  const trial = async (count: number) => {
    for (const { key, settings } of sizes) {
      const { fallen } = await attack(
        classifier,
        slice(images, 0, count),
        labels.subarray(0, count),
        settings,
        {
          ...{ random: random.fork('trial'), stopOnSuccess: false },
          ...(signal && { signal }),
        },
      );
      // Of a single image that falls it would be nothing, and of one that stands all (Laplace's rule of succession).
      standing.set(key, (fallen.filter((flag) => flag === 0).length + 1) / (count + 2));
    }
  };
  const passes = sizes.length * TRIAL_STEPS;
  const alone = await timed((count) =>
    classifier.inputGradient(slice(images, 0, count), labels.subarray(0, count)),
  );
  const count = Math.max(1, Math.min(split.count, Math.floor(seconds / (passes * alone))));
  const trials = (await timed(() => trial(count), 1)) / count;
  return {
    seconds: { ...known, gradients: trials / passes },
    standing: ({ norm, text }) => standing.get(`${norm} ${text}`) ?? 0.5,
  };
}

async function repeat(count: number, work: () => Promise<unknown>): Promise<void> {
  for (let done = 0; done < count; done++) await work();
}
