import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { gradient } from '#passband/autodiff/gradient.ts';
import { GraphBuilder } from '#passband/onnx/build/builder.ts';
import type { Attributes } from '#passband/onnx/graph/graph.ts';
import { float32, int64, type Tensor } from '#passband/tensor/tensor.ts';
import '../support/matchers.ts';
import { runGraph } from '../support/models/runGraph.ts';

interface Packed {
  readonly type?: 'int64';
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

interface GoldenCase {
  readonly title: string;
  readonly op: string;
  readonly attributes: Attributes;
  readonly outputs: number;
  readonly inputs: readonly Packed[];
  readonly constants: readonly Packed[];
  readonly y: Packed;
  readonly dy: Packed;
  readonly gradients: readonly Packed[];
}

interface Golden {
  readonly cases: readonly GoldenCase[];
  readonly crossEntropy: { logits: Packed; targets: Packed; loss: number; gradient: Packed };
}

const golden: Golden = JSON.parse(
  readFileSync(new URL('../golden/autodiff/gradients.json', import.meta.url), 'utf8'),
);

// Both sides compute in float32, with sums in different orders.
const tolerance = 1e-5;

const unpack = ({ shape, data }: Packed): Tensor<'float32'> => float32(shape, data);
const unpackConstant = (packed: Packed): Tensor =>
  packed.type === 'int64' ? int64(packed.shape, packed.data) : unpack(packed);
const numbers = ({ data }: Tensor) => data as Float32Array;

describe('gradients of single operators equal those of PyTorch', () => {
  test.each(golden.cases)(
    '$title',
    async ({ op, attributes, outputs, inputs, constants, y, dy, gradients }) => {
      const g = new GraphBuilder(op);
      const names = inputs.map(({ shape }, index) => g.input(`x${index}`, 'float32', shape));
      const stored = constants.map((constant, index) => g.initializer(`c${index}`, unpackConstant(constant)));
      const [output] = g.addMany(op, [...names, ...stored], outputs, attributes);
      g.output(output, 'y');
      const weighted = g.add('Mul', [output, g.input('dy', 'float32', dy.shape)]);
      const scalar = g.add('ReduceSum', [weighted], { keepdims: 0 });
      const graph = gradient(g.build(), { of: scalar, withRespectTo: names });
      const feeds = Object.fromEntries(inputs.map((input, index) => [`x${index}`, unpack(input)]));
      const results = await runGraph(graph, { ...feeds, dy: unpack(dy) });
      expect(numbers(results.y)).toBeNear(y.data, tolerance);
      gradients.forEach(({ shape, data }, index) => {
        const result = results[`gradient/x${index}`];
        expect(result.shape).toEqual(shape);
        expect(numbers(result)).toBeNear(data, tolerance);
      });
    },
  );
});

test('softmax cross-entropy with hard and soft labels has the loss and gradient of PyTorch', async () => {
  const { logits, targets, loss, gradient: expected } = golden.crossEntropy;
  const g = new GraphBuilder('crossEntropy');
  const x = g.input('logits', 'float32', logits.shape);
  const logProbabilities = g.add('LogSoftmax', [x], { axis: 1 });
  const weighted = g.add('Mul', [g.input('targets', 'float32', targets.shape), logProbabilities]);
  const mean = g.add('ReduceMean', [g.add('ReduceSum', [weighted, g.ints(1)], { keepdims: 0 })], {
    keepdims: 0,
  });
  g.output(g.add('Neg', [mean]), 'loss');
  const graph = gradient(g.build(), { of: 'loss', withRespectTo: ['logits'] });
  const results = await runGraph(graph, { logits: unpack(logits), targets: unpack(targets) });
  expect(numbers(results.loss)).toBeNear([loss], 1e-6);
  expect(numbers(results['gradient/logits'])).toBeNear(expected.data, 1e-6);
});
