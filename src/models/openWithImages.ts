import { type Dataset, readWhole } from '../data/dataset/dataset.ts';
import { limitDataset } from '../data/dataset/limitDataset.ts';
import type { ClassOrder } from '../networks/classifier/classifierGraph.ts';
import { type Convention, plainConvention } from '../networks/classifier/convention.ts';
import { conventionImages } from '../networks/classifier/conventionImages.ts';
import type { SettledOutput } from '../networks/classifier/findLogits.ts';
import type { Random } from '../tensor/random.ts';
import { slice, type Tensor } from '../tensor/tensor.ts';
import type { ExaminedModel } from './examineModel.ts';
import { knownStatistics } from './normalisation/knownStatistics.ts';
import { likelyConventions } from './normalisation/likelyConventions.ts';
import type { Normalisation } from './normalisation/normalisation.ts';
import { normalisationDoctor } from './normalisation/normalisationDoctor.ts';
import { statedConvention } from './normalisation/statedConvention.ts';
import { withTransposed } from './normalisation/transposedLayouts.ts';
import {
  type OpenedClassifier,
  type OpeningOptions,
  type SettlingOptions,
  settledClassifier,
} from './settledClassifier.ts';

export interface OpenWithImagesOptions extends OpeningOptions {
  /** The order in which the data set counts the model's classes, by default the model's own. */
  readonly classOrder?: ClassOrder | undefined;
  /** Draws the images that the model is tried on. */
  readonly random: Random;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Images that show what kind of output a model has, before its normalisation is known. */
const EARLY = 32;

/** Images that a model is tried on, and as many as are tried where conventions tie; fewer where each takes a large model's time. */
const triedImages = (height: number, width: number) =>
  height * width > 64 * 64 ? { first: 160, most: 320 } : { first: 400, most: 1600 };

/**
 * Opens a model as a classifier of pixels in [0, 1] with the help of labelled images: its normalisation is found out by
 * them where neither the model nor the caller says it, and its first answers are to them.
 *
 * @param dataset its images are those that the model was examined for; its labels are places in `classOrder`
 * @throws NotFiniteError when an answer is not a finite number
 */
export async function openWithImages(
  model: ExaminedModel,
  dataset: Dataset,
  { random, signal, onProgress, ...options }: OpenWithImagesOptions,
): Promise<OpenedClassifier & { readonly normalisation: Normalisation }> {
  const { graph: file, input, image, choices, preflight: checked } = model;
  const { convention: given = {} } = choices;
  const { first, most } = triedImages(image[1], image[2]);
  const sample = (test: number) =>
    readWhole(limitDataset(dataset, { test, random: random.fork('model/tried') }).test);
  const { images, labels } = await sample(first);
  // Grey pixels in a row lie in the same order in both.
  const possible = image[0] === 1 ? input.layouts.slice(0, 1) : input.layouts;
  const layouts = given.layout ? [given.layout] : withTransposed(possible, image);
  const stated = statedConvention(file.metadata, image[0], given);
  // What is computed from probabilities need not be some, and the search below would take it for them; of a black box nobody
  // knows what its numbers are computed from.
  const { kind } = checked.output!;
  const isUnsettled = kind === 'probabilities' || (model.blackBox && kind === 'logits');
  const early = isUnsettled && !stated;
  const normalisation =
    stated ??
    (await normalisationDoctor(model.blackBox ?? file, images, labels, {
      ...options,
      ...{ layouts, given, signal, onProgress },
      likely: likelyConventions(file, {
        ...{ image, layout: layouts[0], classes: checked.output!.classes, inner: checked.innerNormalisation },
        data: knownStatistics(dataset.name, images),
      }),
      more: async () => (dataset.test.count > labels.length ? sample(most) : null),
      gradients: checked.problems.length === 0,
      settled: early ? await earlyOutput(model, images, layouts[0], options) : undefined,
      output: choices.output,
      channels: image[0],
      classes: checked.output!.classes,
      inner: checked.innerNormalisation,
    }));
  const { convention } = normalisation;
  const { graph, classifier, preflight } = await settledClassifier(model, images, { ...options, convention });
  return { graph, classifier, preflight, normalisation };
}

/** What a model's output is, by its answers to a few images with their pixels as they are. */
async function earlyOutput(
  model: ExaminedModel,
  images: Tensor<'float32'>,
  layout: Convention['layout'],
  options: Omit<SettlingOptions, 'convention'>,
): Promise<SettledOutput | undefined> {
  const convention = { ...plainConvention, layout };
  const few = slice(images, 0, Math.min(EARLY, images.shape[0]));
  const fed = conventionImages(few, convention, model.image[0]);
  const { classifier, settled } = await settledClassifier(model, fed, { ...options, convention });
  await classifier.release();
  return settled;
}
