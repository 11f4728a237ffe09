import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { gradient } from '#passband/autodiff/gradient.ts';
import { GraphBuilder } from '#passband/onnx/build/builder.ts';
import { decodeModel } from '#passband/onnx/read/decodeModel.ts';
import { withBatch } from '#passband/onnx/rewrite/withBatch.ts';
import { float32 } from '#passband/tensor/tensor.ts';
import '../support/matchers.ts';
import { runGraph } from '../support/models/runGraph.ts';

interface Network {
  readonly name: string;
  readonly shape: readonly number[];
  /** Pixels times 64. */
  readonly x64: readonly number[];
  readonly y: readonly number[];
  /** The gradient that arrives at y, and the one of x that PyTorch makes of it. */
  readonly dy: readonly number[];
  readonly gradient: readonly number[];
  readonly models: readonly { opset: number; batch: 'fixed' | 'open'; bytes: string }[];
}

const path = new URL('../golden/autodiff/gradientModels.json', import.meta.url);
const { networks } = JSON.parse(readFileSync(path, 'utf8')) as { networks: readonly Network[] };

const cases = networks.flatMap((network) =>
  network.models.map((model) => [network.name, model.opset, model.batch, network, model] as const),
);

test.each(cases)("%s, opset %i, %s batch: input gradients equal PyTorch's", async (...row) => {
  const [, , batch, { shape, x64, y, dy, gradient: expected }, { bytes }] = row;
  const read = decodeModel(Buffer.from(bytes, 'base64'));
  const g = GraphBuilder.from(batch === 'open' ? withBatch(read, shape[0]) : read);
  const weighted = g.add('Mul', ['y', g.constant(float32(g.shape('y'), dy))]);
  const total = g.add('ReduceSum', [weighted], { keepdims: 0 });
  const graph = gradient(g.build(), { of: total, withRespectTo: ['x'] });
  const pixels = x64.map((value) => value / 64);
  const results = await runGraph(graph, { x: float32(shape, pixels) });
  expect(results.y.data as Float32Array).toBeNear(y, 1e-5);
  const result = results['gradient/x'].data as Float32Array;
  const scale = Math.max(...expected.map(Math.abs));
  expect(
    result.map((value) => value / scale),
    'relative to the largest',
  ).toBeNear(
    expected.map((value) => value / scale),
    2e-5,
  );
});
