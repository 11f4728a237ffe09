import { expect, test } from 'vitest';
import { blockLayout } from '#passband/layout/blockLayout.ts';
import { GraphBuilder } from '#passband/onnx/build/builder.ts';
import { operatorOf } from '#passband/onnx/graph/operators.ts';
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

test('a convolution whose strides leave more places between than its gradient covers stays plain', () => {
  const opsOf = (stride: number) => {
    const g = new GraphBuilder('strides');
    const weights = g.initializer('w', float32([8, 8, 1, 1]));
    const x = g.input('images', 'float32', [1, 8, 1001, 1001]);
    g.output(g.add('Conv', [x, weights], { strides: [stride, stride] }), 'y');
    return blockLayout(g.build(), 8).graph.nodes.map(operatorOf);
  };
  expect(opsOf(8)).toContain('com.microsoft.nchwc:Conv');
  expect(opsOf(1000)).not.toContain('com.microsoft.nchwc:Conv');
});
