import type { SettledOutput } from '../../networks/classifier/findLogits.ts';
import type { Graph } from '../../onnx/graph/graph.ts';
import type { Classifier } from '../../runtime/classifier.ts';
import { float32, type Tensor } from '../../tensor/tensor.ts';
import type { Preflight } from '../preflight/preflight.ts';
import { settleOutput } from './settleOutput.ts';

export interface Opened {
  readonly graph: Graph;
  readonly classifier: Classifier;
}

export interface SettledClassifier extends Opened {
  /** Null where the graph itself shows the logits. */
  readonly settled: SettledOutput | null;
  readonly note: string | null;
}

/**
 * Opens a classifier and shows it images; where its answers say that the output is something else than it was taken for, it is
 * opened once more.
 *
 * @param open makes the classifier, with the output taken for what is given
 * @param images shape [n, c, h, w]
 * @throws what `settleOutput` and `logits` throw
 */
export async function settledClassifier(
  open: (settled?: SettledOutput) => Promise<Opened>,
  images: Tensor<'float32'>,
  { kind, shape, name }: NonNullable<Preflight['output']>,
): Promise<SettledClassifier> {
  if (kind !== 'logits' && kind !== 'probabilities') {
    return { ...(await answering(await open(), images)), settled: null, note: null };
  }
  const raw = await answering(await open({ kind: 'logits', scale: 1 }), images);
  try {
    const single = shape.slice(1).every((dim) => dim === 1);
    const answers = single ? summed(raw.answers) : raw.answers;
    const { settled, note } = settleOutput(kind, answers, name);
    if (settled.kind === 'logits') return { ...raw, settled, note };
    await raw.classifier.release();
    return { ...(await open(settled)), settled, note };
  } catch (error) {
    await raw.classifier.release();
    throw error;
  }
}

/** Shows a classifier the images, so that one that gives no finite numbers is refused. */
async function answering(
  opened: Opened,
  images: Tensor<'float32'>,
): Promise<Opened & { readonly answers: Tensor<'float32'> }> {
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
