import { fromBinary } from '@bufbuild/protobuf';
import { TensorProto_DataType, TensorProtoSchema } from 'onnx-buf';
import { expect, it, test } from 'vitest';
import { decodeModel } from '#passband/onnx/read/decodeModel.ts';
import { decodeTensor } from '#passband/onnx/read/decodeTensor.ts';
import { float32 } from '#passband/tensor/tensor.ts';
import golden from '../../golden/onnx/narrowWeights.json' with { type: 'json' };
import {
  attribute,
  floats,
  foreignModel,
  node,
  valueInfo,
  whole,
} from '../../support/models/foreignModel.ts';
import '../../support/matchers.ts';
import { runGraph } from '../../support/models/runGraph.ts';

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));

const types = { int4: 'int8', uint4: 'uint8', bfloat16: 'float32' } as const;

test.each(golden.tensors)('$count numbers of $type, $form, are those that onnx wrote', (each) => {
  const read = decodeTensor(fromBinary(TensorProtoSchema, bytesOf(each.tensor)));
  expect(read.type).toBe(types[each.type as keyof typeof types]);
  expect(read.shape).toEqual([1, each.count]);
  expect(Array.from(read.data, Number)).toEqual(each.values);
});

test.each(golden.models)('$title: the model gives what onnx’s reference gives', async ({ model, x, y }) => {
  const results = await runGraph(decodeModel(bytesOf(model)), { x: float32([1, 6, 4], x) });
  expect(results.y.data as Float32Array).toBeNear(Float32Array.from(y), 1e-6);
});

const { INT4, UINT8, UINT16 } = TensorProto_DataType;

it.each([
  [
    "QuantizeLinear 'rounding': rounding to 4 bits",
    'QuantizeLinear',
    ['x', 's', 'z'],
    whole('z', [], INT4, [3]),
  ],
  [
    "QuantizeLinear 'rounding' of opset 21: only whole numbers of 8 bits are supported",
    ...(['QuantizeLinear', ['x', 's', 'z'], whole('z', [], UINT16, [3])] as const),
  ],
  ["Cast 'rounding' of opset 21: whole numbers of 4 bits", 'Cast', ['x'], attribute.i('to', INT4)],
  [
    "DequantizeLinear 'rounding' of opset 21: a scale for each block can be read of constant weights only",
    ...(['DequantizeLinear', ['x', 's'], attribute.i('block_size', 16)] as const),
  ],
] as const)('what has no counterpart is refused: %s', (message, op, inputs, more) => {
  const isAttribute = 'type' in more;
  const initializers = [floats('s', [], [0.5]), ...(isAttribute ? [] : [more])];
  const bytes = foreignModel({
    opset: 21,
    nodes: [{ ...node(op, [...inputs], ['y'], ...(isAttribute ? [more] : [])), name: 'rounding' }],
    inputs: [valueInfo('x', [1, 4], op === 'DequantizeLinear' ? UINT8 : 1)],
    outputs: [valueInfo('y', [1, 4])],
    initializers,
  });
  expect(() => decodeModel(bytes)).toThrow(message);
});

it('refuses a tensor of 4 bits with bytes that do not go with its shape', () => {
  const proto = { name: 'w', dataType: INT4, dims: [3n], rawData: Uint8Array.of(1, 2, 3) };
  const bytes = foreignModel({ opset: 21, nodes: [], inputs: [], outputs: [], initializers: [proto] });
  expect(() => decodeModel(bytes)).toThrow("tensor 'w': 3 numbers of 4 bits need 2 bytes, got 3");
});
