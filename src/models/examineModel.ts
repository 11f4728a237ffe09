import { classifierGraph } from '../networks/classifier/classifierGraph.ts';
import { type Convention, plainConvention } from '../networks/classifier/convention.ts';
import { withImageAxes } from '../networks/classifier/imageAxes.ts';
import {
  type ImageShape,
  type ModelInput,
  modelInput,
  statedShape,
} from '../networks/classifier/modelInput.ts';
import type { Dim, Graph } from '../onnx/graph/graph.ts';
import type { ModelFile } from '../onnx/read/modelFile.ts';
import type { BlackBox } from '../runtime/blackBoxClassifier.ts';
import { type ModelClasses, modelClasses } from './classes/modelClasses.ts';
import { classOutputs } from './classOutputs.ts';
import { blackBoxMetadata, type FoundBlackBox, findBlackBox } from './preflight/findBlackBox.ts';
import { type Preflight, preflight, stoppingProblem } from './preflight/preflight.ts';

/** What a person says of a model; all else is found out. */
export interface ModelChoices {
  /** The output to take, where several could be the classes. */
  readonly output?: string | undefined;
  /** Channels, height and width of the images at hand; of the channels, the model's own number counts where it states one. */
  readonly image?: ImageShape | undefined;
  /** Height and width of the images where the model leaves them open and there is no `image`. */
  readonly imageSize?: number | undefined;
  /** The parts of the convention that are known. */
  readonly convention?: Partial<Convention> | undefined;
  /** Names of the classes in the model's order. */
  readonly classes?: readonly string[] | undefined;
}

/** What must be said before a model can be opened. */
export interface ModelQuestion {
  /** Outputs that could be the classes. */
  readonly outputs?: readonly string[];
  /** The shape of an input that leaves the size of images open. */
  readonly inputShape?: readonly Dim[];
}

/** What a model file turned out to be, before it runs. */
export interface ExaminedModel {
  /** As it was read; of a black box its inputs and metadata, without nodes. */
  readonly graph: Graph;
  /** Where ONNX Runtime runs the file as it is, since its operators are not all supported. */
  readonly blackBox?: BlackBox | undefined;
  readonly input: ModelInput;
  /** Channels, height and width of the images that the model takes. */
  readonly image: ImageShape;
  /** Whether the model leaves height or width of images open. */
  readonly sizeIsOpen: boolean;
  /** Outputs that could be the classes. */
  readonly outputs: readonly string[];
  readonly classes: ModelClasses;
  /** Nothing in it stops everything. */
  readonly preflight: Preflight;
  readonly choices: ModelChoices;
}

/**
 * A model that can be opened, or why it cannot, in one line. With a question it can be opened once that is answered; the
 * line is for callers that cannot ask.
 */
export type Examination =
  | ExaminedModel
  | { readonly problem: string }
  | { readonly problem: string; readonly question: ModelQuestion };

/**
 * Looks at a model file without running it: whether it is a classifier of images, which images it takes and which classes
 * it tells apart. `openWithImages` and `openWithoutImages` then make a classifier of it.
 */
export function examineModel(file: ModelFile, choices: ModelChoices = {}): Examination {
  const { output } = choices;
  const graph = (file.graph && attempt(() => withImageAxes(file.graph!).graph)) ?? file.raw()?.description;
  const input = graph && attempt(() => modelInput(graph));
  if (!graph || !input) return { problem: stoppingProblem(preflight(file, { output }))! };

  const layouts = usableLayouts(graph, input, choices);
  const layout = choices.convention?.layout ?? layouts[0];
  const isRow = input.shape.length === 2;
  const stated = isRow && !choices.image ? squareImage(input) : statedShape(input, layout);
  const shape = `[${input.shape.join(', ')}]`;
  if (!stated) {
    const what = `a row of ${input.shape[1]} numbers, which are the pixels of no square image`;
    return { problem: `its input ‘${input.name}’ is ${what}` };
  }
  const sizeIsOpen = !isRow && (stated[1] === null || stated[2] === null);
  const asksSize = sizeIsOpen && !choices.image && choices.imageSize === undefined;
  const size = asksSize ? { inputShape: input.shape } : {};
  const { outputs, isClear } = classOutputs(file);
  if (output === undefined && outputs.length > 1 && !isClear) {
    const problem = stoppingProblem(preflight(file, { layout }))!;
    return { problem, question: { outputs, ...size } };
  }
  if (asksSize) {
    const problem = `input '${input.name}' ${shape} leaves the size of the images open`;
    return { problem, question: size };
  }

  const image = imageOf(stated, choices);
  const checked = preflight(file, { layout, output, image });
  const problem = stoppingProblem(checked);
  if (problem !== null) return { problem };
  const { classes: count } = checked.output!;
  const named = choices.classes?.length ?? count;
  if (named !== count)
    return { problem: `the model has ${count} classes, ${named} names are given for them` };
  const classes = modelClasses(count, choices.classes ?? checked.classNames);
  const found = {
    input: { ...input, layouts },
    image,
    sizeIsOpen,
    outputs,
    classes,
    preflight: checked,
    choices,
  };
  const reason = checked.blackBox;
  const box = reason === undefined ? null : findBlackBox(file, { layout, output, image });
  if (!box || reason === undefined) return { graph, ...found };
  return {
    graph: { ...box.raw.description, metadata: blackBoxMetadata(box) },
    blackBox: blackBoxOf(box, reason),
    ...found,
  };
}

/** The layouts of an input of which a graph can be made; all where none can, which says why. */
function usableLayouts(
  graph: Graph,
  { layouts, shape }: ModelInput,
  { image, output }: ModelChoices,
): ModelInput['layouts'] {
  if (layouts.length === 1 || shape.length !== 4 || !image) return layouts;
  const usable = layouts.filter((layout) => {
    const convention = { ...plainConvention, layout };
    return attempt(() => classifierGraph(graph, convention, { image, output }));
  });
  return usable.length > 0 ? usable : layouts;
}

function blackBoxOf({ raw, input, end, classes, single }: FoundBlackBox, reason: string): BlackBox {
  const form = end.kind === 'labels' ? 'labels' : single ? 'single' : 'row';
  return { bytes: raw.encode(end), input, output: { source: end.source, classes, form }, reason };
}

function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}

/** Pixels in a row are a square image, grey or else in colour. */
function squareImage({ shape: [, count] }: ModelInput): ImageShape | undefined {
  for (const channels of [1, 3]) {
    const side = Math.sqrt(Number(count) / channels);
    if (Number.isInteger(side)) return [channels, side, side];
  }
  return undefined;
}

function imageOf(
  [channels, height, width]: ReturnType<typeof statedShape>,
  { image, imageSize }: ModelChoices,
): ImageShape {
  if (image) return [channels ?? image[0], image[1], image[2]];
  return [channels ?? 3, height ?? imageSize!, width ?? imageSize!];
}
