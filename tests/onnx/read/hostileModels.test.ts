import { TensorProto_DataType as Code } from 'onnx-buf';
import { expect, test } from 'vitest';
import { decodeModel } from '#passband/onnx/read/decodeModel.ts';
import { encodeModel } from '#passband/onnx/write/encodeModel.ts';
import {
  attribute,
  floats,
  foreignModel,
  int64s,
  node,
  type TensorProto,
  valueInfo,
} from '../../support/models/foreignModel.ts';
import { exampleGraph } from '../exampleGraph.ts';

const relu = node('Relu', ['x'], ['y']);
const io = { inputs: [valueInfo('x', [2])], outputs: [valueInfo('y', [2])] };
const reluWith = (tensor: TensorProto) =>
  foreignModel({ opset: 13, nodes: [relu], ...io, initializers: [{ name: 'w', ...tensor }] });
const named = (op: string, inputs: string[], outputs: string[], ...attributes: never[]) => ({
  ...node(op, inputs, outputs, ...attributes),
  name: 'culprit',
});
const withNodes = (...nodes: ReturnType<typeof node>[]) => foreignModel({ opset: 13, nodes, ...io });

test.each<[string, Uint8Array]>([
  [
    'not an ONNX model, or one that was cut off: its bytes cannot be read as one',
    encodeModel(exampleGraph()).subarray(0, 1500),
  ],
  ['not an ONNX model but a web page', new TextEncoder().encode('<html>not found</html>')],
  [
    "not an ONNX model but Git LFS's pointer",
    new TextEncoder().encode('version https://git-lfs.github.com/spec/v1\noid sha256:00'),
  ],
  ['not an ONNX model: there is no graph in it', new Uint8Array()],
  ['opset 4 is not supported, only 5 to 25', foreignModel({ opset: 4, nodes: [relu], ...io })],
  ['opset 26 is not supported, only 5 to 25', foreignModel({ opset: 26, nodes: [relu], ...io })],
  ["tensor 'w': shape [-2] has a negative size", reluWith({ dataType: Code.FLOAT, dims: [-2n] })],
  [
    "tensor 'w': shape [1000000,1000000] needs 1000000000000 elements, got 1",
    reluWith({ dataType: Code.FLOAT, dims: [1000000n, 1000000n], floatData: [1] }),
  ],
  [
    "tensor 'w': shape [4611686018427388000,4611686018427388000] needs",
    reluWith({ dataType: Code.FLOAT, dims: [2n ** 62n, 2n ** 62n], rawData: new Uint8Array(4) }),
  ],
  [
    "tensor 'w': 3 bytes are not whole float32 elements",
    reluWith({ dataType: Code.FLOAT, dims: [1n], rawData: new Uint8Array(3) }),
  ],
  [
    "tensor 'w': element type STRING is not supported",
    foreignModel({
      opset: 13,
      nodes: [node('Add', ['x', 'w'], ['y'])],
      ...io,
      initializers: [{ name: 'w', dataType: Code.STRING, dims: [1n] }],
    }),
  ],
  ["tensor 'w': element type 99 is not supported", reluWith({ dataType: 99, dims: [1n] })],
  [
    "tensor 'w': its data is in another file, 'weights.bin'",
    reluWith({
      dataType: Code.FLOAT,
      dims: [1n],
      dataLocation: 1,
      externalData: [{ key: 'location', value: 'weights.bin' }],
    }),
  ],
  [
    "two initializers are named 'w'",
    foreignModel({ opset: 13, nodes: [relu], ...io, initializers: [int64s('w', 1), int64s('w', 2)] }),
  ],
  [
    "two inputs are named 'x'",
    foreignModel({ opset: 13, nodes: [relu], ...io, inputs: [...io.inputs, ...io.inputs] }),
  ],
  [
    "Add 'culprit' depends on its own output",
    withNodes(named('Add', ['x', 'z'], ['y']), node('Exp', ['y'], ['z'])),
  ],
  ["Exp 'culprit' depends on its own output", withNodes(named('Exp', ['y'], ['y']))],
  ["Exp 'culprit': nothing makes its input 'nowhere'", withNodes(named('Exp', ['nowhere'], ['y']))],
  ["Exp 'culprit': value 'y' is made twice", withNodes(relu, named('Exp', ['x'], ['y']))],
  ["Exp 'culprit': value 'x' is made twice", withNodes(relu, named('Exp', ['y'], ['x']))],
  ["output 'y' is made by no node", withNodes(node('Exp', ['x'], ['z']))],
  ["If 'culprit': control flow is not supported", withNodes(named('If', ['x'], ['y']))],
  ["Loop 'culprit': control flow is not supported", withNodes(named('Loop', ['x'], ['y']))],
  [
    "Foo 'culprit': attribute 'body' of type GRAPH is not supported",
    withNodes(named('Foo', ['x'], ['y'], { name: 'body', type: 5, g: { name: 'inner' } } as never)),
  ],
  [
    "Foo 'culprit': operators of domain 'elsewhere' are not supported",
    withNodes({ ...named('Foo', ['x'], ['y']), domain: 'elsewhere' }),
  ],
  [
    "value 'x' is no tensor but a sequenceType",
    foreignModel({
      opset: 13,
      nodes: [relu],
      ...io,
      inputs: [{ name: 'x', type: { value: { case: 'sequenceType', value: {} } } }],
    }),
  ],
  [
    "value 'x': element type FLOAT8E4M3FN is not supported",
    foreignModel({ opset: 13, nodes: [relu], ...io, inputs: [valueInfo('x', [2], Code.FLOAT8E4M3FN)] }),
  ],
  [
    "input 'x' has no shape",
    foreignModel({ opset: 13, nodes: [relu], ...io, inputs: [valueInfo('x', undefined)] }),
  ],
  [
    'shapes do not broadcast: 2 against 3',
    foreignModel({
      opset: 13,
      nodes: [node('Add', ['x', 'w'], ['y'])],
      ...io,
      initializers: [floats('w', [3], [1, 2, 3])],
    }),
  ],
])('bad input is an error of one line: %s', (message, bytes) => {
  const error = catchError(() => decodeModel(bytes));
  expect(error.message).toContain(`decodeModel: ${message.includes('broadcast') ? '' : message}`);
  expect(error.message).toContain(message);
  expect(error.message).not.toContain('\n');
  expect(error.message.length).toBeLessThan(520);
});

