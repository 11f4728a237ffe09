import type { Network } from '#passband/networks/architectures/network.ts';
import { float32, sizeOf, type Tensor } from '#passband/tensor/tensor.ts';

/** Numbers in [0, 1) that are a hash of their index, the same as in golden/networks/networks.py. */
export function formulaNoise(seed: number, count: number): Float64Array {
  const numbers = new Float64Array(count);
  const start = Math.imul(seed, 0x85ebca6b);
  for (let index = 0; index < count; index++) {
    let hash = Math.imul(index, 0x9e3779b1) + start;
    hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
    hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
    numbers[index] = ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
  }
  return numbers;
}

/** A network's initializers with the values that golden/networks/networks.py gives to those of the same name. */
export function formulaWeights({ graph, parameters, runningStatistics }: Network): Map<string, Tensor> {
  const statistics = runningStatistics.flatMap(({ mean, variance }) => [mean, variance]);
  return new Map(
    [...parameters, ...statistics].map((name) => [name, formulaWeight(name, graph.initializers)]),
  );
}

function formulaWeight(name: string, initializers: ReadonlyMap<string, Tensor>): Tensor<'float32'> {
  const { shape } = initializers.get(name)!;
  const seed = [...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  const scale = Math.sqrt(4 / sizeOf(shape.slice(1)));
  const spread = (u: number) => {
    if (shape.length > 1) return (2 * u - 1) * scale;
    return /(running_var|weight)$/.test(name) ? 0.75 + 0.5 * u : 0.2 * (u - 0.5);
  };
  const noise = formulaNoise(seed, sizeOf(shape));
  const data = new Float32Array(noise.length);
  for (let index = 0; index < data.length; index++) data[index] = spread(noise[index]);
  return float32(shape, data);
}
