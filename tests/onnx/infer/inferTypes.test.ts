import { expect, test } from 'vitest';
import { GraphBuilder } from '#passband/onnx/build/builder.ts';
import type { Dim, Graph } from '#passband/onnx/graph/graph.ts';
import { blockedShapes, convolutionShapes } from '#passband/onnx/infer/convolution.ts';
import { elementwiseShapes } from '#passband/onnx/infer/elementwise.ts';
import { indexingShapes } from '#passband/onnx/infer/indexing.ts';
import { layoutShapes } from '#passband/onnx/infer/layout.ts';
import { fusedProductShapes, productShapes } from '#passband/onnx/infer/product.ts';
import { quantizationShapes } from '#passband/onnx/infer/quantization.ts';
import { reductionShapes } from '#passband/onnx/infer/reduction.ts';
import { int64 } from '#passband/tensor/tensor.ts';
import { runGraph } from '../../support/models/runGraph.ts';
import { type Case, f, inferenceCases, ints } from './inferenceCases.ts';

function graphOf({ op, inputs, attributes = {}, outputs = 1, domain = '' }: Case, batch?: string): Graph {
  const g = new GraphBuilder(op);
  const names = inputs.map((input, index) => {
    if (!input) return '';
    if ('constant' in input) return g.initializer(`constant${index}`, input.constant);
    const shape: Dim[] = [...input.shape];
    if (batch && shape.length > 0) shape[0] = batch;
    return g.input(`input${index}`, input.type, shape);
  });
  for (const output of g.addMany(op, names, outputs, attributes, { domain })) g.output(output);
  return g.build();
}

const feedsOf = ({ inputs }: Case) =>
  Object.fromEntries(
    inputs.flatMap((input, index) =>
      input && !('constant' in input) ? [[`input${index}`, input] as const] : [],
    ),
  );

const titleOf = ({ op, inputs, attributes }: Case) => {
  const shapes = inputs.map((input) => {
    if (!input) return '–';
    return `[${('constant' in input ? input.constant : input).shape}]`;
  });
  const options = Object.entries(attributes ?? {}).map(([name, value]) =>
    typeof value === 'object' && 'data' in value ? name : `${name} ${value}`,
  );
  return `${op} of ${shapes.join(' ')}${options.length > 0 ? ` with ${options.join('; ')}` : ''}`;
};

test.each(inferenceCases.map((each) => [titleOf(each), each] as const))(
  '%s: inferred types are those that ONNX Runtime makes',
  async (_, each) => {
    const graph = graphOf(each);
    const results = await runGraph(graph, feedsOf(each));
    for (const [name, type] of graph.outputs) {
      expect(type).toEqual({ type: results[name].type, shape: results[name].shape });
    }
    const batches = Object.values(feedsOf(each)).map(({ shape }) => shape[0]);
    if (each.open === false || batches.length === 0) return;
    const open = graphOf(each, 'N');
    for (const [name, { shape }] of open.outputs) {
      expect(shape.map((dim) => (dim === 'N' ? batches[0] : dim))).toEqual(results[name].shape);
    }
  },
);

test('every operator of the standard and of ONNX Runtime’s products has a case here', () => {
  const tables = [
    elementwiseShapes,
    convolutionShapes,
    productShapes,
    fusedProductShapes,
    reductionShapes,
    layoutShapes,
    indexingShapes,
    quantizationShapes,
  ];
  const covered = new Set(inferenceCases.map(({ op }) => op));
  expect(tables.flatMap((table) => Object.keys(table)).filter((op) => !covered.has(op))).toEqual([]);
});

test('a blocked graph has the shapes that ONNX Runtime makes, through every blocked operator', async () => {
  const g = new GraphBuilder('blocked');
  const domain = 'com.microsoft.nchwc';
  const x = g.input('x', 'float32', [2, 16, 9, 9]);
  const weights = g.input('weights', 'float32', [32, 16, 3, 3]);
  const blocked = g.add('ReorderInput', [x], {}, { domain });
  const window = { kernel_shape: [3, 3], strides: [1, 1], pads: [1, 1, 1, 1], dilations: [1, 1] };
  const inner = g.add('Conv', [blocked, weights], { ...window, group: 1, activation: 'Relu' }, { domain });
  const summed = g.add('Conv', [blocked, weights, '', inner], { ...window, group: 1 }, { domain });
  const pools = [
    g.add('MaxPool', [summed], { ...window, strides: [2, 2] }, { domain }),
    g.add('AveragePool', [summed], { ...window, pads: [0, 0, 0, 0] }, { domain }),
    g.add('GlobalAveragePool', [summed], {}, { domain }),
    g.add('GlobalMaxPool', [summed], {}, { domain }),
  ];
  for (const pool of [summed, ...pools]) {
    g.output(g.add('ReorderOutput', [pool], { channels: 32 }, { domain }));
  }
  const graph = g.build();
  const results = await runGraph(graph, { x: f(2, 16, 9, 9), weights: f(32, 16, 3, 3) });
  for (const [name, { shape }] of graph.outputs) expect(shape).toEqual(results[name].shape);
  const used = new Set(graph.nodes.map(({ op }) => op));
  expect(Object.keys(blockedShapes).filter((op) => !used.has(op))).toEqual([]);
});

