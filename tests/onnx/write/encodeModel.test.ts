import { fromBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema } from 'onnx-buf';
import { expect, test } from 'vitest';
import { GraphBuilder } from '#passband/onnx/build/builder.ts';
import { decodeModel } from '#passband/onnx/read/decodeModel.ts';
import { encodeModel } from '#passband/onnx/write/encodeModel.ts';
import { float32 } from '#passband/tensor/tensor.ts';
import { onnxVerdict } from '../../support/models/onnxChecker.ts';
import { runGraph } from '../../support/models/runGraph.ts';
import { exampleGraph } from '../exampleGraph.ts';

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
  const g = GraphBuilder.from(exampleGraph());
  // The checker knows no operators of ONNX Runtime.
  const plain = g.build();
  const nodes = plain.nodes.map((each) =>
    each.op === 'FusedMatMul' ? { ...each, op: 'MatMul', domain: '', attributes: {} } : each,
  );
  const verdict = onnxVerdict(encodeModel({ ...plain, nodes }));
  if (verdict === undefined) return context.skip();
  expect(verdict).toBe('accepted');
});

test('a graph with a symbolic batch runs in ONNX Runtime', async () => {
  const g = new GraphBuilder('affine');
  const x = g.input('x', 'float32', ['N', 3]);
  const weights = g.initializer('weights', float32([2, 3], [1, 2, 3, 4, 5, 6]));
  g.output(g.add('Gemm', [x, weights], { transB: 1, alpha: 2 }), 'y');
  const { y } = await runGraph(g.build(), { x: float32([2, 3], [1, 0, 0, 0, 1, 1]) });
  expect(y).toEqual(float32([2, 2], [2, 8, 10, 22]));
});
