import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decodeModel } from '#passband/onnx/read/decodeModel.ts';
import { withBatch } from '#passband/onnx/rewrite/withBatch.ts';
import { float32 } from '#passband/tensor/tensor.ts';
import { runGraph } from '../../support/models/runGraph.ts';

interface Network {
  readonly name: string;
  readonly shape: readonly number[];
  /** Pixels times 64. */
  readonly x64: readonly number[];
  readonly y: readonly number[];
  readonly models: readonly { opset: number; batch: 'fixed' | 'open'; bytes: string }[];
}

const path = new URL('../../golden/networks/torchModels.json', import.meta.url);
const { networks } = JSON.parse(readFileSync(path, 'utf8')) as { networks: readonly Network[] };

const cases = networks.flatMap((network) =>
  network.models.map((model) => [network.name, model.opset, model.batch, network, model] as const),
);

test.each(cases)("PyTorch's %s, opset %i, %s batch: read, it gives PyTorch's own output", async (...row) => {
  const [, , batch, { shape, x64, y }, { bytes }] = row;
  const x = float32(
    shape,
    x64.map((value) => value / 64),
  );
  const read = decodeModel(Buffer.from(bytes, 'base64'));
  const fixed = batch === 'open' ? withBatch(read, shape[0]) : read;
  for (const graph of [read, fixed]) {
    const result = (await runGraph(graph, { x })).y;
    expect(result.shape).toEqual([shape[0], y.length / shape[0]]);
    expect(Array.from(result.data as Float32Array)).toEqual(y.map((value) => expect.closeTo(value, 5)));
  }
  const unknown = fixed.nodes.flatMap((node) => node.outputs).filter((name) => !fixed.types.has(name));
  expect(unknown).toEqual([]);
  const arithmetic = ['Shape', 'ConstantOfShape', 'Range', 'NonZero', 'Constant'];
  expect(fixed.nodes.filter(({ op }) => arithmetic.includes(op))).toEqual([]);
});
