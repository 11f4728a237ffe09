import { assumedConvention } from '../../../src/models/normalisation/assumedConvention.ts';
import { statedConvention } from '../../../src/models/normalisation/statedConvention.ts';
import { settledClassifier } from '../../../src/models/output/settledClassifier.ts';
import { type Preflight, preflight } from '../../../src/models/preflight/preflight.ts';
import { classifierGraph } from '../../../src/networks/classifier/classifierGraph.ts';
import {
  type Convention,
  describeConvention,
  type ImageLayout,
} from '../../../src/networks/classifier/convention.ts';
import { findLogits } from '../../../src/networks/classifier/findLogits.ts';
import {
  type ImageShape,
  type ModelInput,
  modelInput,
  statedShape,
} from '../../../src/networks/classifier/modelInput.ts';
import type { Graph } from '../../../src/onnx/graph/graph.ts';
import type { ModelFile } from '../../../src/onnx/read/modelFile.ts';
import { type Classifier, createClassifier } from '../../../src/runtime/classifier.ts';
import { NotFiniteError } from '../../../src/runtime/notFiniteError.ts';
import type { Pool } from '../../../src/runtime/pool.ts';
import { seededRandom } from '../../../src/tensor/random.ts';
import { float32, sizeOf, type Tensor } from '../../../src/tensor/tensor.ts';
import { classesOf } from './classesOf.ts';
import type { ModelChoices, ModelQuestion } from './modelSource.ts';

/** How pixels reach the model, and who says so. */
export interface Normalisation {
  readonly convention: Convention;
  /** In a line. */
  readonly text: string;
  readonly source: 'metadata' | 'assumed' | 'chosen';
  /** Of `assumed`: what it is called, and why. */
  readonly name: string;
  readonly reason: string;
}

/** What a file turned out to be. */
export interface FoundModel {
  /** Channels, height and width of the images it takes. */
  readonly shape: readonly number[];
  /** In the order of the logits. */
  readonly classes: readonly string[];
  /** Whether the classes have names; they are numbers where nobody named them. */
  readonly areNamed: boolean;
  readonly convention: Convention;
  readonly normalisation: Normalisation;
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

export type OpenedClassifier =
  | { readonly graph: Graph; readonly classifier: Classifier; readonly model: FoundModel }
  | { readonly question: ModelQuestion };

/**
 * Makes a classifier of a file, as the command line does, or says what a person must say first.
 *
 * @throws Error of one line when the file is no classifier of images that runs here
 */
export async function openClassifier(
  pool: Pool,
  file: ModelFile,
  choices: ModelChoices,
): Promise<OpenedClassifier> {
  const { graph: model } = file;
  if (!model) throw new Error(preflight(file).problems[0].message);
  const input = modelInput(model);
  const layout = choices.convention?.layout ?? input.layouts[0];
  const outputs = possibleOutputs(model);
  const stated = input.shape.length === 2 ? rowShape(input) : statedShape(input, layout);
  const sizeIsOpen = stated[1] === null || stated[2] === null;
  const question = {
    ...(choices.output === undefined && outputs.length > 1 && isAmbiguous(model) && { outputs }),
    ...(sizeIsOpen && choices.imageSize === undefined && { inputShape: input.shape }),
  };
  if (Object.keys(question).length > 0) return { question };

  const [c, h, w] = stated.map((size, axis) => size ?? (axis === 0 ? 3 : choices.imageSize!));
  const image: ImageShape = [c, h, w];
  const { output } = choices;
  const checked = preflight(file, { layout, output, image });
  const stopping = checked.problems.find(({ stops }) => stops === 'everything');
  if (stopping) throw new Error(stopping.message);
  if (c !== 1 && c !== 3) {
    throw new Error(`it takes images of ${c} channels; the page has images in colour (3) and grey (1)`);
  }

  const normalisation = normalisationOf(model, { image, layout, checked, choices });
  const opened = await settledClassifier(
    async (settled) => {
      const graph = classifierGraph(model, normalisation.convention, { image, output, settled });
      return { graph, classifier: await createClassifier(pool, graph, { block: 1, smallest: 1 }) };
    },
    noise(image),
    checked.output!,
  ).catch((error) => {
    if (!(error instanceof NotFiniteError)) throw error;
    throw new Error(`its answer to an image of noise is ${error.value}, not a finite number`);
  });
  const notes = [...checked.notes, ...(opened.note === null ? [] : [opened.note])];
  const { classes, areNamed, note } = classesOf(checked.output!.classes, checked.classNames, choices.classes);
  const { graph, classifier } = opened;
  return {
    graph,
    classifier,
    model: {
      ...{ shape: classifier.shape, classes, areNamed, normalisation, convention: normalisation.convention },
      ...{ layouts: input.layouts, outputs, sizeIsOpen, preflight: checked },
      notes: [...notes, ...note],
      withoutGradients: checked.problems.map(({ message }) => message).join('; '),
    },
  };
}

/** Outputs that findLogits would take if asked for them. */
function possibleOutputs(model: Graph): string[] {
  return [...model.outputs.keys()].filter((output) => succeeds(() => findLogits(model, { output })));
}

const isAmbiguous = (model: Graph) => !succeeds(() => findLogits(model));

function succeeds(run: () => unknown): boolean {
  try {
    run();
    return true;
  } catch {
    return false;
  }
}

/** Pixels in a row are a square image, grey or else in colour. */
function rowShape({ name, shape: [, count] }: ModelInput): ReturnType<typeof statedShape> {
  for (const channels of [1, 3]) {
    const side = Math.sqrt(Number(count) / channels);
    if (Number.isInteger(side)) return [channels, side, side];
  }
  throw new Error(
    `its input ‘${name}’ is a row of ${count} numbers, which are the pixels of no square image`,
  );
}

function normalisationOf(
  model: Graph,
  given: {
    readonly image: ImageShape;
    readonly layout: ImageLayout;
    readonly checked: Preflight;
    readonly choices: ModelChoices;
  },
): Normalisation {
  const { image, layout, checked, choices } = given;
  const described = (convention: Convention) => ({ convention, text: describeConvention(convention) });
  if (choices.convention) return { ...described(choices.convention), source: 'chosen', name: '', reason: '' };
  const own = statedConvention(model.metadata, image[0]);
  if (own) return { ...described(own.convention), source: 'metadata', name: '', reason: '' };
  const { name, convention, reason } = assumedConvention(model, {
    ...{ image, layout },
    classes: checked.output!.classes,
    inner: checked.innerNormalisation,
  });
  return { ...described(convention), source: 'assumed', name, reason };
}

/** Images of noise from strong to weak, to see whether a model runs and what its answers look like. */
function noise(image: ImageShape): Tensor<'float32'> {
  const random = seededRandom('first look');
  const images = float32([4, ...image]);
  const size = sizeOf(image);
  for (let at = 0; at < images.data.length; at++) {
    images.data[at] = 0.5 + (random.uniform() - 0.5) / (1 + Math.floor(at / size));
  }
  return images;
}