test('a name with line breaks does not break the line of an error', () => {
  const bytes = withNodes({ ...node('If', ['x'], ['y']), name: 'a\nb\n'.repeat(1000) });
  const { message } = catchError(() => decodeModel(bytes));
  expect(message).toMatch(/^decodeModel: If 'a b a b/);
  expect(message).not.toContain('\n');
  expect(message.length).toBeLessThan(520);
});

test('no cut or flipped byte of a model does more than throw one line', () => {
  const bytes = encodeModel(exampleGraph());
  const damaged = Array.from({ length: 400 }, (_, index) => {
    const place = (index * 7919) % bytes.length;
    if (index % 2 === 0) return bytes.subarray(0, place);
    const copy = bytes.slice();
    copy[place] ^= 1 << (index % 8);
    return copy;
  });
  let refused = 0;
  for (const each of damaged) {
    try {
      decodeModel(each);
    } catch (error) {
      refused++;
      expect((error as Error).message).toMatch(/^decodeModel: [^\n]+$/);
    }
  }
  expect(refused).toBeGreaterThan(200);
});

function wrap(field: number, inner: Uint8Array): Uint8Array<ArrayBuffer> {
  const length: number[] = [];
  for (let rest = inner.length; ; rest >>= 7) {
    length.push(rest > 127 ? (rest & 127) | 128 : rest);
    if (rest <= 127) break;
  }
  return Uint8Array.from([(field << 3) | 2, ...length, ...inner]);
}

test('a node of a million empty attributes and more is refused before any is made', () => {
  const attributes = new Uint8Array(2_000_000);
  for (let at = 0; at < attributes.length; at += 2) attributes[at] = (5 << 3) | 2;
  // Model.graph = 7, Graph.node = 1, Node.attribute = 5.
  expect(() => decodeModel(wrap(7, wrap(1, attributes)))).toThrow(
    'decodeModel: more than 1000000 nodes, attributes, types and the like are too many to be read',
  );
});

test('graphs nested a thousand deep are refused, not followed', () => {
  let bytes = new Uint8Array();
  // Model.graph = 7, Graph.node = 1, Node.attribute = 5, Attribute.g = 6.
  for (let depth = 0; depth < 1000; depth++) bytes = wrap(1, wrap(5, wrap(6, bytes)));
  expect(() => decodeModel(wrap(7, bytes))).toThrow(
    /^decodeModel: the graphs in its nodes are nested more than 30 deep/,
  );
});

test('a chain of a hundred thousand nodes in reverse order is sorted', () => {
  const count = 100_000;
  const nodes = Array.from({ length: count }, (_, index) => node('Relu', [`v${index}`], [`v${index + 1}`]));
  const bytes = foreignModel({
    opset: 13,
    nodes: nodes.reverse(),
    inputs: [valueInfo('v0', [2])],
    outputs: [valueInfo(`v${count}`, [2])],
  });
  const graph = decodeModel(bytes);
  expect(graph.nodes[0].inputs).toEqual(['v0']);
  expect(graph.nodes).toHaveLength(count);
});

test('more than a hundred thousand nodes are refused', () => {
  const bytes = withNodes(...new Array<typeof relu>(100_001).fill(relu));
  expect(() => decodeModel(bytes)).toThrow('a graph of 100001 nodes or more is too large to be read');
});

const long = (count: number) => int64s('long', ...new Array<number>(count).fill(1));
const open = { inputs: [valueInfo('x', ['N', 2])], outputs: [valueInfo('y', ['N', 2])] };

// With an open size, shapes that do not fit are no error, so that each of many nodes would look at such a list.
test.each<[string, Parameters<typeof foreignModel>[0]]>([
  [
    "value 'x' has 65 axes, more than 64",
    { opset: 13, nodes: [relu], ...io, inputs: [valueInfo('x', new Array<number>(65).fill(1))] },
  ],
  [
    "tensor 'w' has 65 axes, more than 64",
    {
      opset: 13,
      nodes: [relu],
      ...io,
      initializers: [{ ...floats('w', new Array<number>(65).fill(1), [1]) }],
    },
  ],
  [
    "Unsqueeze 'culprit' makes 66 axes, more than 64",
    {
      ...{ opset: 13, ...io, nodes: [named('Unsqueeze', ['x', 'axes'], ['y'])] },
      initializers: [int64s('axes', ...Array.from({ length: 65 }, (_, axis) => axis))],
    },
  ],
  [
    "Pad 'culprit': input 2 has 129 numbers, more than 128",
    { opset: 13, ...open, nodes: [named('Pad', ['x', 'long'], ['y'])], initializers: [long(129)] },
  ],
  [
    "Transpose 'culprit': attribute perm has 129 numbers, more than 128",
    {
      ...{ opset: 13, ...open },
      nodes: [
        named('Transpose', ['x'], ['y'], attribute.is('perm', ...new Array<number>(129).fill(0)) as never),
      ],
    },
  ],
  [
    "Squeeze 'culprit': axes has 129 numbers, more than 128",
    {
      ...{ opset: 11, ...open },
      nodes: [
        named('Squeeze', ['x'], ['y'], attribute.is('axes', ...new Array<number>(129).fill(0)) as never),
      ],
    },
  ],
  [
    "ReduceMax 'culprit': input 2 has 129 numbers, more than 128",
    { opset: 18, ...open, nodes: [named('ReduceMax', ['x', 'long'], ['y'])], initializers: [long(129)] },
  ],
  [
    "Einsum 'culprit': 300000 characters are too many for 1 inputs",
    {
      ...{ opset: 13, ...open },
      nodes: [named('Einsum', ['x'], ['y'], attribute.s('equation', 'a'.repeat(300_000)) as never)],
    },
  ],
  [
    "'culprit': an operator's name has 501 characters",
    { opset: 13, ...io, nodes: [named('F'.repeat(501), ['x'], ['y'])] },
  ],
])('what a value or a node never has is refused: %s', (message, model) => {
  expect(catchError(() => decodeModel(foreignModel(model))).message).toBe(`decodeModel: ${message}`);
});

test('nodes that each make floats of the same weights are refused once these are many times as many', () => {
  const count = 2 ** 16;
  const bytes = foreignModel({
    opset: 21,
    nodes: [
      ...Array.from({ length: 40 }, (_, at) => node('DequantizeLinear', ['w', 's'], [`f${at}`])),
      node('Sum', ['x', ...Array.from({ length: 40 }, (_, at) => `f${at}`)], ['y']),
    ],
    ...io,
    initializers: [
      { name: 'w', dataType: Code.INT16, dims: [BigInt(count)], rawData: new Uint8Array(2 * count) },
      floats('s', [], [1]),
    ],
  });
  expect(() => decodeModel(bytes)).toThrow("the nodes make more numbers of the file's weights than are read");
});

test('a name that is made of a very long one is not as long', () => {
  const name = 'n'.repeat(100_000);
  const bytes = foreignModel({
    opset: 13,
    nodes: [{ ...node('Gelu', ['x'], ['y']), name, domain: 'com.microsoft' }],
    ...io,
  });
  const lengths = decodeModel(bytes).nodes.map((each) => each.outputs[0].length);
  expect(lengths.length).toBeGreaterThan(3);
  expect(Math.max(...lengths)).toBeLessThan(300);
});

test('a Split into more parts than there are elements is refused, not counted out', () => {
  const split = { ...node('Split', ['x'], ['y'], attribute.i('num_outputs', 2 ** 52)), name: 'culprit' };
  const bytes = foreignModel({ opset: 18, nodes: [split], ...io });
  expect(() => decodeModel(bytes)).toThrow("Split 'culprit' of opset 18: num_outputs must be in 1 … 2");
});

test('a shape of two thousand million elements is no memory until the graph runs', () => {
  const bytes = foreignModel({
    opset: 13,
    nodes: [node('ConstantOfShape', ['shape'], ['big']), node('ReduceMax', ['big'], ['y'])],
    inputs: [],
    outputs: [valueInfo('y', undefined)],
    initializers: [int64s('shape', 50000, 50000)],
  });
  expect(decodeModel(bytes).types.get('big')?.shape).toEqual([50000, 50000]);
});

function catchError(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}
