import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as onnxruntime from 'onnxruntime-node';
import { afterAll, expect, test } from 'vitest';
import { GraphBuilder } from '#passband/onnx/build/builder.ts';
import type { Graph } from '#passband/onnx/graph/graph.ts';
import { encodeModel } from '#passband/onnx/write/encodeModel.ts';
import { encodeInOrder } from '#passband/runtime/encodeInOrder.ts';
import { createSession } from '#passband/runtime/session.ts';
import { float32 } from '#passband/tensor/tensor.ts';

const folder = await mkdtemp(join(tmpdir(), 'passband-order-'));
afterAll(() => rm(folder, { recursive: true }));

test('ONNX Runtime runs the nodes in the order of the graph: what is listed late is made late', async () => {
  // As in a training step: forward, forward, then for each layer the mask, the gradient behind it and a result.
  const g = new GraphBuilder('step');
  const first = g.add('Exp', [g.input('x', 'float32', [4])], {}, { name: 'forward 1' });
  const second = g.add('Tanh', [first], {}, { name: 'forward 2' });
  let gradient = second;
  for (const [layer, value] of [second, first].entries()) {
    const mask = g.add('Sign', [value], {}, { name: `mask ${layer}` });
    gradient = g.add('Mul', [gradient, mask], {}, { name: `gradient ${layer}` });
    g.output(g.add('Neg', [gradient], {}, { name: `result ${layer}` }));
  }
  const graph = g.build();
  const listed = graph.nodes.map(({ name }) => name);

  const x = float32([4], [1, 2, 3, 4]);
  async function orderOf(name: string, model: Graph | Uint8Array): Promise<string[]> {
    const session = await createSession(onnxruntime, model, { profile: join(folder, name) });
    await session.run({ x });
    await session.release();
    const file = readdirSync(folder).find((found) => found.startsWith(name))!;
    const events = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { cat: string; name: string }[];
    return events.filter(({ cat }) => cat === 'Node').map((event) => event.name.replace('_kernel_time', ''));
  }
  expect(await orderOf('reversed', encodeInOrder(graph))).toEqual(listed);
  expect(await orderOf('graph', graph)).toEqual(listed);
  expect(await orderOf('usual', encodeModel(graph))).not.toEqual(listed);
});
