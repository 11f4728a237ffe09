import type { Attributes, Node, Value } from '../graph/graph.ts';
import type { AttributesOf, OperatorIn } from '../graph/operators.ts';
import { standardNode } from '../graph/standardNode.ts';
import { flattenedSoftmax } from './activations.ts';
import { channelsFirst } from './channelsFirst.ts';
import { betweenLevels, dequantize, type Levels, levelsAt, productScale, quantize } from './levels.ts';
import { type Conversion, type ConversionRules, intAttribute, type Raising } from './rule.ts';

/** The last axis but `back` of a value, undefined where its rank is not known or has none. */
export function axisFromBehind(raising: Raising, value: Value, back: number): number | undefined {
  const rank = raising.typeOf(value)?.shape.length;
  return rank === undefined || rank <= back ? undefined : rank - 1 - back;
}

/** x, w with a scale for each output channel, y, and a bias of whole numbers worth the product of both scales. */
const conv: Conversion<'QLinearConv' | 'com.microsoft:QLinearConv'> = (node, raising) => {
  const [x, w] = [levelsAt(node, 0), levelsAt(node, 3, 0)];
  const [scale, zeroPoint = '', bias = ''] = node.inputs.slice(6);
  const sums: Levels[] =
    bias === ''
      ? []
      : [{ levels: bias, scale: productScale(node, raising, [x.scale, w.scale]), zeroPoint: '', axis: 0 }];
  return betweenLevels(node, raising, {
    op: 'Conv',
    attributes: without(node, 'channels_last'),
    operands: [x, w, ...sums],
    result: { scale, zeroPoint },
  });
};

/** Scales may be one for each row of the first matrix and for each column of the second. */
const matMul: Conversion<'QLinearMatMul'> = (node, raising) => {
  const [a, b] = [levelsAt(node, 0), levelsAt(node, 3)];
  const rows = axisFromBehind(raising, a.levels, 1);
  const columns = axisFromBehind(raising, b.levels, 0);
  return betweenLevels(node, raising, {
    op: 'MatMul',
    operands: [
      { ...a, axis: rows },
      { ...b, axis: columns },
    ],
    result: { scale: node.inputs[6], zeroPoint: node.inputs[7], axis: rows },
  });
};

/** A and B, C of whole numbers worth the product of both scales and alpha; floats where no scale of Y is given. */
const gemm: Conversion<'com.microsoft:QGemm'> = (node, raising) => {
  const { alpha = 1, transA = 0, transB = 0 } = node.attributes;
  const [a, b] = [levelsAt(node, 0), levelsAt(node, 3, transB === 0 ? 1 : 0)];
  const [c = '', scale = '', zeroPoint = ''] = node.inputs.slice(6);
  const sums = (): Levels => ({
    levels: c,
    scale: productScale(node, raising, [a.scale, b.scale], alpha),
    zeroPoint: '',
    axis: axisFromBehind(raising, c, 0),
  });
  return betweenLevels(node, raising, {
    op: 'Gemm',
    attributes: { alpha, transA, transB },
    operands: [a, b, ...(c === '' ? [] : [sums()])],
    result: scale === '' ? null : { scale, zeroPoint },
  });
};

const binary =
  (op: 'Add' | 'Mul'): Conversion<'com.microsoft:QLinearAdd' | 'com.microsoft:QLinearMul'> =>
  (node, raising) =>
    betweenLevels(node, raising, {
      op,
      operands: [levelsAt(node, 0), levelsAt(node, 3)],
      result: { scale: node.inputs[6], zeroPoint: node.inputs[7] ?? '' },
    });

const where: Conversion<'com.microsoft:QLinearWhere'> = (node, raising) =>
  betweenLevels(node, raising, {
    op: 'Where',
    operands: [node.inputs[0], levelsAt(node, 1), levelsAt(node, 4)],
    result: { scale: node.inputs[7], zeroPoint: node.inputs[8] ?? '' },
  });

/** Scale and zero point of the result come first. */
const concat: Conversion<'com.microsoft:QLinearConcat'> = (node, raising) => {
  const [scale, zeroPoint, ...parts] = node.inputs;
  return betweenLevels(node, raising, {
    op: 'Concat',
    attributes: { axis: intAttribute(node, 'axis', 0) },
    operands: Array.from({ length: Math.ceil(parts.length / 3) }, (_, part) => levelsAt(node, 2 + 3 * part)),
    result: { scale, zeroPoint },
  });
};

/** An operator of one quantised value. */
const unary =
  <Op extends OperatorIn<''>>(op: Op): Conversion =>
  (node, raising) =>
    betweenLevels(node, raising, {
      op,
      attributes: without(node, 'channels_last') as AttributesOf<Op>,
      operands: [levelsAt(node, 0)],
      result: { scale: node.inputs[3], zeroPoint: node.inputs[4] ?? '' },
    });

/** `opset` says whose softmax it is: below 13 that of a matrix. */
const softmax: Conversion<'com.microsoft:QLinearSoftmax'> = (node, raising) => {
  const x = levelsAt(node, 0);
  const attributes = { axis: intAttribute(node, 'axis', -1) };
  const [float, shares] = ['x', 'Softmax'].map((part) => raising.fresh(`${node.name}.${part}`));
  const computed = {
    ...standardNode('Softmax', { name: shares, inputs: [float] }),
    op: 'Softmax' as const,
    attributes,
  };
  const type = raising.typeOf(x.levels);
  const knowing: Raising = {
    ...raising,
    typeOf: (value) => (value === float ? type && { ...type, type: 'float32' } : raising.typeOf(value)),
  };
  const result = { levels: shares, scale: node.inputs[3], zeroPoint: node.inputs[4] ?? '' };
  return [
    dequantize(node, raising, x, float),
    ...(intAttribute(node, 'opset', 13) >= 13 ? [computed] : flattenedSoftmax(computed, knowing)),
    quantize(node, raising, result, x),
  ];
};

/** What ONNX Runtime could do before the standard could. */
const standard: Conversion = (node) => [{ ...node, domain: '' }];

function without({ attributes }: Node, name: string): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([each]) => each !== name));
}

/** Operators between whole numbers, as the same between the floats that these stand for. */
export const qlinear = {
  QLinearConv: [{ convert: conv }],
  QLinearMatMul: [{ convert: matMul }],
} satisfies ConversionRules;

export const qlinearOfMicrosoft = {
  DequantizeLinear: [{ convert: standard }],
  NhwcMaxPool: [{ convert: channelsFirst((node) => [{ ...node, op: 'MaxPool', domain: '' }], true) }],
  QGemm: [{ convert: gemm }],
  QLinearAdd: [{ convert: binary('Add') }],
  QLinearAveragePool: [{ convert: channelsFirst(unary('AveragePool')) }],
  QLinearConcat: [{ convert: concat }],
  QLinearConv: [{ convert: channelsFirst(conv) }],
  QLinearGlobalAveragePool: [{ convert: channelsFirst(unary('GlobalAveragePool')) }],
  QLinearLeakyRelu: [{ convert: unary('LeakyRelu') }],
  QLinearMul: [{ convert: binary('Mul') }],
  QLinearReduceMean: [{ convert: unary('ReduceMean') }],
  QLinearSigmoid: [{ convert: unary('Sigmoid') }],
  QLinearSoftmax: [{ convert: softmax }],
  QLinearWhere: [{ convert: where }],
  QuantizeLinear: [{ convert: standard }],
} satisfies ConversionRules<'com.microsoft'>;
