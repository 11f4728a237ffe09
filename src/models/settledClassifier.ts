import type { ClassOrder } from '../networks/classifier/classifierGraph.ts';
import type { Convention } from '../networks/classifier/convention.ts';
import type { SettledOutput } from '../networks/classifier/findLogits.ts';
import type { Graph } from '../onnx/graph/graph.ts';
import type { Classifier, ClassifierOptions } from '../runtime/classifier.ts';
import { modelClassifier } from '../runtime/modelClassifier.ts';
import type { Pool } from '../runtime/pool.ts';
import { float32, type Tensor } from '../tensor/tensor.ts';
import type { ExaminedModel } from './examineModel.ts';
import type { Preflight } from './preflight/preflight.ts';
import { settleOutput } from './settleOutput.ts';

/** Where a model runs: threads of Node (`createPool`), or a runtime that has its own, as in a browser (`createLocalPool`). */
export interface OpeningOptions extends Pick<ClassifierOptions, 'block' | 'smallest'> {
  readonly pool: Pool;
}

/** A classifier of pixels in [0, 1] made of a model file. */
export interface OpenedClassifier {
  /** The classifier graph that runs; null of a black box. */
  readonly graph: Graph | null;
  readonly classifier: Classifier;
  /** With what running the model added. */
  readonly preflight: Preflight;
}

export interface SettlingOptions extends OpeningOptions {
  readonly convention: Convention;
  /** The order of the logits, by default the model's. */
  readonly classOrder?: ClassOrder | undefined;
}

export interface SettledClassifier extends OpenedClassifier {
  /** Undefined where the graph itself shows the logits. */
  readonly settled: SettledOutput | undefined;
}

/**
 * Opens a model as a classifier and shows it images; where its answers say that the output is something else than it was
 * taken for, it is opened once more.
 *
 * @param images shape [n, c, h, w]
 * @throws what `settleOutput` and `logits` throw
 */
export async function settledClassifier(
  { graph: read, blackBox, image, choices, preflight }: ExaminedModel,
  images: Tensor<'float32'>,
  { convention, classOrder, pool, ...options }: SettlingOptions,
): Promise<SettledClassifier> {
  const { output } = choices;
  const open = (settled?: SettledOutput) =>
    modelClassifier(pool, blackBox ?? read, convention, { image, output, classOrder, settled, ...options });
  const { kind, shape, name } = preflight.output!;
  if (kind !== 'logits' && kind !== 'probabilities') {
    const { graph, classifier } = await answering(await open(), images);
    return { graph, classifier, settled: undefined, preflight };
  }
  const { graph, classifier, answers } = await answering(await open({ kind: 'logits', scale: 1 }), images);
  try {
    const single = shape.slice(1).every((dim) => dim === 1);
    const { settled, note } = settleOutput(kind, single ? summed(answers) : answers, name);
    const found = {
      settled,
      preflight: {
        ...preflight,
        output: { ...preflight.output!, kind: settled.kind },
        notes: [...preflight.notes, ...(note === null ? [] : [note])],
      },
    };
    if (settled.kind === 'logits') return { graph, classifier, ...found };
    await classifier.release();
    return { ...(await open(settled)), ...found };
  } catch (error) {
    await classifier.release();
    throw error;
  }
}

type Running = Pick<OpenedClassifier, 'graph' | 'classifier'>;

/** Shows a classifier the images, so that one that gives no finite numbers is refused. */
async function answering(
  opened: Running,
  images: Tensor<'float32'>,
): Promise<Running & { readonly answers: Tensor<'float32'> }> {
  try {
    return { ...opened, answers: await opened.classifier.logits(images) };
  } catch (error) {
    await opened.classifier.release();
    throw error;
  }
}

/** The one number of a model that tells two classes apart: beside it is a zero, in the order of the data set's classes. */
function summed({ shape: [n], data }: Tensor<'float32'>): Tensor<'float32'> {
  return float32(
    [n, 1],
    Float32Array.from({ length: n }, (_, row) => data[2 * row] + data[2 * row + 1]),
  );
}
