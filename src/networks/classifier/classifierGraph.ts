import { GraphBuilder } from '../../onnx/build/builder.ts';
import { FreshNames, namesIn } from '../../onnx/graph/freshNames.ts';
import type { Graph, Node, Value } from '../../onnx/graph/graph.ts';
import { seesWholeRun } from '../../onnx/graph/quantisers.ts';
import { ShapeError } from '../../onnx/infer/rule.ts';
import { checkTypes } from '../../onnx/rewrite/checkTypes.ts';
import { toFloat32 } from '../../onnx/rewrite/toFloat32.ts';
import { withSizes } from '../../onnx/rewrite/withSizes.ts';
import { float32, int64 } from '../../tensor/tensor.ts';
import { type Convention, checkMoments } from './convention.ts';
import { type FindLogitsOptions, findLogits, type Head } from './findLogits.ts';
import { integerInputs } from './integerInputs.ts';
import {
  type ImageShape,
  inputShape,
  layoutOrder,
  type ModelInput,
  modelInput,
  statedShape,
  withImageSize,
} from './modelInput.ts';

export interface ClassifierGraphOptions extends FindLogitsOptions {
  /** Channels, height and width of the images, for a model whose input leaves them open. */
  readonly image?: ImageShape | undefined;
  /** The order of the logits, by default the model's. */
  readonly classOrder?: ClassOrder | undefined;
}

/** In which order a model's classes are counted. */
export interface ClassOrder {
  /** For each class the model's own index, or the indices of those that are one class; every one of them once. */
  readonly order: readonly (number | readonly number[])[];
  /** Of the classes in this order. */
  readonly names: readonly string[];
}

/** Images a run where shapes inside a model are known for a fixed number only. */
const FIXED_BATCH = 32;

/**
 * The canonical form of a classifier: input `images` [N, c, h, w] float32, pixels in [0, 1]; output `logits`
 * [N, classes]. What the model does to pixels before and to logits behind is done inside or left out.
 *
 * N is `'N'` where the model takes any number of images, else the model's number. Half and double precision become
 * float32. Of `convention.channels` `'grey'`, images have one channel, which is repeated where the model takes three.
 * Where no logits are found behind probabilities, the logits are their logarithms. With a `classOrder`, logit i is the
 * model's `order[i]`, or the log-sum-exp of several, which is the logit of their probabilities' sum, and the metadata have the names in that order.
 *
 * @throws Error that names input, output or size: several inputs, no output [N, classes], images of another size
 * @throws RangeError when an order does not hold each of the model's classes once
 */
export function classifierGraph(
  model: Graph,
  convention: Convention,
  { image, classOrder, ...options }: ClassifierGraphOptions = {},
): Graph {
  const prepared = preparedModel(model, convention, image);
  const { input, shape } = prepared;
  const { graph, head } = withSettledBatch(prepared.graph, options);
  const core = openNames(graph);
  const source = core.renamed.get(head.source) ?? head.source;

  const g = new GraphBuilder(model.name || 'classifier');
  const [batch] = graph.inputs.get(input.name)!.shape;
  const channels = convention.channels === 'grey' ? 1 : shape[0];
  const images = g.input('images', 'float32', [batch, channels, shape[1], shape[2]]);
  g.reserve(core.graph);
  for (const [name, value] of core.graph.initializers) g.initializer(name, value);
  const fed = addConvention(g, images, { convention, shape, rank: input.shape.length, batch });
  for (const node of core.graph.nodes) {
    const inputs = node.inputs.map((value) => (value === core.input ? fed : value));
    g.append({ ...node, inputs }, core.graph.types);
  }
  const logits = addLogits(g, source === core.input ? fed : source, head);
  g.output(classOrder ? inOrder(g, logits, classOrder.order) : logits, 'logits');
  g.describe({
    ...model.metadata,
    ...(classOrder && { 'passband.classes': JSON.stringify(classOrder.names) }),
    'passband.input': 'NCHW float32 in [0, 1]',
    'passband.bounds': '[0,1]',
  });
  return withSizes(g.build(), {});
}

