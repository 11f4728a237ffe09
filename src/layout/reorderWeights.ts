import { innerBlock } from './blockWeights.ts';

/**
 * Copies convolution weights between the plain order [O, I, kh, kw] and the blocked one [O/b, I/i, kh, kw, i, b],
 * outside of a graph: a tile of b × i filters at a time, which fits the cache. ONNX Runtime's Transpose takes
 * ten times as long for this order.
 */
export function reorderWeights(
  source: Float32Array,
  target: Float32Array,
  {
    shape,
    block,
    to,
  }: { readonly shape: readonly number[]; readonly block: number; readonly to: 'blocked' | 'plain' },
): void {
  const [outChannels, inChannels, height, width] = shape;
  const inner = innerBlock(inChannels, block);
  const taps = height * width;
  const tile = inner * block;
  let blocked = 0;
  for (let out = 0; out < outChannels; out += block) {
    for (let channel = 0; channel < inChannels; channel += inner) {
      for (let i = 0; i < inner; i++) {
        for (let o = 0; o < block; o++) {
          let plain = ((out + o) * inChannels + channel + i) * taps;
          let place = blocked + i * block + o;
          for (let tap = 0; tap < taps; tap++, plain++, place += tile) {
            if (to === 'blocked') target[place] = source[plain];
            else target[plain] = source[place];
          }
        }
      }
      blocked += taps * tile;
    }
  }
}
