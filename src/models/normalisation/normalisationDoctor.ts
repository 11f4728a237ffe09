import type { Convention, ImageLayout } from '../../networks/classifier/convention.ts';
import type { Graph } from '../../onnx/graph/graph.ts';
import type { BlackBox } from '../../runtime/blackBoxClassifier.ts';
import { largest, smallest } from '../../statistics/extremes.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { commonConventions, type NamedConvention } from './commonConventions.ts';
import type { DoctorOptions, TriedImages } from './doctorOptions.ts';
import type { Normalisation } from './normalisation.ts';
import { normalisationWarnings } from './normalisationWarnings.ts';
import { scoreConventions } from './scoreConventions.ts';
import { accuracyOf, byAccuracy, type Score, tally } from './scores.ts';
import { tieStep } from './tieStep.ts';
import { byPrior, equalAccuracy, tiedConventions } from './ties.ts';
import { withoutLuckyTransposition } from './transposition.ts';
import { openTriedModel, type TriedModel } from './triedModel.ts';

/**
 * Finds out how a model wants its images, by its answers to labelled ones under each common convention.
 *
 * Where several do equally well (`tiedConventions`), these are shown more images; where they still do, the one is taken
 * that is usual for such a model and such images (`byPrior`), and it is measured how much hangs on it.
 *
 * @param model as it was read, or what runs in its place
 * @param images shape [n, c, h, w], pixels in [0, 1]; a few hundred, no class first
 * @param labels true classes, in the order of `classOrder`
 */
export async function normalisationDoctor(
  model: Graph | BlackBox,
  images: Tensor<'float32'>,
  labels: Int32Array,
  options: DoctorOptions,
): Promise<Normalisation> {
  const tried = openTriedModel(model, [images.shape[2], images.shape[3]], options);
  try {
    const gradients = options.gradients === true && !('bytes' in model);
    return await diagnosis(tried, { images, labels }, { ...options, gradients });
  } finally {
    await tried.release();
  }
}

async function diagnosis(
  model: TriedModel,
  { images, labels }: TriedImages,
  options: DoctorOptions,
): Promise<Normalisation> {
  const { channels, classes, layouts, given = {}, inner = [], likely } = options;
  const allowed = ({ convention }: NamedConvention) =>
    Object.entries(given).every(
      ([key, value]) => JSON.stringify(convention[key as keyof Convention]) === JSON.stringify(value),
    );
  const tried = candidates(channels, { layouts, images: images.shape[1], given });
  const all = await scoreConventions(model, tried, { ...options, images, labels, isFinalist: allowed });
  const first = withoutLuckyTransposition(all);
  const finalists = first.filter(({ right }) => right.length === labels.length);
  const overall = tiedConventions(finalists)[0];
  const isChance = tally(overall).low <= 1 / classes;
  let seen: TriedImages = { images, labels };
  let tied = tiedConventions(finalists.filter(allowed));
  const more = tied.length > 1 && !isChance ? await options.more?.() : null;
  let scores = all;
  if (more && more.labels.length > labels.length) {
    seen = more;
    const again = await scoreConventions(model, tied, {
      ...{ ...options, ...more, isFinalist: () => true, firstRound: Infinity },
    });
    scores = all.map((score) => again.find(({ name }) => name === score.name) ?? score);
    tied = tiedConventions(again);
  }
  const equals = byPrior(tied, { likely, layouts });
  const [winner] = equals;
  const before = first.find(({ name }) => name === winner.name)!;
  const isBeaten = accuracyOf(overall) > accuracyOf(before) && equalAccuracy(overall, before) < 0.05;
  const isGiven = ['range', 'mean', 'std'].every((key) => Object.hasOwn(given, key));
  const tie =
    equals.length > 1
      ? {
          names: equals.map(({ name }) => name),
          n: winner.right.length,
          scale: scaleOf(equals),
          step: options.gradients && !isChance ? await tieStep(model, equals, { ...options, ...seen }) : null,
        }
      : undefined;
  const reason = likely.find(({ names }) => names.includes(winner.values))?.reason;
  return {
    convention: winner.convention,
    source: isGiven ? 'given' : 'measured',
    decided: tie === undefined,
    ...(tie && { tie }),
    candidates: scores.toSorted(byAccuracy).map(tally),
    warnings: normalisationWarnings({
      ...{ winner, before, overall, isBeaten, isChance, equals, tie, reason, inner, isGiven },
    }),
  };
}

function candidates(
  channels: number,
  { layouts, images, given }: { layouts: readonly ImageLayout[]; images: number; given: Partial<Convention> },
): NamedConvention[] {
  const common = commonConventions(channels, { layouts, images });
  const own = common.map(({ name, values, convention }) => ({
    ...(Object.hasOwn(given, 'mean')
      ? { name: `given, ${convention.layout} ${convention.channels}`, values: 'given' }
      : { name, values }),
    convention: { ...convention, ...given },
  }));
  const seen = new Set<string>();
  // The common ones first: they have telling names.
  return [...common, ...own].filter(({ convention }) => {
    const { layout, channels: order, range, mean, std } = convention;
    const key = JSON.stringify([layout, order, range, mean, std]);
    return !seen.has(key) && seen.add(key);
  });
}

/** Largest ÷ smallest factor by which the conventions multiply a pixel, averaged over the channels. */
function scaleOf(scores: readonly Score[]): number {
  const factors = scores.map(
    ({ convention: { range, std } }) =>
      ((range[1] - range[0]) * std.length) / std.reduce((sum, value) => sum + value, 0),
  );
  return largest(factors) / smallest(factors);
}