/** The model in float32 and for images of one size. */
function preparedModel(
  model: Graph,
  { layout, channels }: Convention,
  image: ImageShape | undefined,
): { graph: Graph; input: ModelInput; shape: ImageShape } {
  const float = toFloat32(model, integerInputs(model));
  const input = modelInput(float);
  const stated = statedShape(input, layout);
  const [c, h, w] = stated.map((size, axis) => size ?? image?.[axis]);
  if (c === undefined || h === undefined || w === undefined) {
    throw new Error(
      `classifierGraph: input '${input.name}' [${input.shape.join(', ')}] leaves the size of the images open`,
    );
  }
  const repeated = channels === 'grey' && (c === 1 || c === 3);
  const given: ImageShape =
    image && !(repeated && image[0] === 1) ? image : [c, image?.[1] ?? h, image?.[2] ?? w];
  const sized = withImageSize(float, input, layout, given);
  return { graph: sized, input, shape: given };
}

/**
 * The graph with the logits it leads to, for any batch if it can be. Shapes inside may be known for a fixed one only, and
 * some exports leave the batch open but have it fixed to 1 inside, in a Reshape. A model that finds its scales in the values
 * of a run takes one image at a time, so that no answer depends on other images.
 *
 * @throws Error when shapes are not known, or the answers are not one row an image
 */
function withSettledBatch(graph: Graph, options: FindLogitsOptions): { graph: Graph; head: Head } {
  const [[name, { shape }]] = graph.inputs;
  let failure: unknown;
  let last: unknown;
  const open = graph.nodes.some(seesWholeRun) ? [1] : ['N', FIXED_BATCH, 1];
  for (const batch of typeof shape[0] === 'number' ? [shape[0]] : open) {
    try {
      const sized = batch === shape[0] ? graph : withSizes(graph, { [shape[0]]: batch });
      const head = findLogits(sized, options);
      const answers = onlyOutput(sized, head.source);
      checkTypes(answers);
      const [rows] = sized.types.get(head.source)!.shape;
      if (typeof rows === 'string' || rows === batch) return { graph: answers, head };
      throw new Error(
        `classifierGraph: '${head.output}' must have a row for each of ${batch} images of '${name}', it has ${rows}`,
      );
    } catch (error) {
      failure ??= error;
      last = error;
    }
  }
  // With one image, shapes that can never fit are told from those that could not be known.
  throw last instanceof ShapeError ? last : failure;
}

/** The graph up to one value. */
function onlyOutput(graph: Graph, value: Value): Graph {
  return withSizes({ ...graph, outputs: new Map([[value, graph.types.get(value)!]]) }, {});
}

/** Names of inputs and outputs in graphs that are made of a classifier's: `inputGradientGraph`, `withLens`, `componentGraph`. */
const ownNames = ['images', 'logits', 'targets', 'losses', 'gradient/images', 'mask', 'masks'];

/** Gives way to our own names: other values of these names, and the input, get new ones. */
function openNames(graph: Graph): { graph: Graph; renamed: ReadonlyMap<Value, Value>; input: Value } {
  const [input] = graph.inputs.keys();
  const names = new FreshNames([...graph.types.keys(), ...ownNames]);
  names.take(namesIn(graph));
  const clashing = ownNames.filter((name) => graph.types.has(name));
  const renamed = new Map(clashing.map((name) => [name, names.fresh(`model.${name}`)]));
  const to = (value: Value) => renamed.get(value) ?? value;
  const keys = <T>(map: ReadonlyMap<Value, T>) => new Map([...map].map(([name, value]) => [to(name), value]));
  const node = (each: Node): Node => ({
    ...each,
    inputs: each.inputs.map(to),
    outputs: each.outputs.map(to),
  });
  return {
    graph: {
      ...graph,
      inputs: keys(graph.inputs),
      outputs: keys(graph.outputs),
      initializers: keys(graph.initializers),
      types: keys(graph.types),
      nodes: graph.nodes.map(node),
    },
    renamed,
    input: to(input),
  };
}

