import { examineModel, type ModelChoices, type ModelQuestion } from '../../../src/models/examineModel.ts';
import type { UnmeasuredNormalisation } from '../../../src/models/normalisation/unmeasuredNormalisation.ts';
import { openWithoutImages } from '../../../src/models/openWithoutImages.ts';
import type { Preflight } from '../../../src/models/preflight/preflight.ts';
import { describeConvention, type ImageLayout } from '../../../src/networks/classifier/convention.ts';
import type { Graph } from '../../../src/onnx/graph/graph.ts';
import type { ModelFile } from '../../../src/onnx/read/modelFile.ts';
import type { Classifier } from '../../../src/runtime/classifier.ts';
import type { Pool } from '../../../src/runtime/pool.ts';

/** What a file turned out to be, as far as the page shows it. */
export interface FoundModel {
  /** Channels, height and width of the images it takes. */
  readonly shape: readonly number[];
  /** In the order of the logits. */
  readonly classes: readonly string[];
  /** Whether the classes have names; they are numbers where nobody named them. */
  readonly areNamed: boolean;
  readonly normalisation: UnmeasuredNormalisation;
  /** The convention in a line. */
  readonly conventionText: string;
  /** The layouts that the input's shape allows. */
  readonly layouts: readonly ImageLayout[];
  /** Outputs that could be the classes. */
  readonly outputs: readonly string[];
  /** Whether the model leaves height and width of images open. */
  readonly sizeIsOpen: boolean;
  readonly preflight: Preflight;
  /** What a reader of its answers must know, one sentence each. */
  readonly notes: readonly string[];
  /** Why the model cannot be attacked; empty where it can. */
  readonly withoutGradients: string;
}

export type OpenedModelFile =
  | { readonly graph: Graph | null; readonly classifier: Classifier; readonly model: FoundModel }
  | { readonly question: ModelQuestion };

/**
 * Makes a classifier of a file, or says what a person must say first.
 *
 * @throws Error of one line when the file is no classifier of images that runs here
 */
export async function openClassifier(
  pool: Pool,
  file: ModelFile,
  choices: ModelChoices,
): Promise<OpenedModelFile> {
  const examined = examineModel(file, choices);
  if ('question' in examined) return { question: examined.question };
  if ('problem' in examined) throw new Error(examined.problem);
  const { input, outputs, sizeIsOpen, classes } = examined;
  const [channels] = examined.image;
  if (channels !== 1 && channels !== 3) {
    throw new Error(
      `it takes images of ${channels} channels; the page has images in colour (3) and grey (1)`,
    );
  }
  const opened = await openWithoutImages(examined, { pool, block: 1, smallest: 1 });
  const { graph, classifier, preflight, normalisation } = opened;
  return {
    graph,
    classifier,
    model: {
      shape: classifier.shape,
      classes: classes.names,
      areNamed: classes.areNamed,
      normalisation,
      conventionText: describeConvention(normalisation.convention),
      layouts: input.layouts,
      outputs,
      sizeIsOpen,
      preflight,
      notes: [...preflight.notes, ...classes.notes],
      withoutGradients: preflight.problems.map(({ message }) => message).join('; '),
    },
  };
}
