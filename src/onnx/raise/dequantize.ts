import { fromFloat16, toFloat16 } from '../../tensor/float16.ts';
import { float32, sizeOf, type Tensor } from '../../tensor/tensor.ts';
import { elementTypeOf } from '../graph/elementTypes.ts';
import type { Node } from '../graph/graph.ts';
import { standardNode } from '../graph/standardNode.ts';
import {
  type Conversion,
  type ConversionRules,
  constant,
  intAttribute,
  type Raising,
  raiseError,
  withAttributes,
} from './rule.ts';

/** Whole numbers that opset 17 turns into floats itself. */
const narrow: ReadonlySet<string | undefined> = new Set(['int8', 'uint8', 'int32', undefined]);

/** Scales of blocks, and whole numbers of 16 bits, are for weights: these become floats as the file is read. */
const dequantizeLinear: Conversion<'DequantizeLinear'> = (node, raising) => {
  const blockSize = intAttribute(node, 'block_size', 0);
  const plain = withAttributes(node, ['block_size', 'output_dtype']);
  if (blockSize === 0 && narrow.has(raising.typeOf(node.inputs[0])?.type)) return [plain];
  const [levels, scale, zeroPoint] = node.inputs.map((value) => raising.constantOf(value));
  if (!levels || !scale || (node.inputs[2] && !zeroPoint)) {
    const form =
      blockSize === 0 ? `whole numbers of ${raising.typeOf(node.inputs[0])?.type}` : 'a scale for each block';
    throw raiseError(node, raising, `${form} can be read of constant weights only`);
  }
  raising.define(node.outputs[0], dequantized(node, raising, { levels, scale, zeroPoint, blockSize }));
  return [];
};

interface Blocks {
  readonly levels: Tensor;
  readonly scale: Tensor;
  readonly zeroPoint: Tensor | undefined;
  /** Elements along the axis that share a scale; 0: all of one place on the axis, or all. */
  readonly blockSize: number;
}

function dequantized(
  node: Parameters<Conversion<'DequantizeLinear'>>[0],
  raising: Raising,
  { levels, scale, zeroPoint, blockSize }: Blocks,
): Tensor {
  const { shape } = levels;
  const stated = intAttribute(node, 'axis', 1);
  const axis = stated < 0 ? stated + shape.length : stated;
  const size = shape[axis] ?? 1;
  const inner = sizeOf(shape.slice(axis + 1));
  const blocks = blockSize === 0 ? 1 : Math.ceil(size / blockSize);
  const expected = blockSize === 0 ? [1, size] : [sizeOf(shape.slice(0, axis)) * blocks * inner];
  if (!expected.includes(scale.data.length) || (zeroPoint && zeroPoint.data.length !== scale.data.length)) {
    throw raiseError(
      node,
      raising,
      `scales [${scale.shape}] do not go with [${shape}] in blocks of ${blockSize}`,
    );
  }
  const scales =
    scale.type === 'float16' ? fromFloat16(scale.data as Uint16Array) : (scale.data as Float32Array);
  const placeOf = (index: number): number => {
    if (scale.data.length === 1) return 0;
    const along = Math.floor(index / inner) % size;
    if (blockSize === 0) return along;
    const outer = Math.floor(index / (inner * size));
    return (outer * blocks + Math.floor(along / blockSize)) * inner + (index % inner);
  };
  const numbers = Float32Array.from(levels.data as ArrayLike<number>, (level, index) => {
    const place = placeOf(index);
    return (level - Number(zeroPoint?.data[place] ?? 0)) * scales[place];
  });
  if (scale.type !== 'float16') return { type: 'float32', shape, data: numbers };
  return { type: 'float16', shape, data: Uint16Array.from(numbers, toFloat16) };
}

