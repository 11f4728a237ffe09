import { describe, expect, test } from 'vitest';
import { gradient } from '#passband/autodiff/gradient.ts';
import { GraphBuilder } from '#passband/onnx/build/builder.ts';
import { float32, int64 } from '#passband/tensor/tensor.ts';
import '../support/matchers.ts';
import { numericGradient } from '../support/models/numericGradient.ts';
import { runGraph } from '../support/models/runGraph.ts';
import { apart, positive } from './cases/gradientCase.ts';

/** loss = Σ x·w, of which the rest of a test makes what it needs. */
function products() {
  const g = new GraphBuilder('products');
  const x = g.input('x', 'float32', [3]);
  const w = g.initializer('w', float32([3], [1, 2, 3]));
  return { g, x, w, y: g.add('Mul', [x, w], {}, { name: 'y' }) };
}

const total = (g: GraphBuilder, value: string) =>
  g.add('ReduceSum', [value], { keepdims: 0 }, { name: 'loss' });
const x = float32([3], [5, 6, 7]);
const numbers = async (
  graph: Parameters<typeof runGraph>[0],
  feeds = { x } as Parameters<typeof runGraph>[1],
) =>
  Object.fromEntries(
    Object.entries(await runGraph(graph, feeds)).map(([name, { data }]) => [
      name,
      [...(data as Float32Array)],
    ]),
  );

