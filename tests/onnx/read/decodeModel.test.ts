import type { TensorProto_DataType as Code } from 'onnx-buf';
import { expect, test } from 'vitest';
import { elementTypeCodes } from '#passband/onnx/graph/elementTypes.ts';
import { decodeModel } from '#passband/onnx/read/decodeModel.ts';
import { encodeModel } from '#passband/onnx/write/encodeModel.ts';
import type { ElementType, Tensor } from '#passband/tensor/tensor.ts';
import {
  attribute,
  floats,
  foreignModel,
  node,
  type TensorProto,
  valueInfo,
} from '../../support/models/foreignModel.ts';
import { runModel } from '../../support/models/runGraph.ts';
import { exampleGraph } from '../exampleGraph.ts';

/** Two elements of each type, in the field that model files have for it and as an array. */
const values: Readonly<Record<ElementType, readonly [TensorProto, Tensor['data']]>> = {
  float32: [{ floatData: [1.5, -2] }, Float32Array.of(1.5, -2)],
  float64: [{ doubleData: [1.5, -2] }, Float64Array.of(1.5, -2)],
  float16: [{ int32Data: [0x3e00, 0xc000] }, Uint16Array.of(0x3e00, 0xc000)],
  int64: [{ int64Data: [1n, -(2n ** 62n)] }, BigInt64Array.of(1n, -(2n ** 62n))],
  int32: [{ int32Data: [1, -2] }, Int32Array.of(1, -2)],
  int16: [{ int32Data: [1, -2] }, Int16Array.of(1, -2)],
  int8: [{ int32Data: [1, -2] }, Int8Array.of(1, -2)],
  uint64: [{ uint64Data: [1n, 2n ** 63n] }, BigUint64Array.of(1n, 2n ** 63n)],
  uint32: [{ uint64Data: [1n, 2n ** 31n] }, Uint32Array.of(1, 2 ** 31)],
  uint16: [{ int32Data: [1, 65535] }, Uint16Array.of(1, 65535)],
  uint8: [{ int32Data: [1, 255] }, Uint8Array.of(1, 255)],
  bool: [{ int32Data: [1, 0] }, Uint8Array.of(1, 0)],
};

const modelWith = (tensor: TensorProto) =>
  foreignModel({
    opset: 13,
    nodes: [node('Identity', ['t'], ['y'])],
    inputs: [],
    outputs: [valueInfo('y', [2], tensor.dataType as Code)],
    initializers: [tensor],
  });

test.each(Object.keys(values) as ElementType[])(
  'a %s tensor is read alike from raw bytes and from its typed field, and ONNX Runtime agrees',
  async (type) => {
    const [field, data] = values[type];
    const rawData = new Uint8Array(data.buffer as ArrayBuffer);
    const head = { name: 't', dims: [2n], dataType: elementTypeCodes[type] };
    for (const proto of [
      { ...head, ...field },
      { ...head, rawData },
    ]) {
      const bytes = modelWith(proto);
      expect(decodeModel(bytes).initializers.get('t')).toEqual({ type, shape: [2], data });
      expect((await runModel(bytes, {})).y).toEqual({ type, shape: [2], data });
    }
  },
);

test('weights are read right when the file lies inside a larger buffer', () => {
  const bytes = encodeModel(exampleGraph());
  const shifted = Buffer.concat([Buffer.from('odd'), bytes]).subarray(3);
  expect(decodeModel(shifted)).toEqual(exampleGraph());
});

test('weights that older files list as inputs too are no inputs', () => {
  const bytes = foreignModel({
    opset: 9,
    ir: 3,
    nodes: [node('Add', ['x', 'w'], ['y'])],
    inputs: [valueInfo('x', [2]), valueInfo('w', [2])],
    outputs: [valueInfo('y', [2])],
    initializers: [floats('w', [2], [1, 2])],
  });
  expect([...decodeModel(bytes).inputs.keys()]).toEqual(['x']);
});

test('sizes without a name get one, each its own', () => {
  const bytes = foreignModel({
    opset: 13,
    nodes: [node('Relu', ['x'], ['y'])],
    inputs: [valueInfo('x', [undefined, 3, -1])],
    outputs: [valueInfo('y', undefined)],
  });
  expect(decodeModel(bytes).outputs.get('y')?.shape).toEqual(['x:0', 3, 'x:2']);
});

test('nodes that no output depends on are left out', () => {
  const bytes = foreignModel({
    opset: 13,
    nodes: [node('Relu', ['x'], ['y']), node('Exp', ['y'], ['z'])],
    inputs: [valueInfo('x', [2])],
    outputs: [valueInfo('y', [2])],
  });
  expect(decodeModel(bytes).nodes.map(({ op }) => op)).toEqual(['Relu']);
});

test('an operator without a rule for shapes is read; the type that the file states for its result holds', () => {
  const bytes = foreignModel({
    opset: 13,
    nodes: [node('NonZero', ['x'], ['a']), node('Cast', ['a'], ['y'], attribute.i('to', 1))],
    inputs: [valueInfo('x', [2, 2])],
    outputs: [valueInfo('y', [2, 'found'])],
  });
  const graph = decodeModel(bytes);
  expect(graph.types.has('a')).toBe(false);
  expect(graph.outputs.get('y')).toEqual({ type: 'float32', shape: [2, 'found'] });
});
