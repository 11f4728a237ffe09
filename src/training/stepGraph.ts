import { gradient } from '../autodiff/gradient.ts';
import { type BlockedGraph, blockLayout } from '../layout/blockLayout.ts';
import { finishBlocks } from '../layout/finishBlocks.ts';
import { addCrossEntropy } from '../networks/crossEntropy.ts';
import type { Network } from '../networks/network.ts';
import { GraphBuilder } from '../onnx/builder.ts';
import { initializersToInputs } from '../onnx/initializersToInputs.ts';

/**
 * One training step up to the optimizer, as a graph. Inputs: `images`, `targets` [n, classes], the parameters and
 * the dropout masks. Outputs: `logits`, `loss` (this shard's part of the batch's mean), one `gradient/<parameter>`
 * each (in the layout of the parameter), and
 * the batch statistics of batch normalisation.
 *
 * @param network one for training, with the shard's number of images as its batch
 * @param batchSize images of the whole batch, over which the loss is the mean
 * @param block channels in a block of the CPU provider's layout; 1 = the plain layout, for any provider
 */
export function stepGraph(
  network: Network,
  { batchSize, block }: { readonly batchSize: number; readonly block: number },
): BlockedGraph {
  const forward = initializersToInputs(network.graph, network.parameters);
  const { graph, blockedInputs } =
    block > 1 ? blockLayout(forward, block, { blockedInputs: true }) : { graph: forward, blockedInputs: [] };
  const g = GraphBuilder.from(graph);
  const [count, classes] = g.shape('logits');
  const targets = g.input('targets', 'float32', [count, classes]);
  // A sum over the batch's size, not the shard's, so that the shards' losses and gradients add up to the batch's.
  g.output(addCrossEntropy(g, 'logits', targets, batchSize), 'loss');
  const step = gradient(g.build(), { of: 'loss', withRespectTo: network.parameters });
  return { graph: finishBlocks(step, block), blockedInputs };
}