test.each<[string, Case]>([
  ["Foo 'Foo': this operator is not supported", { op: 'Foo', inputs: [f(1)] }],
  ["toString 'toString': this operator is not supported", { op: 'toString', inputs: [f(1)] }],
  [
    "Add 'Add': shapes do not broadcast: 3 against 2; inputs [2, 3], [2]",
    { op: 'Add', inputs: [f(2, 3), f(2)] },
  ],
  [
    "Conv 'Conv': weights want 4 input channels, got 3; inputs [1, 3, 5, 5], [2, 4, 3, 3]",
    { op: 'Conv', inputs: [f(1, 3, 5, 5), f(2, 4, 3, 3)] },
  ],
  [
    "Conv 'Conv': a window of 3 does not fit into 2; inputs [1, 3, 2, 5], [2, 3, 3, 3]",
    { op: 'Conv', inputs: [f(1, 3, 2, 5), f(2, 3, 3, 3)] },
  ],
  [
    "Gemm 'Gemm': inner sizes differ: 3 columns against 2 rows; inputs [2, 3], [2, 3]",
    { op: 'Gemm', inputs: [f(2, 3), f(2, 3)] },
  ],
  [
    "Reshape 'Reshape': cannot become [4, -1]; inputs [2, 3], [2]",
    { op: 'Reshape', inputs: [f(2, 3), ints(4, -1)] },
  ],
  [
    "Reshape 'Reshape': input 2 'input1' must be a constant",
    { op: 'Reshape', inputs: [f(2, 3), int64([2], [3, 2])] },
  ],
  [
    "Softmax 'Softmax': axis 2 is outside rank 2; inputs [2, 3]",
    { op: 'Softmax', inputs: [f(2, 3)], attributes: { axis: 2 } },
  ],
  [
    "Squeeze 'Squeeze': axis 1 has size 3, not 1; inputs [2, 3], [1]",
    { op: 'Squeeze', inputs: [f(2, 3), ints(1)] },
  ],
  [
    "Concat 'Concat': inputs must have one element type, got float32 and int64; inputs [2], [2]",
    { op: 'Concat', inputs: [f(2), int64([2], [1, 2])], attributes: { axis: 0 } },
  ],
  [
    "Einsum 'Einsum': equation 'ij,jk->ik' does not fit 1 inputs; inputs [2, 3]",
    { op: 'Einsum', inputs: [f(2, 3)], attributes: { equation: 'ij,jk->ik' } },
  ],
  [
    "Einsum 'Einsum': 'i' does not name the 2 axes of input 1; inputs [2, 3]",
    { op: 'Einsum', inputs: [f(2, 3)], attributes: { equation: 'i->i' } },
  ],
  [
    "Einsum 'Einsum': label 'j' has sizes 3 and 4; inputs [2, 3], [4, 2]",
    { op: 'Einsum', inputs: [f(2, 3), f(4, 2)], attributes: { equation: 'ij,jk->ik' } },
  ],
  [
    "GatherND 'GatherND': indices of 3 axes do not fit; inputs [2, 3], [1, 3]",
    { op: 'GatherND', inputs: [f(2, 3), int64([1, 3], [0, 0, 0])] },
  ],
  [
    "MeanVarianceNormalization 'MeanVarianceNormalization': axis 0 mixes images unless it has size 1; inputs [2, 3, 4, 4]",
    { op: 'MeanVarianceNormalization', inputs: [f(2, 3, 4, 4)] },
  ],
  ["Relu 'Relu': has 2 outputs, at most 1 are known", { op: 'Relu', inputs: [f(2)], outputs: 2 }],
])('%s', (message, each) => {
  expect(() => graphOf(each)).toThrow(new Error(message));
});

test('a name for a size passes through as long as nothing has to compute with it', () => {
  const g = new GraphBuilder('open');
  const x = g.input('x', 'float32', ['N', 3, 'H', 'W']);
  const weights = g.initializer('weights', f(8, 3, 3, 3));
  const same = g.add('Conv', [x, weights], { pads: [1, 1, 1, 1] });
  expect(g.type(same).shape).toEqual(['N', 8, 'H', 'W']);
  expect(g.type(g.add('GlobalAveragePool', [same])).shape).toEqual(['N', 8, 1, 1]);
  expect(() => g.add('Conv', [x, weights], { strides: [2, 2] })).toThrow(/size 'H' must be a number here/);
  expect(() => g.add('Flatten', [x])).toThrow(/size 'H' must be a number here/);
});