interface Feeding {
  readonly convention: Convention;
  /** The image that the model takes. */
  readonly shape: ImageShape;
  readonly rank: number;
  readonly batch: number | string;
}

/** From pixels in [0, 1], NCHW, to what the model takes. */
function addConvention(g: GraphBuilder, images: Value, { convention, shape, rank, batch }: Feeding): Value {
  const { layout, channels, range, mean, std } = convention;
  const [low, high] = range;
  const perChannel = (values: readonly number[]) =>
    values.length === 1 ? g.scalar(values[0]) : g.constant(float32([1, values.length, 1, 1], values));
  checkMoments(convention, shape[0]);
  let x = images;
  if (channels === 'grey' && shape[0] > 1)
    x = g.add('Concat', new Array<Value>(shape[0]).fill(x), { axis: 1 });
  if (channels === 'BGR')
    x = g.add('Gather', [x, g.ints(...Array.from({ length: shape[0] }, (_, c) => shape[0] - 1 - c))], {
      axis: 1,
    });
  if (high - low !== 1) x = g.add('Mul', [x, g.scalar(high - low)]);
  if (low !== 0) x = g.add('Add', [x, g.scalar(low)]);
  if (mean.some((value) => value !== 0)) x = g.add('Sub', [x, perChannel(mean)]);
  if (std.some((value) => value !== 1)) x = g.add('Div', [x, perChannel(std)]);
  const order = layoutOrder(rank === 3 && layout === 'NHWC' ? 'NCHW' : layout);
  if (order.some((axis, place) => axis !== place)) x = g.add('Transpose', [x], { perm: order });
  if (rank === 4) return x;
  const target = inputShape(typeof batch === 'number' ? batch : -1, shape, layout, rank);
  return g.add('Reshape', [x, g.ints(...target)]);
}

/** From a model's end to logits [N, classes]. */
function addLogits(g: GraphBuilder, source: Value, { kind, single, scale }: Head): Value {
  const flat = g.type(source).shape.length === 2 ? source : g.add('Flatten', [source], { axis: 1 });
  if (kind !== 'probabilities') return single ? g.add('Pad', [flat, g.ints(0, 1, 0, 0)]) : flat;
  const shares = scale === 1 ? flat : g.add('Div', [flat, g.scalar(scale)]);
  const both = single ? g.add('Concat', [g.add('Sub', [g.scalar(1), shares]), shares], { axis: 1 }) : shares;
  // Not clipped from above: a softmax of logarithms divides by the row's sum, whatever that is.
  return g.add('Log', [g.add('Clip', [both, g.scalar(SMALLEST_PROBABILITY)])]);
}

/** Logits [N, classes] in another order. */
function inOrder(g: GraphBuilder, logits: Value, order: ClassOrder['order']): Value {
  const count = g.type(logits).shape[1];
  const all = order.flat();
  if (all.length !== count || !all.toSorted((a, b) => a - b).every((own, place) => own === place)) {
    throw new RangeError(`classifierGraph: order must hold each of ${count} classes once, got ${order}`);
  }
  if (order.every((own, place) => own === place)) return logits;
  const taken = (places: readonly number[]) =>
    g.add('Gather', [logits, g.constant(int64([places.length], places))], { axis: 1 });
  // Runs of single classes are gathered at once, and each merged one by itself.
  const parts: Value[] = [];
  let singles: number[] = [];
  const flush = () => {
    if (singles.length > 0) parts.push(taken(singles));
    singles = [];
  };
  for (const own of order) {
    if (typeof own === 'number') {
      singles.push(own);
      continue;
    }
    flush();
    parts.push(g.add('ReduceLogSumExp', [taken(own)], { axes: [1], keepdims: 1 }));
  }
  flush();
  return parts.length === 1 ? parts[0] : g.add('Concat', parts, { axis: 1 });
}

/** Below it the logarithm of a probability stays as it is. */
export const SMALLEST_PROBABILITY = 1e-12;