describe('gradient', () => {
  test('adds one output per requested input, initializer, inner value and the scalar itself', async () => {
    const { g, y } = products();
    g.output(total(g, y));
    const graph = gradient(g.build(), { of: 'loss', withRespectTo: ['x', 'w', 'y', 'loss'] });
    expect([...graph.outputs.keys()]).toEqual([
      'loss',
      'gradient/x',
      'gradient/w',
      'gradient/y',
      'gradient/loss',
    ]);
    expect(await numbers(graph)).toEqual({
      loss: [38],
      'gradient/x': [1, 2, 3],
      'gradient/w': [5, 6, 7],
      'gradient/y': [1, 1, 1],
      'gradient/loss': [1],
    });
  });

  test('leaves the nodes and outputs of the graph as they are, in front of its own', () => {
    const { g, y } = products();
    g.output(y);
    total(g, y);
    const before = g.build();
    const after = gradient(before, { of: 'loss', withRespectTo: ['x'] });
    expect(after.nodes.slice(0, before.nodes.length)).toEqual(before.nodes);
    expect([...after.outputs.keys()]).toEqual(['y', 'gradient/x']);
    expect(after.inputs).toEqual(before.inputs);
  });

  test('adds up what arrives at a value that is used more than once', async () => {
    const { g, x, y } = products();
    total(g, g.add('Add', [g.add('Mul', [y, x]), g.add('Add', [x, x])]));
    const results = await numbers(gradient(g.build(), { of: 'loss', withRespectTo: ['x'] }));
    // d(w·x² + 2x)/dx = 2·w·x + 2
    expect(results['gradient/x']).toEqual([12, 26, 44]);
  });

  test('goes through all outputs of a node that are used', async () => {
    const { g, y } = products();
    const [first, , third] = g.addMany('Split', [y], 3);
    total(g, g.add('Mul', [first, third]));
    const results = await numbers(gradient(g.build(), { of: 'loss', withRespectTo: ['x'] }));
    // y = (5, 12, 21), loss = y₀·y₂
    expect(results['gradient/x']).toEqual([21, 0, 15]);
  });

  test('is taken of a scalar with axes of size 1', async () => {
    const { g, y } = products();
    g.add('ReduceSum', [y], { keepdims: 1 }, { name: 'loss' });
    const results = await runGraph(gradient(g.build(), { of: 'loss', withRespectTo: ['x'] }), { x });
    expect(results['gradient/x']).toMatchObject({ shape: [3], data: Float32Array.of(1, 2, 3) });
  });

  test('visits no node outside the way from the requested values to the scalar', () => {
    const { g, x, w } = products();
    // Neither operator has a rule: one lies before what is asked for, the other beside the way.
    const early = g.add('Hardmax', [x]);
    g.output(g.add('Hardmax', [w]));
    const y = g.add('Mul', [early, w]);
    total(g, y);
    const graph = gradient(g.build(), { of: 'loss', withRespectTo: ['w'] });
    const added = graph.nodes.slice(g.build().nodes.length).map(({ op }) => op);
    expect(added).toEqual(['Reshape', 'Expand', 'Mul', 'Identity']);
  });

  test('is zero through a cast to whole numbers and passes through a cast of them', async () => {
    const { g, y } = products();
    const whole = g.add('QuantizeLinear', [y, g.scalar(0.5)]);
    const wide = g.add('Cast', [whole], { to: 6 });
    const step = g.add('Cast', [g.add('Cast', [y], { to: 6 })], { to: 1 });
    total(g, g.add('Add', [g.add('Cast', [wide], { to: 1 }), step]));
    const results = await numbers(gradient(g.build(), { of: 'loss', withRespectTo: ['x'] }));
    // Two steps of 0.5 for each of w.
    expect(results['gradient/x']).toEqual([2, 4, 6]);
  });

  test('is zero where the scalar depends on a value through a comparison alone', async () => {
    const { g, x, y } = products();
    const larger = g.add('Cast', [g.add('Greater', [x, y])], { to: 1 });
    total(g, larger);
    const results = await numbers(gradient(g.build(), { of: 'loss', withRespectTo: ['x'] }));
    expect(results['gradient/x']).toEqual([0, 0, 0]);
  });

  test('of a small network equals central differences for every parameter', async () => {
    const g = new GraphBuilder('network');
    const images = g.input('images', 'float32', [3, 2, 6, 6]);
    const inputs = {
      images: apart([3, 2, 6, 6], { offset: 0.0125 }),
      'conv.weight': apart([4, 2, 3, 3], { offset: 0.3 }),
      'bn.weight': positive([4]),
      'bn.bias': apart([4]),
      'fc.weight': apart([5, 4]),
      'fc.bias': apart([5]),
    };
    for (const [name, { shape }] of Object.entries(inputs))
      if (name !== 'images') g.input(name, 'float32', shape);
    const stored = ['mean', 'variance'].map((name) => g.initializer(name, positive([4], name)));
    const conv = g.add('Conv', [images, 'conv.weight'], { pads: [1, 1, 1, 1] });
    const [norm, batchMean, batchVariance] = g.addMany(
      'BatchNormalization',
      [conv, 'bn.weight', 'bn.bias', ...stored],
      3,
      { training_mode: 1, momentum: 0 },
    );
    g.output(batchMean);
    g.output(batchVariance);
    const pooled = g.add('MaxPool', [g.add('Sigmoid', [norm])], { kernel_shape: [2, 2], strides: [2, 2] });
    const shortcut = g.add('Add', [pooled, g.add('Tanh', [pooled])]);
    const features = g.add('Flatten', [g.add('GlobalAveragePool', [shortcut])]);
    const logits = g.add('Gemm', [features, 'fc.weight', 'fc.bias'], { transB: 1 });
    const picked = g.add('Mul', [g.add('LogSoftmax', [logits]), g.initializer('targets', apart([3, 5]))]);
    g.output(g.add('ReduceSum', [picked], { keepdims: 0 }), 'loss');
    const forward = g.build();
    const withRespectTo = Object.keys(inputs);
    const results = await runGraph(gradient(forward, { of: 'loss', withRespectTo }), inputs);
    const numeric = await numericGradient(forward, inputs, {
      withRespectTo,
      weights: { loss: Float32Array.of(1) },
      step: 1e-2,
    });
    for (const name of withRespectTo) {
      const data = results[`gradient/${name}`].data as Float32Array;
      expect(Math.max(...data.map(Math.abs)), name).toBeGreaterThan(0.002);
      expect(data, name).toBeNear(numeric[name], 1e-3);
    }
  });
});

