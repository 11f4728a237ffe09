import type { AttributeProto, GraphProto, NodeProto } from 'onnx-buf';
import { elementTypeOf } from '../graph/elementTypes.ts';
import type { Dim, Value } from '../graph/graph.ts';

/** A value of a file that tells the classes apart, found without knowing what its nodes compute. */
export interface RawEnd {
  /** The output that it stands behind. */
  readonly output: Value;
  /** The value itself, the output or what that is made of. */
  readonly source: Value;
  /** `softmax` and `sigmoid`: the logits before one; `labels`: the index of a class, without scores. */
  readonly kind: 'logits' | 'softmax' | 'sigmoid' | 'labels';
  /** As far as the file states it, else [N, classes] by its labels. */
  readonly shape: readonly Dim[];
  /** Names of the classes, where the nodes of a classical model say them; null where they count from 0 too. */
  readonly labels: readonly string[] | null;
  /** The operator that turned the scores into the output, in words; null where the output has them. */
  readonly behind: string | null;
  /** Ends of the lowest number are what a file is for: 0 scores, 1 scores from which a label is made, 2 a label. */
  readonly rank: 0 | 1 | 2;
}

/** Outputs that are looked at, each by itself; classifiers have a few. */
const MAX_OUTPUTS = 16;

/** What the walk back from an output needs of the file. */
interface Ends {
  readonly makers: ReadonlyMap<Value, NodeProto>;
  readonly shapes: ReadonlyMap<Value, readonly Dim[]>;
}

/** Operators of `ai.onnx.ml` whose outputs are a label and scores. */
const mlClassifiers: ReadonlySet<string> = new Set([
  'LinearClassifier',
  'SVMClassifier',
  'TreeEnsembleClassifier',
]);

/** Operators that keep scores in their order, or labels what they are, and which input they pass on. */
const passingScores = new Set(['Identity', 'Cast', 'Reshape', 'Flatten', 'Squeeze', 'Normalizer', 'Scaler']);
const passingLabels: Readonly<Record<string, number>> = {
  ...{ Identity: 0, Cast: 0, Reshape: 0, Flatten: 0, Squeeze: 0, Unsqueeze: 0, LabelEncoder: 0 },
  // Class names by index.
  ...{ ArrayFeatureExtractor: 1, Gather: 1 },
};

/**
 * The values that could be a model's classes: floating-point outputs, the scores behind maps (ZipMap) and behind
 * labels, and labels without scores.
 */
export function rawEnds(graph: GraphProto): RawEnd[] {
  const makers = new Map(graph.node.flatMap((node) => node.output.map((value) => [value, node] as const)));
  const shapes = new Map<Value, readonly Dim[]>();
  for (const { name, type } of [...graph.valueInfo, ...graph.output]) {
    if (type?.value.case !== 'tensorType' || !type.value.value.shape) continue;
    const dims = type.value.value.shape.dim.map(
      ({ value }, axis): Dim => (value.case === 'dimValue' ? Number(value.value) : `${name}:${axis}`),
    );
    shapes.set(name, dims);
  }
  const file = { makers, shapes };
  const found = graph.output.slice(0, MAX_OUTPUTS).flatMap(({ name, type }) => {
    const maker = makers.get(name);
    if (maker?.opType === 'ZipMap') return scoresOf(name, maker.input[0], file, 'ZipMap');
    if (type?.value.case !== 'tensorType') return [];
    const element = elementTypeOf(type.value.value.elemType);
    return element?.startsWith('float') ? scoresOf(name, name, file, null) : labelsOf(name, file);
  });
  return found.filter(({ source }) => makers.has(source));
}

function scoresOf(output: Value, from: Value, file: Ends, behind: string | null): RawEnd[] {
  const classifier = classifierBehind(from, file);
  if (classifier && !hasScores(classifier)) return labelEnd(output, classifier);
  const labels = classifier && labelsIn(classifier);
  const shape = file.shapes.get(from) ?? (labels && ['N', labels.length]);
  if (!shape) return [];
  const isScores = behind === null || behind === 'ZipMap';
  const end = {
    output,
    source: from,
    shape,
    labels: namesOf(labels),
    behind,
    rank: isScores ? 0 : 1,
  } as const;
  const maker = file.makers.get(from);
  const isStandard = maker?.domain === '' || maker?.domain === 'ai.onnx';
  if (isStandard && maker.opType === 'Sigmoid') return [{ ...end, source: maker.input[0], kind: 'sigmoid' }];
  // Of two axes the last one has the classes.
  const axis = maker?.attribute.find(({ name }) => name === 'axis')?.i ?? 1n;
  if (isStandard && maker.opType === 'Softmax' && shape.length === 2 && (axis === 1n || axis === -1n))
    return [{ ...end, source: maker.input[0], kind: 'softmax' }];
  return [{ ...end, kind: 'logits' }];
}

/** The scores from which a label was made; the label itself where there are none. */
function labelsOf(output: Value, file: Ends): RawEnd[] {
  let value = output;
  // Nodes may stand in a circle.
  for (let left = file.makers.size; left > 0; left--) {
    const node = file.makers.get(value);
    if (!node) break;
    if (mlClassifiers.has(node.opType)) {
      if (!hasScores(node)) return labelEnd(output, node);
      return scoresOf(output, node.output[1], file, node.opType);
    }
    if (node.opType === 'ArgMax') return scoresOf(output, node.input[0], file, 'ArgMax');
    const next = passingLabels[node.opType];
    if (next === undefined) break;
    value = node.input[next] ?? '';
  }
  return [];
}

function labelEnd(output: Value, classifier: NodeProto): RawEnd[] {
  const labels = labelsIn(classifier);
  if (!labels) return [];
  return [
    {
      ...{ output, source: classifier.output[0], kind: 'labels', shape: ['N', labels.length] },
      ...{ labels: namesOf(labels), behind: classifier.opType, rank: 2 },
    },
  ];
}

function classifierBehind(from: Value, { makers }: Ends): NodeProto | undefined {
  let value = from;
  for (let left = makers.size; left > 0; left--) {
    const node = makers.get(value);
    if (!node) break;
    if (mlClassifiers.has(node.opType)) return node.output[1] === value ? node : undefined;
    if (!passingScores.has(node.opType)) break;
    value = node.input[0] ?? '';
  }
  return undefined;
}

/** A support vector machine without probabilities gives a number for each pair of classes. */
function hasScores({ opType, attribute }: NodeProto): boolean {
  const has = (key: string) =>
    attribute.some(({ name, floats, ints }) => name === key && (floats.length > 0 || ints.length > 0));
  return opType !== 'SVMClassifier' || has('prob_a') || !has('vectors_per_class');
}

/** The attributes of a classical model that name its classes. */
export const isClassLabels = ({ name }: AttributeProto): boolean => name.startsWith('classlabels_');

const text = new TextDecoder();

function labelsIn({ attribute }: NodeProto): string[] | null {
  for (const each of attribute.filter(isClassLabels)) {
    const { strings, ints } = each;
    if (strings.length > 0) return strings.map((bytes) => text.decode(bytes));
    if (ints.length > 0) return ints.map(String);
  }
  return null;
}

const namesOf = (labels: readonly string[] | null | undefined) =>
  !labels || labels.every((label, index) => label === String(index)) ? null : labels;
