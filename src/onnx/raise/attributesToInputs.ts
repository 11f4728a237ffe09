import type { Node } from '../graph/graph.ts';
import type { OperatorIn } from '../graph/operators.ts';
import {
  type Conversion,
  type ConversionRules,
  constant,
  intAttribute,
  intsConstant,
  listAttribute,
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
  return [{ ...withAttributes(node, ['ratio']), inputs: [node.inputs[0], ratio], outputs }];
};

const renamed =
  (op: OperatorIn<''>): Conversion =>
  (node: Node) => [{ ...node, op }];

/** Operators whose attributes became inputs between opset 7 and 17. */
export const attributesToInputs = {
  Clip: [{ below: 11, convert: clip }],
  Dropout: [{ below: 12, convert: dropout }],
  Pad: [{ below: 11, convert: pad }],
  ReduceSum: [{ below: 13, convert: listToInput('axes') }],
  Scatter: [{ convert: renamed('ScatterElements') }],
  Slice: [{ below: 10, convert: slice }],
  Split: [{ below: 13, convert: listToInput('split') }],
  Squeeze: [{ below: 13, convert: listToInput('axes') }],
  TopK: [{ below: 10, convert: topK }],
  Unsqueeze: [{ below: 13, convert: listToInput('axes') }],
} satisfies ConversionRules;