describe('gradient refuses', () => {
  test('an operator without a rule, by name and node', () => {
    const { g, y } = products();
    total(g, g.add('Hardmax', [y], {}, { name: 'layer4.hardmax' }));
    expect(() => gradient(g.build(), { of: 'loss', withRespectTo: ['x'] })).toThrow(
      "gradient: operator 'Hardmax' of node 'layer4.hardmax' has no gradient rule",
    );
  });

  test('an operator without a rule that leaves out its first output', () => {
    const { g, y } = products();
    const node = { op: 'GRU', domain: '', name: 'gru', inputs: [y], outputs: ['', 'z'], attributes: {} };
    g.append(node, new Map([['z', { type: 'float32', shape: [3] }]]));
    total(g, 'z');
    expect(() => gradient(g.build(), { of: 'loss', withRespectTo: ['x'] })).toThrow(
      "gradient: operator 'GRU' of node 'gru' has no gradient rule",
    );
  });

  test('an operator of a foreign domain', () => {
    const { g, y } = products();
    const node = {
      op: 'Relu',
      domain: 'example.org',
      name: 'mine',
      inputs: [y],
      outputs: ['z'],
      attributes: {},
    };
    g.append(node, new Map([['z', { type: 'float32', shape: [3] }]]));
    total(g, 'z');
    expect(() => gradient(g.build(), { of: 'loss', withRespectTo: ['x'] })).toThrow(
      "gradient: operator 'example.org:Relu' of node 'mine' has no gradient rule",
    );
  });

  test('an operator without a rule on whole numbers that quantisation made', () => {
    const { g, y } = products();
    const whole = g.add('QuantizeLinear', [y, g.scalar(0.1)]);
    const node = {
      op: 'ConvInteger',
      domain: '',
      name: 'whole',
      inputs: [whole],
      outputs: ['z'],
      attributes: {},
    };
    g.append(node, new Map([['z', { type: 'int32', shape: [3] }]]));
    total(g, g.add('Cast', ['z'], { to: 1 }));
    expect(() => gradient(g.build(), { of: 'loss', withRespectTo: ['x'] })).toThrow(
      "gradient: operator 'ConvInteger' of node 'whole' has no gradient rule",
    );
  });

  test('anything but a float32 scalar', () => {
    const { g } = products();
    expect(() => gradient(g.build(), { of: 'y', withRespectTo: ['x'] })).toThrow(
      "gradient: 'y' must be a float32 scalar, got float32 [3]",
    );
  });

  test('a value that the graph does not have', () => {
    const { g, y } = products();
    total(g, y);
    expect(() => gradient(g.build(), { of: 'loss', withRespectTo: ['v'] })).toThrow(
      "'v' is not a value of graph",
    );
  });

  test('a value that has no part in the scalar', () => {
    const { g, y } = products();
    g.input('unused', 'float32', [2]);
    total(g, y);
    expect(() => gradient(g.build(), { of: 'loss', withRespectTo: ['unused'] })).toThrow(
      "gradient: 'loss' does not depend on 'unused'",
    );
  });

  test('a size that is known only when the graph runs', () => {
    const g = new GraphBuilder('open');
    const images = g.input('images', 'float32', ['N', 3]);
    g.add('ReduceSum', [g.add('Relu', [images])], { keepdims: 0 }, { name: 'loss' });
    expect(() => gradient(g.build(), { of: 'loss', withRespectTo: ['images'] })).toThrow(
      'has no fixed shape',
    );
  });

  test.each([
    {
      title: 'batch normalisation that blends the batch’s statistics with stored ones',
      build: (g: GraphBuilder, x: string) => {
        const ones = [1, 2, 3, 4].map((value) => g.initializer(`s${value}`, float32([2], [value, value])));
        return g.addMany(
          'BatchNormalization',
          [x, ...ones],
          3,
          { training_mode: 1, momentum: 0.9 },
          { name: 'bn' },
        )[0];
      },
      message: "gradient: BatchNormalization 'bn' has no gradient for training mode unless momentum is 0",
    },
    {
      title: 'dropout in training mode',
      build: (g: GraphBuilder, x: string) => {
        const training = g.initializer('training', { type: 'bool', shape: [], data: Uint8Array.of(1) });
        return g.add('Dropout', [x, g.scalar(0.5), training], {}, { name: 'drop' });
      },
      message: "gradient: Dropout 'drop' has no gradient for training mode",
    },
    {
      title: 'the mean of a layer normalisation',
      build: (g: GraphBuilder, x: string) => {
        const outputs = g.addMany('LayerNormalization', [x, g.scalar(1)], 2, {}, { name: 'norm' });
        return outputs[1];
      },
      message: "gradient: LayerNormalization 'norm' has no gradient for its mean and deviation",
    },
    {
      title: 'a way to pad that opset 17 does not have',
      build: (g: GraphBuilder, x: string) =>
        g.add('Pad', [x, g.ints(0, 0, 1, 0, 0, 0, 0, 0)], { mode: 'wrap' }, { name: 'pad' }),
      message: "gradient: Pad 'pad' has no gradient for mode 'wrap'",
    },
    {
      title: 'a diagonal in an equation',
      build: (g: GraphBuilder, x: string) =>
        g.add('Einsum', [x], { equation: 'abcc->abc' }, { name: 'diagonal' }),
      message: "gradient: Einsum 'diagonal' has no gradient for a label that an input has twice",
    },
  ])('$title', ({ build, message }) => {
    const g = new GraphBuilder('refused');
    total(g, build(g, g.input('x', 'float32', [1, 2, 3, 3])));
    expect(() => gradient(g.build(), { of: 'loss', withRespectTo: ['x'] })).toThrow(message);
  });
});

