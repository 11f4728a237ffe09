import { standardNode } from '../graph/standardNode.ts';
import { type Conversion, type ConversionRules, intAttribute, raiseError, withAttributes } from './rule.ts';
import { shapeLike } from './shapeLike.ts';
import { type Step, spelled } from './spelled.ts';

/**
 * Below opset 13 the softmax family works on the matrix that Flatten at `axis` (default 1) makes, not on one axis.
 */
export const flattenedSoftmax: Conversion<'Softmax' | 'LogSoftmax' | 'Hardmax'> = (node, raising) => {
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
    standardNode('Flatten', { name: matrix, inputs: [x], attributes: { axis } }),
    { ...withAttributes(node, [], { axis: 1 }), inputs: [matrix], outputs: [result] },
    ...makers,
    standardNode('Reshape', {
      name: `${node.name}.shape`,
      inputs: [result, target],
      outputs: node.outputs,
    }),
  ];
};

export const exactGelu = spelled([
  ['Mul', 'x', Math.SQRT1_2],
  ['Erf', '#0'],
  ['Add', '#1', 1],
  ['Mul', 'x', '#2'],
  ['Mul', '#3', 0.5],
]);

export const tanhGelu = spelled([
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

const gelu: Conversion<'Gelu'> = (node, raising) => {
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

/** x·sigmoid(alpha·x). */
export const swish =
  (otherwise: number): Conversion<'Swish' | 'com.microsoft:QuickGelu'> =>
  (node, raising) => {
    const alpha = intAttribute(node, 'alpha', otherwise);
    const scaled: readonly Step[] = [
      ['Mul', 'x', alpha],
      ['Sigmoid', '#0'],
      ['Mul', 'x', '#1'],
    ];
    const plain: readonly Step[] = [
      ['Sigmoid', 'x'],
      ['Mul', 'x', '#0'],
    ];
    return spelled(alpha === 1 ? plain : scaled)(node, raising);
  };

const flattenedBelow13 = [{ below: 13, convert: flattenedSoftmax }];

export const activations = {
  Softmax: flattenedBelow13,
  LogSoftmax: flattenedBelow13,
  Hardmax: flattenedBelow13,
  Gelu: [{ convert: gelu }],
  Mish: [{ convert: mish }],
  Swish: [{ convert: swish(1) }],
} satisfies ConversionRules;
