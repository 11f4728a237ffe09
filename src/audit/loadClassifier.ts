import { type Dataset, readWhole } from '../data/dataset.ts';
import { limitDataset } from '../data/limitDataset.ts';
import { type ClassOrder, classifierGraph } from '../networks/classifierGraph.ts';
import type { Convention, ImageLayout } from '../networks/convention.ts';
import type { ImageShape } from '../networks/modelInput.ts';
import type { Graph } from '../onnx/graph.ts';
import { type Classifier, createClassifier } from '../runtime/classifier.ts';
import type { Pool } from '../runtime/pool.ts';
import type { Random } from '../tensor/random.ts';
import { areProbabilities } from './areProbabilities.ts';
import { type Normalisation, normalisationDoctor } from './normalisationDoctor.ts';
import type { Preflight } from './preflight.ts';
import { statedConvention } from './statedConvention.ts';

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
  const stated = Object.keys(given).length === 0 ? statedConvention(model.metadata, image[0]) : undefined;
  const normalisation =
    stated ??
    (await normalisationDoctor(model, images, labels, {
      ...{ pool, block, layouts, output, classOrder, given, signal, onProgress },
      channels: image[0],
      classes: preflight.output!.classes,
      inner: preflight.innerNormalisation,
    }));
  const load = async (probabilities: boolean) => {
    const graph = classifierGraph(model, normalisation.convention, {
      ...{ image, output, classOrder, probabilities },
    });
    const classifier = await createClassifier(pool, graph, { block });
    return { graph, classifier, logits: await classifier.logits(images) };
  };
  const first = await load(false);
  const { kind } = preflight.output!;
  if (kind === 'logits' && areProbabilities(first.logits)) {
    await first.classifier.release();
    const second = await load(true);
    const note = 'the outputs are probabilities on every image tried; their logarithms are used as logits';
    return {
      ...{ graph: second.graph, classifier: second.classifier, normalisation },
      preflight: {
        ...preflight,
        output: { ...preflight.output!, kind: 'probabilities' },
        notes: [...preflight.notes, note],
      },
    };
  }
  return { graph: first.graph, classifier: first.classifier, normalisation, preflight };
}
