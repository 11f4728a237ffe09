import type { Network } from '../../networks/architectures/network.ts';
import { float32, type Tensor } from '../../tensor/tensor.ts';

/** PyTorch's default: a tenth of the new batch is mixed in. */
const momentum = 0.1;

export interface RunningStatisticsState {
  /** Running means and variances by initializer name, live. */
  readonly values: ReadonlyMap<string, Tensor<'float32'>>;
  /** Mixes a batch's statistics in, read by graph output. */
  update(batch: (output: string) => Float32Array): void;
}

interface BatchNormState {
  readonly means: Float32Array;
  readonly variances: Float32Array;
  /** Graph outputs. */
  readonly batchMean: string;
  readonly batchVariance: string;
  /** What makes the variance of a batch unbiased. */
  readonly unbiased: number;
}

/** The running statistics of a network for training, from the values that its graph carries, which it lets go. */
export function runningStatistics(network: Network): RunningStatisticsState {
  const values = new Map<string, Tensor<'float32'>>();
  const states = statesOf(network, values);
  return {
    values,
    update(batch) {
      for (const { means, variances, batchMean, batchVariance, unbiased } of states) {
        mix(means, batch(batchMean), 1);
        mix(variances, batch(batchVariance), unbiased);
      }
    },
  };
}

function statesOf(
  { graph, runningStatistics: pairs }: Network,
  values: Map<string, Tensor<'float32'>>,
): BatchNormState[] {
  return pairs.map(({ mean, variance, batchMean, batchVariance }) => {
    const [means, variances] = [mean, variance].map((name) => {
      const { shape, data } = graph.initializers.get(name)!;
      const value = float32(shape, Float32Array.from(data as Float32Array));
      values.set(name, value);
      return value.data;
    });
    const node = graph.nodes.find(({ outputs }) => outputs.includes(batchMean))!;
    const [images, , ...sides] = graph.types.get(node.inputs[0])!.shape as number[];
    const count = sides.reduce((product, side) => product * side, images);
    // The running variance is unbiased, the batch's own is not (PyTorch's BatchNorm2d).
    return { means, variances, batchMean, batchVariance, unbiased: count > 1 ? count / (count - 1) : 1 };
  });
}

function mix(running: Float32Array, batch: Float32Array, factor: number): void {
  for (let channel = 0; channel < running.length; channel++) {
    running[channel] += momentum * (factor * batch[channel] - running[channel]);
  }
}