describe('what a gradient takes', () => {
  const elements = (graph: ReturnType<typeof gradient>) =>
    [...graph.initializers.values()].reduce((sum, { data }) => sum + data.length, 0);

  test('of large kernels is no table of the square of their pixels', () => {
    const g = new GraphBuilder('large kernels');
    const x = g.input('x', 'float32', [1, 1, 40, 40]);
    const weights = g.initializer('w', float32([1, 1, 32, 32]));
    const y = g.add('Conv', [x, weights], { pads: [8, 8, 8, 8] });
    g.output(total(g, g.add('MaxPool', [y], { kernel_shape: [25, 25], strides: [25, 25] })));
    expect(elements(gradient(g.build(), { of: 'loss', withRespectTo: ['x'] }))).toBeLessThan(2000);
  });

  test('of nodes that need the same tables is these once', () => {
    const graphOf = (count: number) => {
      const g = new GraphBuilder('the same tables');
      let y = g.input('x', 'float32', [1, 8, 6, 6]);
      for (let at = 0; at < count; at++) y = g.add('LRN', [y], { size: 3 });
      for (let at = 0; at < count; at++) {
        y = g.add('Resize', [y, '', '', g.constant(int64([4], [1, 8, 6 + (at % 2), 6]))]);
      }
      g.output(total(g, y));
      return gradient(g.build(), { of: 'loss', withRespectTo: ['x'] });
    };
    expect(elements(graphOf(20))).toBe(elements(graphOf(4)));
  });

  test('is refused where its tables, or its nodes, are too many', () => {
    const g = new GraphBuilder('wide');
    g.output(total(g, g.add('LRN', [g.input('x', 'float32', [1, 16_384, 1, 1])], { size: 3 })));
    expect(() => gradient(g.build(), { of: 'loss', withRespectTo: ['x'] })).toThrow(
      'tables of 268435456 numbers, more than 134217728, are needed (windows of 3 of 16384)',
    );
    const deep = new GraphBuilder('deep');
    let y = deep.input('x', 'float32', [1]);
    for (let at = 0; at < 17_000; at++) y = deep.add('Relu', [y]);
    deep.output(total(deep, y));
    expect(() => gradient(deep.build(), { of: 'loss', withRespectTo: ['x'] })).toThrow(
      'gradient: the model with its gradient has more than 50000 nodes, which are too many',
    );
  });
});
