import { expect, test } from 'vitest';
import { blockLayout } from '#passband/layout/blockLayout.ts';
import { GraphBuilder } from '#passband/onnx/build/builder.ts';
import { float32 } from '#passband/tensor/tensor.ts';
import { runGraph } from '../support/models/runGraph.ts';

test('the node that makes an output may bear its name, before the layout and after it', async () => {
  const g = new GraphBuilder('named');
  const doubled = g.add('Mul', [g.input('images', 'float32', [1, 2]), g.scalar(2)]);
  g.output(doubled, 'logits');
  const { graph } = blockLayout(g.build(), 16);
  const names = graph.nodes.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  const { logits } = await runGraph(graph, { images: float32([1, 2], [1, 2]) });
  expect([...logits.data]).toEqual([2, 4]);
});
