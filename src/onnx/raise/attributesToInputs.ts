import { elementTypeCodes } from '../graph/elementTypes.ts';
import type { Node } from '../graph/graph.ts';
import type { OperatorIn } from '../graph/operators.ts';
import { standardNode } from '../graph/standardNode.ts';
import {
  type Conversion,
  type ConversionRules,
  constant,
  intAttribute,
  intsConstant,
  listAttribute,
  type Raising,
  raiseError,
  scalarLike,
  withAttributes,
} from './rule.ts';

/** Moves one list of integers from an attribute to input 2, where it is given. */
const listToInput =
  (name: 'axes' | 'split'): Conversion<'ReduceSum' | 'Split' | 'Squeeze' | 'Unsqueeze'> =>
  (node, raising) => {
    const list = listAttribute(node, name);
    if (!list) return [node];
    const inputs = [node.inputs[0], intsConstant(raising, `${node.name}.${name}`, list)];
    return [{ ...withAttributes(node, [name]), inputs }];
  };

const clip: Conversion<'Clip'> = (node, raising) => {
  const bounds = (['min', 'max'] as const).map((name) => {
    if (node.attributes[name] === undefined) return '';
    return scalarLike(raising, node.inputs[0], `${node.name}.${name}`, intAttribute(node, name, 0));
  });
  return [{ ...withAttributes(node, ['min', 'max']), inputs: [node.inputs[0], ...bounds] }];
};

const pad: Conversion<'Pad'> = (node, raising) => {
  const pads = listAttribute(node, 'pads');
  if (!pads) throw raiseError(node, raising, 'pads are missing');
  const inputs = [
    node.inputs[0],
    intsConstant(raising, `${node.name}.pads`, pads),
    scalarLike(raising, node.inputs[0], `${node.name}.value`, intAttribute(node, 'value', 0)),
  ];
  return [{ ...withAttributes(node, ['pads', 'value']), inputs }];
};

const slice: Conversion<'Slice'> = (node, raising) => {
  const starts = listAttribute(node, 'starts');
  const ends = listAttribute(node, 'ends');
  if (!starts || !ends) throw raiseError(node, raising, 'starts and ends are missing');
  const axes = listAttribute(node, 'axes') ?? starts.map((_, index) => index);
  const inputs = [
    node.inputs[0],
    intsConstant(raising, `${node.name}.starts`, starts),
    intsConstant(raising, `${node.name}.ends`, ends),
    intsConstant(raising, `${node.name}.axes`, axes),
  ];
  return [{ ...withAttributes(node, ['starts', 'ends', 'axes']), inputs }];
};

const topK: Conversion<'TopK'> = (node, raising) => {
  const k = intsConstant(raising, `${node.name}.k`, [intAttribute(node, 'k', 0)]);
  return [{ ...withAttributes(node, ['k']), inputs: [node.inputs[0], k] }];
};

/** Below opset 12 dropout passes its input on; its mask was a float below opset 10. */
const dropout: Conversion<'Dropout'> = (node, raising) => {
  const [output, mask = ''] = node.outputs;
  const isMasked = raising.isUsed(mask);
  if (isMasked && raising.opset < 10) throw raiseError(node, raising, 'its mask is not supported');
  const ratio = constant(raising, `${node.name}.ratio`, {
    type: 'float32',
    shape: [],
    data: Float32Array.of(intAttribute(node, 'ratio', 0.5)),
  });
  const outputs = isMasked ? [output, mask] : [output];
  return [{ ...withAttributes(node, ['ratio', 'is_test']), inputs: [node.inputs[0], ratio], outputs }];
};

type Broadcasting =
  | 'Add'
  | 'Sub'
  | 'Mul'
  | 'Div'
  | 'Pow'
  | 'And'
  | 'Or'
  | 'Xor'
  | 'Equal'
  | 'Greater'
  | 'Less';

/** Below opset 7 the second input lies along axes of the first from `axis` on; without it along the last ones. */
const broadcast: Conversion<Broadcasting> = (node, raising) => {
  const plain = withAttributes(node, ['broadcast', 'axis']);
  const axis = intAttribute(node, 'axis', -1);
  if (intAttribute(node, 'broadcast', 0) === 0 || axis < 0) return [plain];
  return along(plain, raising, axis);
};

/** Below opset 7 a slope for each channel has no axes for the pixels. */
const slopes: Conversion<'PRelu'> = (node, raising) => {
  const isPerChannel = raising.typeOf(node.inputs[1])?.shape.length === 1;
  return isPerChannel ? along(node, raising, 1) : [node];
};

/** The node with axes of size 1 behind those of its second input, which begin at `axis` of the first. */
function along(node: Node, raising: Raising, axis: number): Node[] {
  const [first, second] = node.inputs;
  const ranks = [first, second].map((input) => raising.typeOf(input)?.shape.length);
  const [rank, own] = ranks;
  if (rank === undefined || own === undefined)
    throw raiseError(node, raising, 'the ranks of its inputs must be known');
  const missing = rank - axis - own;
  const isSingle = raising.typeOf(second)?.shape.every((dim) => dim === 1);
  if (missing <= 0 || isSingle) return [node];
  const axes = intsConstant(
    raising,
    `${node.name}.axes`,
    Array.from({ length: missing }, (_, index) => own + index),
  );
  const name = raising.fresh(`${node.name}.along`);
  return [
    standardNode('Unsqueeze', { name, inputs: [second, axes] }),
    { ...node, inputs: [first, name, ...node.inputs.slice(2)] },
  ];
}

/** Below opset 6 the type is a name. */
const cast: Conversion<'Cast'> = (node, raising) => {
  const { to } = node.attributes as { to?: unknown };
  if (typeof to !== 'string') return [node];
  const code =
    codes[to.toLowerCase()] ??
    codes[`${to.toLowerCase()}32`] ??
    (to.toLowerCase() === 'double' ? 11 : undefined);
  if (code === undefined) throw raiseError(node, raising, `element type '${to}' is not supported`);
  return [withAttributes(node, [], { to: code })];
};

const codes: Readonly<Record<string, number>> = elementTypeCodes;

const broadcastBelow7 = [{ below: 7, convert: broadcast }];

const renamed =
  (op: OperatorIn<''>): Conversion =>
  (node: Node) => [{ ...node, op }];

/** Operators whose attributes became inputs, or shapes, between opset 5 and 17. */
export const attributesToInputs = {
  Add: broadcastBelow7,
  And: broadcastBelow7,
  Cast: [{ below: 6, convert: cast }],
  Clip: [{ below: 11, convert: clip }],
  Div: broadcastBelow7,
  Dropout: [{ below: 12, convert: dropout }],
  Equal: broadcastBelow7,
  Gemm: [{ below: 7, convert: (node) => [withAttributes(node, ['broadcast'])] }],
  Greater: broadcastBelow7,
  Less: broadcastBelow7,
  Mul: broadcastBelow7,
  Or: broadcastBelow7,
  PRelu: [{ below: 7, convert: slopes }],
  Pow: broadcastBelow7,
  Sub: broadcastBelow7,
  Xor: broadcastBelow7,
  Pad: [{ below: 11, convert: pad }],
  ReduceSum: [{ below: 13, convert: listToInput('axes') }],
  Scatter: [{ convert: renamed('ScatterElements') }],
  Slice: [{ below: 10, convert: slice }],
  Split: [{ below: 13, convert: listToInput('split') }],
  Squeeze: [{ below: 13, convert: listToInput('axes') }],
  TopK: [{ below: 10, convert: topK }],
  Unsqueeze: [{ below: 13, convert: listToInput('axes') }],
} satisfies ConversionRules;
