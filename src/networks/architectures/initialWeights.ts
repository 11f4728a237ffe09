import type { Random } from '../../tensor/random.ts';
import { float32, sizeOf, type Tensor } from '../../tensor/tensor.ts';

export type Initialization = 'xavier' | 'he';

/**
 * Random weights of a convolution or a fully connected layer.
 *
 * `xavier`: uniform in ±√(6 / (fanIn + fanOut)) (Glorot and Bengio, 2010; the paper's choice).
 * `he`: normal with variance 2 / fanIn (He et al., 2015).
 *
 * @param shape [out, in] or [out, in, height, width]; a fan is its channels times the kernel's area
 */
export function initialWeights(
  shape: readonly number[],
  {
    initialization = 'xavier',
    random,
  }: { readonly initialization?: Initialization; readonly random: Random },
): Tensor<'float32'> {
  const area = sizeOf(shape.slice(2));
  const data = new Float32Array(sizeOf(shape));
  draws[initialization](data, shape[1] * area, shape[0] * area, random);
  return float32(shape, data);
}

const draws: Record<
  Initialization,
  (data: Float32Array, fanIn: number, fanOut: number, random: Random) => void
> = {
  xavier(data, fanIn, fanOut, random) {
    const bound = Math.sqrt(6 / (fanIn + fanOut));
    for (let index = 0; index < data.length; index++) data[index] = (2 * random.uniform() - 1) * bound;
  },
  he(data, fanIn, _fanOut, random) {
    const deviation = Math.sqrt(2 / fanIn);
    for (let index = 0; index < data.length; index++) data[index] = random.normal() * deviation;
  },
};
