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
import { attackRow } from '../robustness/attackRow.ts';
import { certificate } from '../robustness/certificate.ts';
import { stopwatch } from './stopwatch.ts';

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
const CUT_OFFS = 60;
/** Radii as shares of the shorter side. */
const SHARES = [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5];
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
  const { once, anImage } = stopwatch({ now, seconds, signal });
  const timed = (work: (count: number) => Promise<unknown>) => anImage(work, split.count);
  const call = () => classifier.logits(slice(images, 0, 1));
  const calls = (await anImage(() => repeat(CALLS, call), 1)) / CALLS;
  const logits = await timed((count) => classifier.logits(slice(images, 0, count)));

  const [, height, width] = split.images.shape;
  const side = Math.min(height, width);
  // As many as an audit has, about: what an image takes once is shared among them.
  const radii = [...new Set(SHARES.map((share) => Math.max(1, Math.round(share * side))))];
  const { boundary, rescales } = splitOptionsOf({ preset });
  const answersTo = (count: number) =>
    componentAnswers(classifier, first(count), { radii, boundary, rescales, signal });
  const components = (await timed(answersTo)) / radii.length;
  const answers = await answersTo(Math.max(2, Math.min(split.count, Math.floor(seconds / (3 * components)))));
  const halved = first(answers.labels.length);
  const svd =
    (await anImage(
      () => decidedBySvd(classifier, halved, answers, { radius: radii[radii.length >> 1], random, signal }),
      1,
    )) / halved.count;
  const corner = Math.hypot(height, width) / 2;
  const cutOffs = Array.from({ length: CUT_OFFS }, (_, at) => ((at + 1) / CUT_OFFS) * corner);
  const certified = (count: number) => certificate(classifier, first(count), { radii: cutOffs, signal });
  const wave = (count: number) =>
    fourierHeatMap(classifier, first(count), { size: 2, random: random.fork('speed'), signal });
  const cells = heatMapCells(height, width, { size: 2, step: 1 }).cells.length;
  const noise = attackSettings({ method: 'noise', epsilon: 1 / 255 });
  const row = { name: 'noise', epsilon: { value: noise.epsilon, text: '1/255' }, settings: noise };
  const attacked = (count: number) => attackRow(classifier, first(count), row, { random, radii: [], signal });
  const known = {
    ...{ calls, logits, components, svd, rows: await timed(attacked) },
    certificate: (await timed(certified)) / CUT_OFFS,
    heatMap: (await timed(wave)) / cells,
  };
  if (!gradients) return { seconds: { ...known, gradients: logits, loads: 0 }, standing: () => 0.5 };
  const sizes = (['linf', 'l2'] as const).flatMap((norm) =>
    options.epsilons[norm].map(({ value, text }) => ({
      key: `${norm} ${text}`,
      settings: attackSettings({ method: 'pgd', norm, epsilon: value, steps: TRIAL_STEPS }),
    })),
  );
  const standing = new Map<string, number>();
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
  // Of as many images at once as there is time for: one by one they take several times as long.
  const gradientOf = (count: number) =>
    classifier.inputGradient(slice(images, 0, count), labels.subarray(0, count));
  const loads = (await once(gradientOf)) - (await once(gradientOf));
  const gradient = await anImage(gradientOf, split.count, 3 * seconds);
  const count = Math.max(1, Math.min(split.count, Math.floor(seconds / (passes * gradient))));
  await trial(count);
  return {
    seconds: { ...known, gradients: gradient, loads: Math.max(0, loads) },
    standing: ({ norm, text }) => standing.get(`${norm} ${text}`) ?? 0.5,
  };
}

async function repeat(count: number, work: () => Promise<unknown>): Promise<void> {
  for (let done = 0; done < count; done++) await work();
}
