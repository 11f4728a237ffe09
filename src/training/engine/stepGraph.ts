import { gradient } from '../../autodiff/gradient.ts';
import { type BlockedGraph, blockLayout } from '../../layout/blockLayout.ts';
import { finishBlocks } from '../../layout/finishBlocks.ts';
import { stableProducts } from '../../layout/stableProducts.ts';
import type { Network } from '../../networks/architectures/network.ts';
import { GraphBuilder } from '../../onnx/build/builder.ts';
import { initializersToInputs } from '../../onnx/rewrite/initializersToInputs.ts';
import type { StepLoss } from './stepLoss.ts';

export interface StepGraphOptions {
  readonly loss: StepLoss;
  /** Images of the whole batch, over which the loss is the mean. */
  readonly batchSize: number;
  /** Channels in a block of the CPU provider's layout; 1 = the plain layout, for any provider. */
  readonly block: number;
  /** What moves: the weights, as a training step does, or the pixels, as an attack on the network in training does. */
  readonly withRespectTo?: 'parameters' | 'images';
}

/**
 * One training step up to the optimizer, as a graph. Inputs: `images`, the targets of the loss, the parameters and the
 * dropout masks. Outputs: those of the network and of the loss, `loss` (this shard's part of the batch's mean), one
 * `gradient/<parameter>` each (in the layout of the parameter) or `gradient/images`, and the batch statistics of batch
 * normalisation.
 *
 * @param network one for training, with the shard's number of images as its batch
 */
export function stepGraph(
  network: Network,
  { loss, batchSize, block, withRespectTo = 'parameters' }: StepGraphOptions,
): BlockedGraph {
  const forward = initializersToInputs(network.graph, network.parameters);
  const { graph, blockedInputs } =
    block > 1 ? blockLayout(forward, block, { blockedInputs: true }) : { graph: forward, blockedInputs: [] };
  const g = GraphBuilder.from(graph);
  g.output(loss.add(g, batchSize), 'loss');
  const moving = withRespectTo === 'images' ? ['images'] : network.parameters;
  const step = gradient(g.build(), { of: 'loss', withRespectTo: moving });
  return { graph: stableProducts(finishBlocks(step, block)), blockedInputs };
}
