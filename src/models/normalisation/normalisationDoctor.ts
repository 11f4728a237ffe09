import { z } from 'zod';
import type { ClassOrder } from '../../networks/classifier/classifierGraph.ts';
import { type Convention, conventionSchema, type ImageLayout } from '../../networks/classifier/convention.ts';
import type { SettledOutput } from '../../networks/classifier/findLogits.ts';
import type { Graph } from '../../onnx/graph/graph.ts';
import type { Pool } from '../../runtime/pool.ts';
import { mcnemar } from '../../statistics/mcnemar.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { commonConventions, type NamedConvention } from './commonConventions.ts';
import { normalisationWarnings } from './normalisationWarnings.ts';
import { scoreConventions } from './scoreConventions.ts';
import { accuracyOf, byAccuracy, byLikelihood, type Score, tally } from './scores.ts';

export const normalisationSchema = z.strictObject({
  /** What the audit uses. */
  convention: conventionSchema,
  /** `measured`: it did best on labelled images; `given`: by flags; `metadata`: the model says so itself. */
  source: z.enum(['measured', 'given', 'metadata']),
  /** False where another convention, different in kind, did as well (McNemar, p ≥ 0.05). */
  decided: z.boolean(),
  /** What was tried, best first; what did badly on a quarter of the images was not shown more. */
  candidates: z.array(
    z.strictObject({
      name: z.string(),
      convention: conventionSchema,
      correct: z.int(),
      n: z.int(),
      accuracy: z.number(),
      /** 95% Wilson interval of the accuracy. */
      low: z.number(),
      high: z.number(),
      /** `scaledLikelihood` of the true classes, in nats; null where logits are not finite. */
      meanLogLikelihood: z.number().nullable(),
    }),
  ),
  warnings: z.array(z.string()),
});

export type Normalisation = Readonly<z.infer<typeof normalisationSchema>>;

export interface DoctorOptions {
  readonly pool: Pool;
  /** Channels in a block of the CPU provider's layout (`runtime/blockSize.ts`). */
  readonly block: number;
  /** Channels that the model takes. */
  readonly channels: number;
  readonly classes: number;
  /** The layouts that the model's input allows, the likelier one first. */
  readonly layouts: readonly ImageLayout[];
  /** The model's output, where there are several. */
  readonly output?: string | undefined;
  /** What the output is, where its end does not show it. */
  readonly settled?: SettledOutput | undefined;
  /** The order of the classes, by default the model's. */
  readonly classOrder?: ClassOrder | undefined;
  /** What is known already; it is used whatever does best. */
  readonly given?: Partial<Convention>;
  /** Nodes with which the model normalises its own input (`innerNormalisation`). */
  readonly inner?: readonly string[];
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Finds out how a model wants its images, by its accuracy on labelled ones under each common convention.
 *
 * Chosen is, of those that do as well as the most accurate (McNemar's exact test, p ≥ 0.05), the one under which the
 * true classes are likeliest (`scaledLikelihood`): accuracy hardly tells one mean and std from another, likelihood does.
 *
 * @param model as it was read
 * @param images shape [n, c, h, w], pixels in [0, 1]; a few hundred, no class first
 * @param labels true classes, in the order of `classOrder`
 */
export async function normalisationDoctor(
  model: Graph,
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
  const scores = await scoreConventions(model, tried, { ...options, images, labels, isFinalist: allowed });
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
    candidates: scores.toSorted(byAccuracy).map(tally),
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
