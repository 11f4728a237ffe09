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

/** The product of two matrices of whole numbers, each with its zero point, in floats. */
function product(
  node: Node,
  raising: Raising,
  [a, b, aZero, bZero]: readonly [Value, Value, aZero: Value, bZero: Value],
  output: Value,
): Node[] {
  return betweenLevels({ ...node, outputs: [output] }, raising, {
    op: 'MatMul',
    operands: [
      whole(node, raising, a, { zeroPoint: aZero, axis: axisFromBehind(raising, a, 1) }),
      whole(node, raising, b, { zeroPoint: bZero, axis: axisFromBehind(raising, b, 0) }),
    ],
    result: null,
  });
}

const matMulInteger: Conversion<'MatMulInteger'> = (node, raising) => {
  const [a, b, aZero = '', bZero = ''] = node.inputs;
  const sums = raising.fresh(`${node.name}.sums`);
  return wholeSums(node, raising, product(node, raising, [a, b, aZero, bZero], sums), sums);
};

interface ScaledProduct {
  readonly matrices: readonly [a: Value, b: Value, aZero: Value, bZero: Value];
  readonly scales: readonly [Value, Value];
  readonly bias: Value;
}

/**
 * A product of quantised matrices in floats, and a bias. The scales come behind the product: ONNX Runtime takes floats that
 * whole numbers of weights stand for, with a bias behind them, to a product that rounds anew.
 */
function scaledProduct(node: Node, raising: Raising, { matrices, scales, bias }: ScaledProduct): Node[] {
  const [sums, both, scaled] = ['sums', 'scales', 'scaled'].map((part) =>
    raising.fresh(`${node.name}.${part}`),
  );
  const result = bias === '' ? node.outputs[0] : scaled;
  return [
    ...product(node, raising, matrices, sums),
    standardNode('Mul', { name: both, inputs: scales }),
    standardNode('Mul', { name: scaled, inputs: [sums, both], outputs: [result] }),
    ...(bias === ''
      ? []
      : [standardNode('Add', { name: `${node.name}.bias`, inputs: [result, bias], outputs: node.outputs })]),
  ];
}

const matMulIntegerToFloat: Conversion<'com.microsoft:MatMulIntegerToFloat'> = (node, raising) => {
  const [a, b, aScale, bScale, aZero = '', bZero = '', bias = ''] = node.inputs;
  return scaledProduct(node, raising, {
    matrices: [a, b, aZero, bZero],
    scales: [aScale, bScale],
    bias,
  });
};

const dynamicQuantizeMatMul: Conversion<'com.microsoft:DynamicQuantizeMatMul'> = (node, raising) => {
  const [a, b, bScale, bZero = '', bias = ''] = node.inputs;
  const [levels, scale, zeroPoint] = ['levels', 'scale', 'zero'].map((part) =>
    raising.fresh(`${node.name}.${part}`),
  );
  const quantiser = standardNode('DynamicQuantizeLinear', {
    name: levels,
    inputs: [a],
    outputs: [levels, scale, zeroPoint],
  });
  const scaled = scaledProduct(node, raising, {
    matrices: [levels, b, zeroPoint, bZero],
    scales: [scale, bScale],
    bias,
  });
  return [quantiser, ...scaled];
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
