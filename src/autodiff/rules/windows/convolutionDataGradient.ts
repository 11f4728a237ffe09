import type { GraphBuilder } from '../../../onnx/build/builder.ts';
import type { Value } from '../../../onnx/graph/graph.ts';
import { sizeOf } from '../../../tensor/tensor.ts';
import { reshape, transpose } from '../operators.ts';
import type { WindowGeometry } from './windowGeometry.ts';

/**
 * The gradient of a convolution's input.
 *
 * At stride 1 it is the convolution of dy with the flipped, transposed kernel, which ONNX Runtime runs faster than
 * the transposed convolution that any stride allows. (At stride 2 that one beat a convolution of dy with zeros
 * between its pixels 4 times and one convolution for all phases 1.4 times.)
 *
 * @param dy [N, O, windows…]
 * @param weights [O, C / group, kernel…]
 * @returns shape [N, C, spatial…]
 */
export function convolutionDataGradient(
  g: GraphBuilder,
  dy: Value,
  weights: Value,
  { kernel, strides, dilations, before, after, unread }: WindowGeometry,
  group: number,
): Value {
  const reach = kernel.map((size, axis) => (size - 1) * dilations[axis]);
  const front = reach.map((size, axis) => size - before[axis]);
  const back = reach.map((size, axis) => size - after[axis]);
  const common = { kernel_shape: kernel, dilations, group };
  // Where the padding is wider than the kernel reaches, dy would have to be cropped.
  if (strides.every((stride) => stride === 1) && [...front, ...back].every((size) => size >= 0)) {
    const flipped = flippedKernel(g, weights, group);
    return g.add('Conv', [dy, flipped], { ...common, pads: [...front, ...back] });
  }
  const attributes = { ...common, strides, pads: [...before, ...after], output_padding: unread };
  return g.add('ConvTranspose', [dy, weights], attributes);
}

/** Taps of a kernel, 11 × 11, up to which a product turns it round. */
const MAX_PRODUCT = 121;

/** [O, C / group, kernel…] → [C, O / group, kernel…], each kernel turned by 180°. */
function flippedKernel(g: GraphBuilder, weights: Value, group: number): Value {
  const [outChannels, inChannels, ...kernel] = g.shape(weights);
  const taps = sizeOf(kernel);
  const flat = reshape(g, weights, [group, outChannels / group, inChannels, taps]);
  // A product with a permutation: 0.27 ms for [64, 64, 3, 3], against 0.39 for a Slice with negative steps, which grows less.
  const backwards = [g.ints(-1), g.ints(-taps - 1), g.ints(3), g.ints(-1)];
  const turned = () =>
    taps > MAX_PRODUCT ? g.add('Slice', [flat, ...backwards]) : g.add('MatMul', [flat, reversal(g, taps)]);
  const flipped = taps === 1 ? flat : turned();
  const swapped = transpose(g, flipped, [0, 2, 1, 3]);
  return reshape(g, swapped, [group * inChannels, outChannels / group, ...kernel]);
}

/** The matrix that turns the order of a row's elements round. */
function reversal(g: GraphBuilder, size: number): Value {
  return g.table({
    key: `reversal of ${size}`,
    shape: [size, size],
    fill(data) {
      for (let row = 0; row < size; row++) data[row * size + size - 1 - row] = 1;
    },
  });
}
