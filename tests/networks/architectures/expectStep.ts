import { expect } from 'vitest';
import { gradient } from '#passband/autodiff/gradient.ts';
import { buildNetwork, type NetworkName } from '#passband/networks/architectures/buildNetwork.ts';
import type { Network } from '#passband/networks/architectures/network.ts';
import { addCrossEntropy } from '#passband/networks/losses/crossEntropy.ts';
import { GraphBuilder } from '#passband/onnx/build/builder.ts';
import type { Graph } from '#passband/onnx/graph/graph.ts';
import { initializersToInputs } from '#passband/onnx/rewrite/initializersToInputs.ts';
import { float32, sizeOf, type Tensor } from '#passband/tensor/tensor.ts';
import { repeatingRandom } from '../../support/models/repeatingRandom.ts';
import { runGraph } from '../../support/models/runGraph.ts';
import { formulaNoise } from './formulaWeights.ts';

const batch = 2;
const classes = 10;

/** How much of the loss the step should take away, were the loss linear in the weights; kinks of ReLU limit it. */
const share = 0.001;

/** One step of gradient descent lowers the loss of a network by what its gradient promises. */
export async function expectStep(
  name: NetworkName,
  shape: readonly [number, number, number],
  batchNorm: boolean,
): Promise<void> {
  const network = buildNetwork(name, {
    classes,
    shape,
    batch,
    training: true,
    dropout: true,
    batchNorm,
    random: repeatingRandom(name),
  });
  const { parameters, dropoutMasks } = network;
  const weights = Object.fromEntries(
    parameters.map((value) => [value, network.graph.initializers.get(value)!]),
  );
  const feeds: Record<string, Tensor> = {
    images: float32([batch, ...shape], formulaNoise(5, batch * sizeOf(shape))),
  };
  for (const mask of dropoutMasks) {
    const units = network.graph.inputs.get(mask)!.shape as number[];
    feeds[mask] = float32(
      units,
      formulaNoise(7, sizeOf(units)).map((u) => (u < 0.5 ? 0 : 2)),
    );
  }

  const forward = withLoss(network);
  const backward = gradient(forward, { of: 'loss', withRespectTo: parameters });
  const before = await runGraph(initializersToInputs(backward, parameters), { ...feeds, ...weights });
  const loss = before.loss.data[0] as number;
  expect(loss).toBeGreaterThan(0);
  expect(loss).toBeLessThan(100);

  let squares = 0;
  for (const value of parameters) {
    const found = before[`gradient/${value}`];
    expect(found.shape, value).toEqual(weights[value].shape);
    const sum = sumOfSquares(found.data as Float32Array);
    expect(Number.isFinite(sum) && sum > 0, `the gradient of ${value} is finite and not zero`).toBe(true);
    squares += sum;
  }
  const learningRate = (share * loss) / squares;
  for (const value of parameters) {
    const weight = weights[value].data as Float32Array;
    const change = before[`gradient/${value}`].data as Float32Array;
    for (let index = 0; index < weight.length; index++) weight[index] -= learningRate * change[index];
  }
  const after = await runGraph(initializersToInputs(forward, parameters), { ...feeds, ...weights });
  const fallen = (loss - (after.loss.data[0] as number)) / (share * loss);
  expect(fallen).toBeGreaterThan(0.8);
  expect(fallen).toBeLessThan(1.1);
}

/** The network's mean cross-entropy for the labels 3, 4, … as the output `loss`. */
function withLoss({ graph }: Network): Graph {
  const oneHot = float32([batch, classes]);
  for (let image = 0; image < batch; image++) oneHot.data[image * classes + 3 + image] = 1;
  const g = GraphBuilder.from(graph);
  g.output(addCrossEntropy(g, 'logits', g.constant(oneHot), batch), 'loss');
  return g.build();
}

function sumOfSquares(values: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += values[index] * values[index];
  return sum;
}
