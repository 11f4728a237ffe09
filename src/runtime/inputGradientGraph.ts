import { gradient } from '../autodiff/gradient.ts';
import { finishBlocks } from '../layout/finishBlocks.ts';
import { toBlocks } from '../layout/toBlocks.ts';
import { crossEntropy, type Loss } from '../networks/losses/losses.ts';
import { GraphBuilder } from '../onnx/build/builder.ts';
import type { Graph } from '../onnx/graph/graph.ts';
import { withBatch } from '../onnx/rewrite/withBatch.ts';

/**
 * The gradient of each image's own loss with respect to its pixels, as a graph of a fixed batch. Inputs: `images` and
 * one-hot `targets` [n, classes]; outputs: `gradient/images`, `logits` and `losses` [n].
 *
 * @param graph a classifier: input `images`, output `logits`, weights as initializers
 * @param images how many images it takes
 * @param block channels in a block of the CPU provider's layout; 1 = the plain layout
 */
export function inputGradientGraph(
  graph: Graph,
  {
    images,
    block,
    loss = crossEntropy,
  }: { readonly images: number; readonly block: number; readonly loss?: Loss },
): Graph {
  const g = GraphBuilder.from(toBlocks(withBatch(graph, images), block));
  const targets = g.input('targets', 'float32', g.shape('logits'));
  const losses = g.output(loss.add(g, 'logits', targets), 'losses');
  // Images do not see each other, so the gradient of the sum is each image's own.
  const total = g.add('ReduceSum', [losses], { keepdims: 0 });
  return finishBlocks(gradient(g.build(), { of: total, withRespectTo: ['images'] }), block);
}
