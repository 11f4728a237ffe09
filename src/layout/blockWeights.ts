import type { GraphBuilder } from '../onnx/build/builder.ts';
import type { Value } from '../onnx/graph/graph.ts';

/**
 * Weights [O, I, kh, kw] in the blocked convolution's order: memory [O/b, I/i, kh, kw, i, b], declared shape as
 * before. The inner block i is b, or 1 for an image with fewer channels than a block.
 */
export function blockWeights(g: GraphBuilder, weights: Value, block: number): Value {
  const shape = g.shape(weights);
  const [outChannels, inChannels, height, width] = shape;
  const inner = innerBlock(inChannels, block);
  const split = [outChannels / block, block, inChannels / inner, inner, height, width];
  const parts = g.add('Reshape', [weights, g.ints(...split)]);
  const ordered = g.add('Transpose', [parts], { perm: [0, 2, 4, 5, 3, 1] });
  return g.add('Reshape', [ordered, g.ints(...shape)]);
}

/** Input channels that lie next to each other in blocked weights. */
export function innerBlock(inChannels: number, block: number): number {
  return inChannels < block ? 1 : block;
}
