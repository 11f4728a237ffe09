import type { Node } from '../graph.ts';
import {
  type Conversion,
  type ConversionRules,
  intAttribute,
  intsConstant,
  type Raising,
  raiseError,
  scalarLike,
  withAttributes,
} from './rule.ts';

/**
 * Below opset 13 the softmax family works on the matrix that Flatten at `axis` (default 1) makes, not on one axis.
 */
const flattened: Conversion = (node, raising) => {
  const [x] = node.inputs;
  const shape = raising.typeOf(x)?.shape;
  const rank = shape?.length;
  const stated = intAttribute(node, 'axis', 1);
  const axis = stated < 0 && rank ? stated + rank : stated;
  if (shape?.slice(axis + 1).every((dim) => dim === 1)) return [withAttributes(node, [], { axis })];
  const matrix = raising.fresh(`${node.name}.matrix`);
  const result = raising.fresh(`${node.name}.result`);
  const [target, makers] = shapeLike(node, raising);
  return [
    { op: 'Flatten', domain: '', name: matrix, inputs: [x], outputs: [matrix], attributes: { axis } },
    { ...withAttributes(node, [], { axis: 1 }), inputs: [matrix], outputs: [result] },
    ...makers,
    {
      op: 'Reshape',
      domain: '',
      name: `${node.name}.shape`,
      inputs: [result, target],
      outputs: node.outputs,
      attributes: {},
    },
  ];
};

/** The shape of a node's first input as a value: a constant where all sizes but one are known. */
function shapeLike(node: Node, raising: Raising): [value: string, makers: readonly Node[]] {
  const shape = raising.typeOf(node.inputs[0])?.shape;
  if (shape && shape.filter((dim) => typeof dim === 'string').length <= 1) {
    const sizes = shape.map((dim) => (typeof dim === 'string' ? -1 : dim));
    return [intsConstant(raising, `${node.name}.sizes`, sizes), []];
  }
  const sizes = raising.fresh(`${node.name}.sizes`);
  const maker = {
    op: 'Shape',
    domain: '',
    name: sizes,
    inputs: [node.inputs[0]],
    outputs: [sizes],
    attributes: {},
  };
  return [sizes, [maker]];
}

type Step = readonly [op: string, ...inputs: (string | number)[]];

/** Spells an activation out; a step's inputs are `x`, earlier steps by `#index`, or numbers. */
const spelled =
  (steps: readonly Step[]): Conversion =>
  (node, raising) => {
    const names = steps.map((_, index) =>
      index === steps.length - 1 ? node.outputs[0] : raising.fresh(`${node.name}.${index}`),
    );
    const inputOf = (input: string | number) => {
      if (typeof input === 'number') return scalarLike(raising, node.inputs[0], `${node.name}.factor`, input);
      return input === 'x' ? node.inputs[0] : names[Number(input.slice(1))];
    };
    return steps.map(([op, ...inputs], index) => ({
      op,
      domain: '',
      name: names[index],
      inputs: inputs.map(inputOf),
      outputs: [names[index]],
      attributes: {},
    }));
  };

const exactGelu = spelled([
  ['Mul', 'x', Math.SQRT1_2],
  ['Erf', '#0'],
  ['Add', '#1', 1],
  ['Mul', 'x', '#2'],
  ['Mul', '#3', 0.5],
]);

const tanhGelu = spelled([
  ['Mul', 'x', 'x'],
  ['Mul', '#0', 'x'],
  ['Mul', '#1', 0.044715],
  ['Add', 'x', '#2'],
  ['Mul', '#3', Math.sqrt(2 / Math.PI)],
  ['Tanh', '#4'],
  ['Add', '#5', 1],
  ['Mul', 'x', '#6'],
  ['Mul', '#7', 0.5],
]);

const gelu: Conversion = (node, raising) => {
  const { approximate = 'none' } = node.attributes;
  if (approximate === 'none') return exactGelu(node, raising);
  if (approximate === 'tanh') return tanhGelu(node, raising);
  throw raiseError(node, raising, `approximate ${approximate} is unknown`);
};

const mish = spelled([
  ['Softplus', 'x'],
  ['Tanh', '#0'],
  ['Mul', 'x', '#1'],
]);

const flattenedBelow13 = [{ below: 13, convert: flattened }];

export const activations = {
  Softmax: flattenedBelow13,
  LogSoftmax: flattenedBelow13,
  Hardmax: flattenedBelow13,
  Gelu: [{ convert: gelu }],
  Mish: [{ convert: mish }],
} satisfies ConversionRules;
