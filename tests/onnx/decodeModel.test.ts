import { spawnSync } from 'node:child_process';
import { fromBinary } from '@bufbuild/protobuf';
import { TensorProto_DataType as Code, ModelProtoSchema } from 'onnx-buf';
import { expect, test } from 'vitest';
import { GraphBuilder } from '#passband/onnx/builder.ts';
import { decodeModel } from '#passband/onnx/decodeModel.ts';
import { elementTypeCodes } from '#passband/onnx/elementTypes.ts';
import { encodeModel } from '#passband/onnx/encodeModel.ts';
import { type ElementType, float32, type Tensor } from '#passband/tensor/tensor.ts';
import { runModel } from '../support/runGraph.ts';
import {
  attribute,
  floats,
  foreignModel,
  int64s,
  node,
  type TensorProto,
  valueInfo,
} from './foreignModel.ts';

/** A network with every kind of attribute, three domains' worth of operators, and text. */
function exampleGraph() {
  const g = new GraphBuilder('example');
  const x = g.input('images', 'float32', ['N', 3, 8, 8]);
  const weights = g.initializer('conv.weight', float32([16, 3, 3, 3]));
  const statistics = ['scale', 'bias', 'mean', 'variance'].map((name) =>
    g.initializer(name, float32([16], new Float32Array(16).fill(0.5))),
  );
  const conv = g.add('Conv', [x, weights], { pads: [1, 1, 1, 1], group: 1, auto_pad: 'NOTSET' });
  const normal = g.add('BatchNormalization', [conv, ...statistics], { epsilon: 1, momentum: 0 });
  const clipped = g.add('Clip', [normal, '', g.scalar(6)]);
  const pooled = g.add('GlobalAveragePool', [clipped]);
  const flat = g.add('Flatten', [pooled], { axis: 1 });
  const table = g.add('ConstantOfShape', [g.ints(16, 4)], { value: float32([1], [0.25]) });
  const logits = g.add('FusedMatMul', [flat, table], { alpha: 2 }, { domain: 'com.microsoft' });
  g.output(logits, 'logits');
  g.describe({ classes: '["cat","dög"]', note: 'a\nb' });
  return g.build();
}

test('a graph that was written and read is the same graph', () => {
  const graph = exampleGraph();
  expect(decodeModel(encodeModel(graph))).toEqual(graph);
});

test('a whole float attribute stays a float, a whole int an int', () => {
  const { graph } = fromBinary(ModelProtoSchema, encodeModel(exampleGraph()));
  const kinds = Object.fromEntries(
    graph!.node.flatMap((each) => each.attribute.map(({ name, type }) => [name, type])),
  );
  expect(kinds).toMatchObject({ epsilon: 1, momentum: 1, alpha: 1, group: 2, axis: 2, pads: 7, auto_pad: 3 });
});

test('what is written is opset 17 and IR 8 by passband, with the opsets of the domains in use', () => {
  const model = fromBinary(ModelProtoSchema, encodeModel(exampleGraph()));
  expect(model).toMatchObject({ irVersion: 8n, producerName: 'passband' });
  const imports = model.opsetImport.map(({ domain, version }) => [domain, Number(version)]);
  expect(imports).toEqual([
    ['', 17],
    ['com.microsoft', 1],
  ]);
});

test('a fraction in an integer attribute is not written', () => {
  const g = new GraphBuilder('g');
  const x = g.input('x', 'float32', [2, 3]);
  g.append(
    { op: 'Flatten', domain: '', name: 'flat', inputs: [x], outputs: ['y'], attributes: { axis: 1.5 } },
    new Map([['y', { type: 'float32', shape: [2, 3] }]]),
  );
  expect(() => encodeModel(g.build())).toThrow(
    "encodeModel: Flatten 'flat': axis must be an integer, got 1.5",
  );
});

test('a graph of an unknown domain is not written', () => {
  const graph = exampleGraph();
  const nodes = graph.nodes.map((each) => ({ ...each, domain: 'elsewhere' }));
  expect(() => encodeModel({ ...graph, nodes })).toThrow("encodeModel: domain 'elsewhere' is unknown");
});

test('the ONNX checker accepts what is written', (context) => {
  const script = [
    'import sys, onnx',
    'model = onnx.load_from_string(sys.stdin.buffer.read())',
    'onnx.checker.check_model(model, full_check=True)',
    'print("accepted", onnx.__version__)',
  ].join('\n');
  const g = GraphBuilder.from(exampleGraph());
  // The checker knows no operators of ONNX Runtime.
  const plain = g.build();
  const nodes = plain.nodes.map((each) =>
    each.op === 'FusedMatMul' ? { ...each, op: 'MatMul', domain: '', attributes: {} } : each,
  );
  const input = encodeModel({ ...plain, nodes });
  const runs = ['python3', '/usr/bin/python3'].map((python) =>
    spawnSync(python, ['-c', script], { input, encoding: 'utf8' }),
  );
  const run = runs.find(({ error, stderr }) => !error && !stderr.includes('No module named'));
  if (!run) {
    console.warn('skipped: no python3 with the onnx package');
    return context.skip();
  }
  expect(run.stderr).toBe('');
  expect(run.stdout).toMatch(/^accepted/);
});

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
  ['not an ONNX model, or a truncated one', encodeModel(exampleGraph()).subarray(0, 1500)],
  ['not an ONNX model', new TextEncoder().encode('<html>not found</html>')],
  ['not an ONNX model: there is no graph in it', new Uint8Array()],
  ['opset 6 is not supported, only 7 to 25', foreignModel({ opset: 6, nodes: [relu], ...io })],
  ['opset 26 is not supported, only 7 to 25', foreignModel({ opset: 26, nodes: [relu], ...io })],
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
  ["tensor 'w': element type STRING is not supported", reluWith({ dataType: Code.STRING, dims: [1n] })],
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
    "value 'x': element type BFLOAT16 is not supported",
    foreignModel({ opset: 13, nodes: [relu], ...io, inputs: [valueInfo('x', [2], Code.BFLOAT16)] }),
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

test('graphs nested a thousand deep are refused, not followed', () => {
  let bytes = new Uint8Array();
  const wrap = (field: number, inner: Uint8Array) => {
    const length: number[] = [];
    for (let rest = inner.length; ; rest >>= 7) {
      length.push(rest > 127 ? (rest & 127) | 128 : rest);
      if (rest <= 127) break;
    }
    return Uint8Array.from([(field << 3) | 2, ...length, ...inner]);
  };
  // Model.graph = 7, Graph.node = 1, Node.attribute = 5, Attribute.g = 6.
  for (let depth = 0; depth < 1000; depth++) bytes = wrap(1, wrap(5, wrap(6, bytes)));
  expect(() => decodeModel(wrap(7, bytes))).toThrow(/^decodeModel: not an ONNX model.*recursion/);
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
