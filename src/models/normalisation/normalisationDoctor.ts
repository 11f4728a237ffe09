import type { Convention, ImageLayout } from '../../networks/classifier/convention.ts';
import type { Graph } from '../../onnx/graph/graph.ts';
import type { BlackBox } from '../../runtime/blackBoxClassifier.ts';
import { mcnemar } from '../../statistics/mcnemar.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { commonConventions, type NamedConvention } from './commonConventions.ts';
import type { DoctorOptions } from './doctorOptions.ts';
import type { Normalisation } from './normalisation.ts';
import { normalisationWarnings } from './normalisationWarnings.ts';
import { scoreConventions } from './scoreConventions.ts';
import { accuracyOf, byAccuracy, byLikelihood, type Score, tally } from './scores.ts';
import { withoutLuckyTransposition } from './transposition.ts';

/**
 * Finds out how a model wants its images, by its accuracy on labelled ones under each common convention.
 *
 * Chosen is, of those that do as well as the most accurate (McNemar's exact test, p ≥ 0.05), the one under which the
 * true classes are likeliest (`scaledLikelihood`): accuracy hardly tells one mean and std from another, likelihood does.
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
  const { channels, classes, layouts, given = {}, inner = [] } = options;
  const allowed = ({ convention }: NamedConvention) =>
    Object.entries(given).every(
      ([key, value]) => JSON.stringify(convention[key as keyof Convention]) === JSON.stringify(value),
    );
  const tried = candidates(channels, { layouts, images: images.shape[1], given });
  const all = await scoreConventions(model, tried, { ...options, images, labels, isFinalist: allowed });
  const scores = withoutLuckyTransposition(all);
  const own = scores.filter(allowed);
  const best = (among: readonly Score[]) => {
    const finalists = among.filter(({ right }) => right.length === labels.length);
    const [top] = finalists.toSorted(byAccuracy);
    const equals = finalists.filter((score) => pOf(top, score) >= 0.05).toSorted(byLikelihood);
    return { winner: equals[0], equals };
  };
  const { winner, equals } = best(own);
  const overall = best(scores).winner;
  const isBeaten = accuracyOf(overall) > accuracyOf(winner) && pOf(overall, winner) < 0.05;
  const rivals = equals.filter((score) => kindOf(score.convention) !== kindOf(winner.convention));
  const isGiven = ['range', 'mean', 'std'].every((key) => Object.hasOwn(given, key));
  return {
    convention: winner.convention,
    source: isGiven ? 'given' : 'measured',
    decided: rivals.length === 0,
    candidates: all.toSorted(byAccuracy).map(tally),
    warnings: normalisationWarnings({ winner, overall, isBeaten, rivals, inner, isGiven, classes }),
  };
}

function candidates(
  channels: number,
  { layouts, images, given }: { layouts: readonly ImageLayout[]; images: number; given: Partial<Convention> },
): NamedConvention[] {
  const common = commonConventions(channels, { layouts, images });
  const own = common.map(({ name, convention }) => ({
    name: Object.hasOwn(given, 'mean') ? `given, ${convention.layout} ${convention.channels}` : name,
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

/** p of the hypothesis that two conventions are right equally often. */
function pOf(a: Score, b: Score): number {
  const count = (one: Score, other: Score) =>
    one.right.filter((right, index) => right && !other.right[index]).length;
  return mcnemar({ onlyFirst: count(a, b), onlySecond: count(b, a) });
}

/** What a different mean or std of about the same size leaves as it is. */
function kindOf({ layout, channels, range, mean, std }: Convention): string {
  const span = ((range[1] - range[0]) * std.length) / std.reduce((sum, value) => sum + value, 0);
  const isCentred = range[0] < 0 || mean.some((value) => value !== 0);
  return `${layout} ${channels} ${span > 32 ? 'bytes' : 'unit'} ${isCentred ? 'centred' : 'positive'}`;
}
