import type { Random } from '../../tensor/random.ts';
import { float32, type Tensor } from '../../tensor/tensor.ts';

/**
 * Masks that keep each unit with probability one half and double what is kept, so that the expected value of a unit
 * does not change. Each mask draws from the fork of its own name.
 *
 * @param shapes mask name → shape [batch, …]
 */
export function dropoutMasks(
  shapes: ReadonlyMap<string, readonly number[]>,
  random: Random,
): Readonly<Record<string, Tensor<'float32'>>> {
  const masks: Record<string, Tensor<'float32'>> = {};
  for (const [name, shape] of shapes) {
    const stream = random.fork(name);
    const mask = float32(shape);
    for (let unit = 0; unit < mask.data.length; unit++) mask.data[unit] = stream.uniform() < 0.5 ? 0 : 2;
    masks[name] = mask;
  }
  return masks;
}

/**
 * Masks of ones, with which nothing is dropped.
 *
 * @param shapes mask name → shape [batch, …]
 */
export function wholeMasks(
  shapes: ReadonlyMap<string, readonly number[]>,
): Readonly<Record<string, Tensor<'float32'>>> {
  return Object.fromEntries(
    [...shapes].map(([name, shape]) => {
      const mask = float32(shape);
      mask.data.fill(1);
      return [name, mask];
    }),
  );
}
