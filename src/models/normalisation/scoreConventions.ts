import { NotFiniteError } from '../../runtime/notFiniteError.ts';
import { float32, sizeOf, type Tensor } from '../../tensor/tensor.ts';
import type { NamedConvention } from './commonConventions.ts';
import type { DoctorOptions, TriedImages } from './doctorOptions.ts';
import type { Answer } from './scaledLikelihood.ts';
import { byAccuracy, type Score, scoreOf } from './scores.ts';
import { tiedConventions } from './ties.ts';
import type { TriedModel } from './triedModel.ts';

/** A quarter of the images is the first round, which all conventions see; of few images, so many. */
const FIRST_ROUND = 40;
/** Conventions that see the other images too. */
const FINALISTS = 6;

/** Groups of the likeliest conventions that see all images where they do as well as the best: the data set's own, plain. */
const USUAL = 2;

export interface ScoringOptions extends TriedImages, Pick<DoctorOptions, 'likely' | 'signal' | 'onProgress'> {
  /** Conventions of which the best see all images in any case. */
  readonly isFinalist: (candidate: NamedConvention) => boolean;
  /** Images that all conventions see, by default a quarter. */
  readonly firstRound?: number;
}

/** A model's answers under each convention: under all of them to a quarter of the images, under the best to all. */
export async function scoreConventions(
  model: Pick<TriedModel, 'logits'>,
  tried: readonly NamedConvention[],
  {
    images,
    labels,
    isFinalist,
    firstRound = Math.max(FIRST_ROUND, labels.length / 4),
    likely,
    signal,
    onProgress,
  }: ScoringOptions,
): Promise<Score[]> {
  const usualValues = likely.slice(0, USUAL).flatMap(({ names }) => names);
  const [first, rest] = everyNth(images, labels, firstRound);
  const answers = new Map<NamedConvention, Answer[]>(tried.map((candidate) => [candidate, []]));
  let done = 0;
  let total = tried.length * first.labels.length;
  const round = async (chosen: readonly NamedConvention[], part: TriedImages) => {
    for (const candidate of chosen) {
      signal?.throwIfAborted();
      const logits = await model.logits(part.images, candidate.convention).catch(ignoreNonFinite);
      const known = answers.get(candidate)!;
      for (const answer of answersOf(logits, part.labels)) known.push(answer);
      done += part.labels.length;
      onProgress?.(done, total);
    }
  };
  const scores = () => tried.map((candidate) => scoreOf(candidate, answers.get(candidate)!));
  await round(tried, first);
  if (rest.labels.length === 0) return scores();
  const ranked = scores().toSorted(byAccuracy);
  // What is usual must not be lost among what does as well by chance.
  const usual = tiedConventions(ranked).filter(
    ({ values, convention }) => usualValues.includes(values) && convention.channels !== 'BGR',
  );
  const finalists = new Set(
    [...ranked.slice(0, FINALISTS), ...ranked.filter(isFinalist).slice(0, FINALISTS), ...usual].map(
      ({ name }) => name,
    ),
  );
  const chosen = tried.filter(({ name }) => finalists.has(name));
  total += chosen.length * rest.labels.length;
  await round(chosen, rest);
  return scores();
}

/** Pixels of 0 to 255 may be more than a model can take, which speaks against them only. */
function ignoreNonFinite(error: Error): undefined {
  if (!(error instanceof NotFiniteError)) throw error;
}

function answersOf(logits: Tensor<'float32'> | undefined, labels: Int32Array): Answer[] {
  const classes = logits?.shape[1] ?? 0;
  return Array.from(labels, (label, image) => ({
    logits: logits?.data.subarray(image * classes, (image + 1) * classes) ?? new Float32Array(),
    label,
  }));
}

/** `count` images spread evenly over all of them, and the others; each in their order. */
function everyNth(images: Tensor<'float32'>, labels: Int32Array, count: number): [TriedImages, TriedImages] {
  const n = labels.length;
  const isChosen = (index: number) =>
    n <= count || Math.floor((index * count) / n) !== Math.floor(((index + 1) * count) / n);
  const size = sizeOf(images.shape.slice(1));
  const part = (indices: readonly number[]): TriedImages => {
    const picked = float32([indices.length, ...images.shape.slice(1)]);
    indices.forEach((index, place) => {
      picked.data.set(images.data.subarray(index * size, (index + 1) * size), place * size);
    });
    return { images: picked, labels: Int32Array.from(indices, (index) => labels[index]) };
  };
  const all = [...labels.keys()];
  return [part(all.filter(isChosen)), part(all.filter((index) => !isChosen(index)))];
}
