import type { Dim, Graph, Node, Value, ValueType } from '../../onnx/graph/graph.ts';
import { makersOf } from '../../onnx/graph/makersOf.ts';
import { spelledSoftmax } from './spelledSoftmax.ts';

/** What a model's output says of the classes. */
export type OutputKind = 'logits' | 'softmax' | 'log-softmax' | 'sigmoid' | 'probabilities';

/** The end of a classifier. */
export interface Head {
  /** The output that was taken. */
  readonly output: Value;
  readonly kind: OutputKind;
  /** The value that the logits are made of: the logits themselves or, of kind `probabilities`, the output. */
  readonly source: Value;
  /** Two or more; a model that gives one number an image tells two classes apart. */
  readonly classes: number;
  /** Whether `source` is one number an image: the logit (or probability) of the second of two classes. */
  readonly single: boolean;
  /** What the output has in place of a probability of 1, such as 100 where it is in per cent. */
  readonly scale: number;
}

export interface FindLogitsOptions {
  /** The output to take; needed where several could be meant. */
  readonly output?: string | undefined;
  /** What the numbers of an output without logits behind it turned out to be (`settleOutput`), whatever its end looks like. */
  readonly settled?: SettledOutput | undefined;
}

/** Probabilities, of which 1 is written as `scale`; or logits, where `scale` is 1. */
export interface SettledOutput {
  readonly kind: 'logits' | 'probabilities';
  readonly scale: number;
}

/** Outputs of which it is looked whether they lead to the same value; classifiers have a few. */
const MAX_OUTPUTS = 32;

/** Whether an output is [N, boxes, numbers of each], or with the last two exchanged: four for the box, and scores. */
function isListForEach({ shape }: ValueType): boolean {
  return shape.length === 3 && shape.slice(1).every((size) => typeof size === 'string' || size >= 5);
}

/**
 * Finds the logits of a classifier: the output itself, or what stands before the softmax or sigmoid at its end.
 *
 * Time is linear in the graph.
 *
 * @throws Error that names the outputs when none is [N, classes], or several are that lead to more than one value or are more than 32
 */
export function findLogits(graph: Graph, { output, settled }: FindLogitsOptions = {}): Head {
  const names = [...graph.outputs.keys()];
  const list = () =>
    names.map((name) => `'${name}' [${graph.outputs.get(name)!.shape.join(', ')}]`).join(', ');
  if (output !== undefined && !graph.outputs.has(output)) {
    throw new Error(`findLogits: the model has no output '${output}', only ${list()}`);
  }
  const candidates = (output === undefined ? names : [output]).flatMap((name) => {
    const count = classCount(graph, name);
    return count === undefined ? [] : [{ name, count }];
  });
  if (candidates.length === 0) {
    const isList = names.some((name) => isListForEach(graph.outputs.get(name)!));
    const hint = isList
      ? '; a list for each image, as of boxes, is a detector’s, and only classifiers are read'
      : '';
    throw new Error(`findLogits: an output must be [N, classes] of floats, this model has ${list()}${hint}`);
  }
  const several = candidates.filter(({ count }) => count > 1);
  const wide = several.length > 0 ? several : candidates;
  const makers = makersOf(graph.nodes);
  const heads = wide.slice(0, MAX_OUTPUTS).map(({ name }) => headOf(graph, makers, name, settled));
  // A model may give logits and probabilities, which lead to the same value.
  if (heads.length < wide.length || new Set(heads.map(({ source }) => source)).size > 1) {
    throw new Error(`findLogits: several outputs could be the classes: ${list()}; choose one with --output`);
  }
  return heads.find(({ kind }) => kind !== 'logits') ?? heads[0];
}

/** Numbers an image has in a value of floats, where one axis beside the batch at most is longer than 1. */
export function classCount(graph: Graph, value: Value): number | undefined {
  const { type, shape } = graph.types.get(value) ?? {};
  if (!type?.startsWith('float') || !shape || shape.length === 0) return undefined;
  const sizes = shape.slice(1).filter((dim) => dim !== 1);
  if (sizes.length === 0) return 1;
  return sizes.length === 1 && typeof sizes[0] === 'number' && sizes[0] > 0 ? sizes[0] : undefined;
}

/** Operators that keep an image's numbers in their order, where these lie along one axis. */
const passing = new Set([
  'Identity',
  'Reshape',
  'Flatten',
  'Squeeze',
  'Unsqueeze',
  'Transpose',
  'Cast',
  'Dropout',
]);

