import type { Node, Value } from '../graph/graph.ts';
import { standardNode } from '../graph/standardNode.ts';
import { betweenLevels, type Levels, unitScale } from './levels.ts';
import { axisFromBehind } from './qlinear.ts';
import type { Conversion, ConversionRules, Raising } from './rule.ts';

/** Whole numbers as they are: the floats less the zero point. */
function whole(
  node: Node,
  raising: Raising,
  levels: Value,
  { zeroPoint, axis }: Omit<Levels, 'levels' | 'scale'>,
): Levels {
  return { levels, scale: unitScale(raising, node.name, zeroPoint), zeroPoint, axis };
}

/**
 * Sums of products of whole numbers, computed in floats, which hold them exactly up to 2^24. Casts to floats behind them
 * read these, so that gradients pass; whatever else reads the sums gets whole numbers.
 */
function wholeSums(node: Node, raising: Raising, nodes: readonly Node[], sums: Value): Node[] {
  raising.setFloatOf(node.outputs[0], sums);
  const cast = standardNode('Cast', {
    name: `${node.name}.whole`,
    inputs: [sums],
    outputs: node.outputs,
    attributes: { to: 6 },
  });
  return [...nodes, cast];
}

const convInteger: Conversion<'ConvInteger'> = (node, raising) => {
  const [x, w, xZero = '', wZero = ''] = node.inputs;
  const sums = raising.fresh(`${node.name}.sums`);
  const nodes = betweenLevels({ ...node, outputs: [sums] }, raising, {
    op: 'Conv',
    attributes: node.attributes,
    operands: [
      whole(node, raising, x, { zeroPoint: xZero }),
      whole(node, raising, w, { zeroPoint: wZero, axis: 0 }),
    ],
    result: null,
  });
  return wholeSums(node, raising, nodes, sums);
};

const matMulInteger: Conversion<'MatMulInteger'> = (node, raising) => {
  const [a, b, aZero = '', bZero = ''] = node.inputs;
  const sums = raising.fresh(`${node.name}.sums`);
  const nodes = betweenLevels({ ...node, outputs: [sums] }, raising, {
    op: 'MatMul',
    operands: [
      whole(node, raising, a, { zeroPoint: aZero, axis: axisFromBehind(raising, a, 1) }),
      whole(node, raising, b, { zeroPoint: bZero, axis: axisFromBehind(raising, b, 0) }),
    ],
    result: null,
  });
  return wholeSums(node, raising, nodes, sums);
};

/** A product of quantised matrices, in floats, and a bias of floats. */
function floatProduct(node: Node, raising: Raising, a: Levels, b: Levels, bias: Value): Node[] {
  const output = bias === '' ? node.outputs[0] : raising.fresh(`${node.name}.product`);
  const nodes = betweenLevels({ ...node, outputs: [output] }, raising, {
    op: 'MatMul',
    operands: [a, { ...b, axis: axisFromBehind(raising, b.levels, 0) }],
    result: null,
  });
  if (bias === '') return nodes;
  return [
    ...nodes,
    standardNode('Add', { name: `${node.name}.bias`, inputs: [output, bias], outputs: node.outputs }),
  ];
}

const matMulIntegerToFloat: Conversion<'com.microsoft:MatMulIntegerToFloat'> = (node, raising) => {
  const [a, b, aScale, bScale, aZero = '', bZero = '', bias = ''] = node.inputs;
  return floatProduct(
    node,
    raising,
    { levels: a, scale: aScale, zeroPoint: aZero, axis: axisFromBehind(raising, a, 0) },
    { levels: b, scale: bScale, zeroPoint: bZero },
    bias,
  );
};

const dynamicQuantizeMatMul: Conversion<'com.microsoft:DynamicQuantizeMatMul'> = (node, raising) => {
  const [a, b, bScale, bZero = '', bias = ''] = node.inputs;
  const [levels, scale, zeroPoint] = ['levels', 'scale', 'zero'].map((part) =>
    raising.fresh(`${node.name}.${part}`),
  );
  return [
    standardNode('DynamicQuantizeLinear', {
      name: levels,
      inputs: [a],
      outputs: [levels, scale, zeroPoint],
    }),
    ...floatProduct(
      node,
      raising,
      { levels, scale, zeroPoint },
      { levels: b, scale: bScale, zeroPoint: bZero },
      bias,
    ),
  ];
};

/** Products of whole numbers, whose sums become floats behind them. */
export const integerProducts = {
  ConvInteger: [{ convert: convInteger }],
  MatMulInteger: [{ convert: matMulInteger }],
} satisfies ConversionRules;

export const integerProductsOfMicrosoft = {
  DynamicQuantizeMatMul: [{ convert: dynamicQuantizeMatMul }],
  MatMulIntegerToFloat: [{ convert: matMulIntegerToFloat }],
} satisfies ConversionRules<'com.microsoft'>;
