import type { Network } from '../networks/network.ts';
import { float32, type Tensor } from '../tensor/tensor.ts';

/** PyTorch's default: a tenth of the new batch is mixed in. */
const momentum = 0.1;

export interface RunningStatisticsState {
  /** Running means and variances by initializer name, live. */
  readonly values: ReadonlyMap<string, Tensor<'float32'>>;
  /** Mixes a batch's statistics in, read by graph output. */
  update(batch: (output: string) => Float32Array): void;
}

/** The running statistics of a network for training, from the values that its graph carries. */
export function runningStatistics({ graph, runningStatistics: pairs }: Network): RunningStatisticsState {
  const values = new Map<string, Tensor<'float32'>>();
  const updates = pairs.map(({ mean, variance, batchMean, batchVariance }) => {
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
    const unbiased = count > 1 ? count / (count - 1) : 1;
    return (batch: (output: string) => Float32Array) => {
      mix(means, batch(batchMean), 1);
      mix(variances, batch(batchVariance), unbiased);
    };
  });
  return {
    values,
    update(batch) {
      for (const apply of updates) apply(batch);
    },
  };
}

function mix(running: Float32Array, batch: Float32Array, factor: number): void {
  for (let channel = 0; channel < running.length; channel++) {
    running[channel] += momentum * (factor * batch[channel] - running[channel]);
  }
}
