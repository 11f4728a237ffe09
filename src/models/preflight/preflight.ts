import { z } from 'zod';
import { classifierGraph } from '../../networks/classifier/classifierGraph.ts';
import { type ImageLayout, imageLayouts, plainConvention } from '../../networks/classifier/convention.ts';
import { findLogits } from '../../networks/classifier/findLogits.ts';
import { withImageAxes } from '../../networks/classifier/imageAxes.ts';
import { type ImageShape, modelInput, statedShape } from '../../networks/classifier/modelInput.ts';
import { type Graph, OPSET } from '../../onnx/graph/graph.ts';
import { quantisers, seesWholeRun } from '../../onnx/graph/quantisers.ts';
import { ShapeError } from '../../onnx/infer/rule.ts';
import { isOptimisedFile, type ModelFile } from '../../onnx/read/modelFile.ts';
import { classNamesOrNote } from '../classes/classNames.ts';
import { blackBoxMetadata, type FoundBlackBox, findBlackBox } from './findBlackBox.ts';
import { gradientProblems, missingRules } from './gradientProblems.ts';
import { headNotes } from './headNotes.ts';
import { innerNormalisation } from './innerNormalisation.ts';
import { oversizedValues } from './oversizedValues.ts';
import { quantisedNotes } from './quantisedNotes.ts';
import { unreadableNodes } from './unreadableNodes.ts';

const dims = z.array(z.union([z.int(), z.string()]));

/** What was found in a model file before anything ran, and what stops an audit. */
export const preflightSchema = z.strictObject({
  file: z.string(),
  /** Size of the file in bytes, without weights in other files. */
  bytes: z.int(),
  sha256: z.string(),
  producer: z.string(),
  opset: z.number().nullable(),
  ir: z.number(),
  /** Null where the model cannot be read or has no one input of images. */
  input: z
    .strictObject({ name: z.string(), type: z.string(), shape: dims, layout: z.enum(imageLayouts) })
    .nullable(),
  /** Images a run takes; null where any number goes. */
  batch: z.int().nullable(),
  output: z
    .strictObject({
      name: z.string(),
      shape: dims,
      kind: z.enum(['logits', 'softmax', 'log-softmax', 'sigmoid', 'probabilities', 'labels']),
      classes: z.int(),
    })
    .nullable(),
  /** From the model's metadata. */
  classNames: z.array(z.string()).nullable(),
  /** Numbers in the weights, by element type. */
  weights: z.record(z.string(), z.int()),
  /** How many nodes there are of each operator, in the order in which they first come. */
  operators: z.record(z.string(), z.int()),
  /** Nodes that round the model's values to whole numbers, through which gradients go straight; absent before 0.2. */
  quantisers: z.int().optional(),
  /** Nodes with which the model normalises its own input. */
  innerNormalisation: z.array(z.string()),
  /** `gradients`: only what needs gradients is skipped; `everything`: the model cannot be measured. */
  problems: z.array(z.strictObject({ stops: z.enum(['everything', 'gradients']), message: z.string() })),
  notes: z.array(z.string()),
  /** What the file alone does not show. */
  unchecked: z.string().optional(),
  /** Where ONNX Runtime runs the file as it is: why Passband has no graph of the model. */
  blackBox: z.string().optional(),
});

export type Preflight = Readonly<z.infer<typeof preflightSchema>>;

export interface PreflightOptions {
  /** Channels, height and width of the images, for a model that leaves them open. */
  readonly image?: ImageShape | undefined;
  /** By default the likelier one. */
  readonly layout?: ImageLayout | undefined;
  /** The output to take, where there are several. */
  readonly output?: string | undefined;
}

/** Looks at a model file without running it. */
export function preflight(file: ModelFile, options: PreflightOptions = {}): Preflight {
  const { header, graph } = file;
  const operators: Record<string, number> = {};
  for (const { domain, op } of header.nodes) {
    const operator = domain === '' ? op : `${domain}:${op}`;
    operators[operator] = (operators[operator] ?? 0) + 1;
  }
  // What a graph that was read does not have, it does not need.
  const unreadable = unreadableNodes(graph ? { nodes: graph.nodes, opset: OPSET } : header);
  const stopping = unreadable.length > 0 || graph ? unreadable : [file.error];
  const base = {
    file: file.path,
    bytes: file.bytes,
    sha256: file.sha256,
    producer: header.producer,
    opset: header.opset,
    ir: header.ir,
    weights: { ...header.weights },
    operators,
  };
  const { mayRun, ...found } = graph ? graphPreflight(graph, header.outputs.length, options) : nothingFound;
  const optimised = isOptimisedFile(file) ? [OPTIMISED] : [];
  const problems = [
    ...stopping.map((message) => ({ stops: 'everything' as const, message })),
    ...found.problems,
  ].map((problem) => ({ ...problem, message: brief(problem.message) }));
  const reason = stoppingProblem({ problems });
  const box = reason !== null && mayRun ? findBlackBox(file, options) : null;
  if (!box || reason === null) {
    return { ...base, ...found, notes: [...found.notes, ...optimised], problems };
  }
  const message = `${reason}, ${AS_IT_IS}`;
  return { ...base, ...blackBoxPart(box), problems: [{ stops: 'gradients', message }], blackBox: reason };
}