/** The type of the whole numbers, which a file of opset 21 may say without a zero point. */
const quantizeLinear: Conversion<'QuantizeLinear'> = (node, raising) => {
  const { block_size = 0, precision = 0, output_dtype = 0 } = node.attributes;
  const plain = withAttributes(node, ['block_size', 'output_dtype', 'precision', 'saturate']);
  const type = raising.typeOf(node.inputs[2])?.type ?? elementTypeOf(output_dtype) ?? 'uint8';
  const isKnown = output_dtype === 0 || elementTypeOf(output_dtype) === type;
  if (block_size !== 0 || !(precision === 0 || precision === 1)) {
    throw raiseError(node, raising, 'blocks and other precisions have no counterpart in opset 17');
  }
  if (!isKnown || (type !== 'int8' && type !== 'uint8')) {
    throw raiseError(node, raising, 'only whole numbers of 8 bits are supported');
  }
  if (node.inputs[2] || output_dtype === 0) return [plain];
  const data = type === 'int8' ? new Int8Array(1) : new Uint8Array(1);
  const zero = constant(raising, `${node.name}.zero`, { type, shape: [], data } as Tensor);
  return [{ ...plain, inputs: [node.inputs[0], node.inputs[1], zero] } satisfies Node];
};

/** From floats to whole numbers and back, in the forms that came after opset 17. */
export const dequantization = {
  DequantizeLinear: [{ from: 19, convert: dequantizeLinear }],
  QuantizeLinear: [{ from: 19, convert: quantizeLinear }],
} satisfies ConversionRules;

/** Weights of `bits` bits, [N, blocks, bytes], packed from the lowest bits on; zero points are packed likewise, row by row. */
const matMulNBits: Conversion<'com.microsoft:MatMulNBits'> = (node, raising) => {
  const { K: rows = 0, N: columns = 0, bits = 4, block_size: size = 0, accuracy_level = 0 } = node.attributes;
  const [x, packed, scales, zeroPoints = '', order = '', bias = ''] = node.inputs;
  if (order !== '' || (bits !== 4 && bits !== 8)) {
    throw raiseError(node, raising, `weights of ${bits} bits, or in another order, are not supported`);
  }
  if (accuracy_level === 4)
    throw raiseError(node, raising, 'rounding its input (accuracy_level 4) is not supported');
  const [levels, scale, zeros] = [packed, scales, zeroPoints].map((value) => raising.constantOf(value));
  const blocks = Math.ceil(rows / size);
  const perByte = 8 / bits;
  const rowBytes = Math.ceil(blocks / perByte);
  if (
    !(rows > 0 && columns > 0 && size > 0) ||
    levels?.data.length !== (columns * blocks * size) / perByte ||
    scale?.type !== 'float32' ||
    scale.data.length !== columns * blocks ||
    (zeroPoints !== '' && (zeros?.type !== 'uint8' || zeros.data.length !== columns * rowBytes))
  ) {
    throw raiseError(node, raising, 'weights, scales and zero points must be constants that go with K and N');
  }
  const numberAt = ({ data }: Tensor, byte: number, place: number) =>
    (Number(data[byte]) >> (bits * (place % perByte))) & (2 ** bits - 1);
  const weights = new Float32Array(rows * columns);
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++) {
      const block = Math.floor(row / size);
      const place = (column * blocks + block) * size + (row % size);
      const level = numberAt(levels, Math.floor(place / perByte), place);
      const zero = zeros
        ? numberAt(zeros, column * rowBytes + Math.floor(block / perByte), block)
        : 2 ** (bits - 1);
      weights[row * columns + column] = (level - zero) * Number(scale.data[column * blocks + block]);
    }
  }
  const w = constant(raising, `${node.name}.weights`, float32([rows, columns], weights));
  if (bias === '')
    return [standardNode('MatMul', { name: node.name, inputs: [x, w], outputs: node.outputs })];
  const product = raising.fresh(`${node.name}.product`);
  return [
    standardNode('MatMul', { name: product, inputs: [x, w] }),
    standardNode('Add', { name: node.name, inputs: [product, bias], outputs: node.outputs }),
  ];
};

/** Weights of few bits, which become floats as the file is read. */
export const dequantizationOfMicrosoft = {
  MatMulNBits: [{ convert: matMulNBits }],
} satisfies ConversionRules<'com.microsoft'>;
