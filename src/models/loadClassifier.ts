import { type Dataset, readWhole } from '../data/dataset/dataset.ts';
import { limitDataset } from '../data/dataset/limitDataset.ts';
import { type ClassOrder, classifierGraph } from '../networks/classifier/classifierGraph.ts';
import { type Convention, type ImageLayout, plainConvention } from '../networks/classifier/convention.ts';
import type { SettledOutput } from '../networks/classifier/findLogits.ts';
import type { ImageShape } from '../networks/classifier/modelInput.ts';
import type { Graph } from '../onnx/graph/graph.ts';
import { type Classifier, createClassifier } from '../runtime/classifier.ts';
import type { Pool } from '../runtime/pool.ts';
import type { Random } from '../tensor/random.ts';
import { slice } from '../tensor/tensor.ts';
import { conventionImages } from './normalisation/conventionImages.ts';
import type { Normalisation } from './normalisation/normalisation.ts';
import { normalisationDoctor } from './normalisation/normalisationDoctor.ts';
import { statedConvention } from './normalisation/statedConvention.ts';
import { settledClassifier } from './output/settledClassifier.ts';
import type { Preflight } from './preflight/preflight.ts';

export interface LoadedClassifier {
  /** The classifier graph that runs. */
  readonly graph: Graph;
  readonly classifier: Classifier;
  readonly normalisation: Normalisation;
  /** With what running the model added. */
  readonly preflight: Preflight;
}

export interface LoadClassifierOptions {
  readonly pool: Pool;
  readonly block: number;
  readonly preflight: Preflight;
  /** Channels, height and width of the images that the model takes. */
  readonly image: ImageShape;
  /** The layouts that the model's input allows, the likelier one first. */
  readonly layouts: readonly ImageLayout[];
  /** The parts of the convention that are known. */
  readonly given: Partial<Convention>;
  /** The output to take, where there are several. */
  readonly output?: string | undefined;
  /** The order in which the data set counts the model's classes. */
  readonly classOrder: ClassOrder;
  /** Draws the images that the model is tried on. */
  readonly random: Random;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Images that show what kind of output a model has, before its normalisation is known. */
const EARLY = 32;

/** Images that a model is tried on; fewer where each takes a large model's time. */
const triedImages = (height: number, width: number) => (height * width > 64 * 64 ? 160 : 400);

/**
 * Loads a model as a classifier of pixels in [0, 1]: finds out its normalisation where neither the model nor the caller
 * says it, and looks at its first answers.
 *
 * @param model as it was read
 * @param dataset its labels are places in `classOrder`
 * @throws NotFiniteError when an answer is not a finite number
 */
export async function loadClassifier(
  model: Graph,
  dataset: Dataset,
  {
    pool,
    block,
    preflight,
    image,
    layouts,
    given,
    output,
    classOrder,
    random,
    signal,
    onProgress,
  }: LoadClassifierOptions,
): Promise<LoadedClassifier> {
  const sample = limitDataset(dataset, {
    test: triedImages(image[1], image[2]),
    random: random.fork('model/tried'),
  }).test;
  const { images, labels } = readWhole(dataset.shape, sample);
  const own = statedConvention(model.metadata, image[0]);
  // What the model says of itself stands but for what is given: an order of axes or channels leaves its range, mean and std.
  const keepsMoments = !['range', 'mean', 'std'].some((part) => Object.hasOwn(given, part));
  const stated = own && keepsMoments ? { ...own, convention: { ...own.convention, ...given } } : undefined;
  const { kind } = preflight.output!;
  const opener = (convention: Convention) => async (settled?: SettledOutput) => {
    const graph = classifierGraph(model, convention, { image, output, classOrder, settled });
    return { graph, classifier: await createClassifier(pool, graph, { block }) };
  };
  // What is computed from probabilities need not be some, and the search below would take it for them.
  const plain = { ...plainConvention, layout: layouts[0] };
  const early =
    kind === 'probabilities' && !stated
      ? await settledClassifier(
          opener(plain),
          conventionImages(slice(images, 0, Math.min(EARLY, labels.length)), plain, image[0]),
          preflight.output!,
        )
      : null;
  await early?.classifier.release();
  const normalisation =
    stated ??
    (await normalisationDoctor(model, images, labels, {
      ...{ pool, block, layouts, output, classOrder, given, signal, onProgress },
      settled: early?.settled ?? undefined,
      channels: image[0],
      classes: preflight.output!.classes,
      inner: preflight.innerNormalisation,
    }));
  const { graph, classifier, settled, note } = await settledClassifier(
    opener(normalisation.convention),
    images,
    preflight.output!,
  );
  return {
    ...{ graph, classifier, normalisation },
    preflight: {
      ...preflight,
      output: { ...preflight.output!, kind: settled?.kind ?? kind },
      notes: [...preflight.notes, ...(note === null ? [] : [note])],
    },
  };
}