const AS_IT_IS =
  'so ONNX Runtime runs the file as it is; gradient attacks, kernels, batch statistics and smoothing are left out';

const OPTIMISED =
  'the file is optimised for one kind of processor, and read as one for this machine; saved at level extended it would be for any';

/** Why a model cannot be measured, in one line; null where it can. */
export function stoppingProblem({ problems }: Pick<Preflight, 'problems'>): string | null {
  return problems.find(({ stops }) => stops === 'everything')?.message ?? null;
}

/** Whether gradients go straight through the model's rounding to whole numbers. */
export function isQuantised({ quantisers }: Pick<Preflight, 'quantisers'>): boolean {
  return (quantisers ?? 0) > 0;
}

/** Names in a file may hold line breaks, and be of any length. */
const brief = (message: string) => message.replace(/\s+/g, ' ').slice(0, 500);

type GraphPart = Pick<
  Preflight,
  | 'input'
  | 'batch'
  | 'output'
  | 'classNames'
  | 'quantisers'
  | 'innerNormalisation'
  | 'problems'
  | 'notes'
  | 'unchecked'
>;

const OPEN =
  'its input leaves height and width of the images open, so whether it runs and has gradients is not checked; with --dataset it is';

interface GraphFound extends GraphPart {
  /** False of a model that is understood, and stopped by its size or by shapes that do not fit. */
  readonly mayRun: boolean;
}

const nothingFound: GraphFound = {
  mayRun: true,
  input: null,
  batch: null,
  output: null,
  classNames: null,
  innerNormalisation: [],
  problems: [],
  notes: [],
};

function graphPreflight(
  read: Graph,
  outputs: number,
  { image, layout: wanted, output }: PreflightOptions,
): GraphFound {
  const problems: Preflight['problems'] = [];
  let isWrong = false;
  const attempt = <T>(run: () => T): T | undefined => {
    try {
      return run();
    } catch (error) {
      isWrong ||= error instanceof ShapeError;
      const message = (error as Error).message.replace(/^[a-z]+[A-Z]\w*: /, '');
      if (!problems.some((problem) => problem.message === message))
        problems.push({ stops: 'everything', message });
      return undefined;
    }
  };
  const { graph, note } = attempt(() => withImageAxes(read)) ?? { graph: read, note: null };
  const input = attempt(() => modelInput(graph));
  const layout = wanted ?? input?.layouts[0] ?? 'NCHW';
  const head = attempt(() => findLogits(graph, { output }));
  const isOpen = input && !image && statedShape(input, layout).includes(null);
  const canonical =
    input && head && !isOpen
      ? attempt(() => classifierGraph(graph, { ...plainConvention, layout }, { image, output }))
      : undefined;
  if (canonical) {
    for (const message of oversizedValues(canonical)) problems.push({ stops: 'everything', message });
    for (const message of gradientProblems(canonical)) problems.push({ stops: 'gradients', message });
  }
  if (isOpen && head) {
    for (const message of missingRules(graph, input.name, head.source))
      problems.push({ stops: 'gradients', message });
  }
  const { classNames, classNote } = classNamesOrNote(graph.metadata);
  const batch = canonical?.inputs.get('images')?.shape[0] ?? input?.batch;
  const fixedInside = typeof batch === 'number' && input?.batch === null && !graph.nodes.some(seesWholeRun);
  return {
    mayRun: canonical === undefined && !isWrong,
    input: input ? { name: input.name, type: input.type, shape: [...input.shape], layout } : null,
    batch: typeof batch === 'number' ? batch : null,
    output: head
      ? {
          name: head.output,
          shape: [...graph.outputs.get(head.output)!.shape],
          kind: head.kind,
          classes: head.classes,
        }
      : null,
    classNames,
    quantisers: quantisers(graph).length,
    innerNormalisation: input ? innerNormalisation(graph, input.name) : [],
    problems,
    ...(isOpen && { unchecked: OPEN }),
    notes: [
      ...(note === null ? [] : [note]),
      ...(head ? headNotes(outputs, head) : []),
      ...classNote,
      ...(fixedInside
        ? [`sizes inside the model are known for a fixed batch only; it runs in batches of ${batch}`]
        : []),
      ...quantisedNotes(graph, typeof batch === 'number' ? batch : undefined),
    ],
  };
}

function blackBoxPart(found: FoundBlackBox): Omit<GraphPart, 'problems'> {
  const { raw, input, layout, end, classes, single } = found;
  const { kind, behind, output } = end;
  const { classNames, classNote } = classNamesOrNote(blackBoxMetadata(found));
  const head = { output, kind, single, scale: 1 };
  return {
    input: { name: input.name, type: input.type, shape: [...input.shape], layout },
    batch: input.batch,
    output: { name: output, shape: [...end.shape], kind, classes },
    classNames,
    innerNormalisation: [],
    notes: [
      ...headNotes(raw.outputs, head),
      ...(behind !== null && kind !== 'labels' ? [`the scores before ${behind} are taken`] : []),
      ...classNote,
    ],
  };
}