function headOf(
  graph: Graph,
  makers: ReadonlyMap<Value, Node>,
  output: Value,
  settled: SettledOutput | undefined,
): Head {
  const count = classCount(graph, output)!;
  const passes = (node: Node) =>
    passing.has(node.op) && classCount(graph, node.inputs[0]) === count && sameBatch(graph, node);
  const behind = (value: Value): Value => {
    let source = value;
    for (let node = makers.get(source); node && passes(node); node = makers.get(source))
      [source] = node.inputs;
    return source;
  };
  const head = (kind: OutputKind, source: Value, scale = 1): Head => ({
    output,
    kind,
    source,
    classes: Math.max(2, count),
    single: count === 1,
    scale,
  });
  const last = behind(output);
  const { value: end, scale } = withoutFactors(graph, makers, last, behind);
  const node = makers.get(end);
  const overClasses = node && classAxis(graph, node.inputs[0]) === axisOf(graph, node);
  if (node?.op === 'Sigmoid') return head('sigmoid', node.inputs[0], scale);
  if (node?.op === 'Softmax' && overClasses) return head('softmax', node.inputs[0], scale);
  if (node?.op === 'LogSoftmax' && overClasses && end === last) return head('log-softmax', node.inputs[0]);
  const constants = graph.initializers;
  if (node?.op === 'Log' && end === last) {
    const inner = makers.get(behind(node.inputs[0]));
    if (inner?.op === 'Softmax' && classAxis(graph, inner.inputs[0]) === axisOf(graph, inner)) {
      return head('log-softmax', inner.inputs[0]);
    }
  }
  const spelled = node && spelledSoftmax(node, makers);
  if (spelled !== undefined && classCount(graph, spelled) === count) return head('softmax', spelled, scale);
  if (settled) return head(settled.kind, settled.kind === 'logits' ? last : output, settled.scale);
  if (isProbability(last, makers, constants)) return head('probabilities', output);
  return head('logits', last);
}

/** The value before factors that are one positive number each, and what they multiply it with. */
function withoutFactors(
  { initializers }: Graph,
  makers: ReadonlyMap<Value, Node>,
  from: Value,
  behind: (value: Value) => Value,
): { value: Value; scale: number } {
  let value = from;
  let scale = 1;
  for (;;) {
    const node = makers.get(value);
    const places = node?.op === 'Mul' ? [0, 1] : node?.op === 'Div' ? [1] : [];
    const place = places.find((at) => initializers.get(node!.inputs[at])?.data.length === 1);
    if (place === undefined) return { value, scale };
    const factor = Number(initializers.get(node!.inputs[place])!.data[0]);
    if (!(factor > 0 && factor < Infinity)) return { value, scale };
    scale *= node!.op === 'Mul' ? factor : 1 / factor;
    value = behind(node!.inputs[1 - place]);
  }
}

function sameBatch(graph: Graph, { inputs, outputs }: Node): boolean {
  const [before, after] = [inputs[0], outputs[0]].map((value) => graph.types.get(value)?.shape[0]);
  return typeof before === 'string' || typeof after === 'string' || before === after;
}

/** The axis along which the classes lie. */
function classAxis(graph: Graph, value: Value): number | undefined {
  const shape: readonly Dim[] = graph.types.get(value)?.shape ?? [];
  const axis = shape.findIndex((dim, index) => index > 0 && dim !== 1);
  return axis < 0 ? undefined : axis;
}

function axisOf(graph: Graph, { inputs, attributes }: Node): number {
  const axis = Number(attributes.axis ?? -1);
  return axis < 0 ? axis + (graph.types.get(inputs[0])?.shape.length ?? 0) : axis;
}

/** Operators that make probabilities of probabilities and constants: averages, clips, the other of two classes. */
const mixing = new Set([
  ...['Add', 'Sub', 'Mul', 'Div', 'Sum', 'Mean', 'Concat', 'Clip', 'Min', 'Max', 'ReduceMean', 'ReduceSum'],
  ...passing,
]);

/** Whether every way back from a value leads over such operators to a softmax or sigmoid. */
function isProbability(
  value: Value,
  makers: ReadonlyMap<Value, Node>,
  constants: ReadonlyMap<Value, unknown>,
): boolean {
  const waiting = [value];
  const seen = new Set<Value>();
  let found = false;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next) || constants.has(next)) continue;
    seen.add(next);
    const node = makers.get(next);
    if (node && (node.op === 'Softmax' || node.op === 'Sigmoid')) found = true;
    else if (node && mixing.has(node.op)) {
      for (const input of node.inputs) if (input !== '') waiting.push(input);
    } else return false;
  }
  return found;
}
