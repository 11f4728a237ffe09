import type { GraphBuilder } from '../../../onnx/build/builder.ts';
import type { Value } from '../../../onnx/graph/graph.ts';
import { sizeOf } from '../../../tensor/tensor.ts';
import { concat, matrixProduct, pad, reshape, transpose } from '../operators.ts';
import type { WindowGeometry } from './windowGeometry.ts';

/** Pixels of a kernel, of which each is a product of its own. */
const MAX_TAPS = 4096;

/**
 * The gradient of a convolution's weights, in standard operators.
 *
 * For each tap of the kernel it is the product of dy [O, pixels of all images] with what that tap saw of x
 * [C, pixels of all images]. With channels in front, images and pixels are one long inner axis: that was as fast as
 * a product per image at 32×32 pixels and 2.5 times as fast at 4×4, and 1.2–2.6 times as fast as one convolution
 * with images as channels.
 *
 * @param x [N, C, spatial…]
 * @param dy [N, O, windows…]
 * @returns shape [O, C / group, kernel…]
 */
export function convolutionFilterGradient(
  g: GraphBuilder,
  x: Value,
  dy: Value,
  { kernel, strides, dilations, before, after }: WindowGeometry,
  group: number,
): Value {
  if (sizeOf(kernel) > MAX_TAPS) {
    throw new Error(`gradient: kernels of ${sizeOf(kernel)} pixels are too large for that of their weights`);
  }
  const [, outChannels, ...windows] = g.shape(dy);
  const inChannels = g.shape(x)[1] / group;
  const read = pad(g, channelsFirst(g, x), [0, 0, ...before], [0, 0, ...after]);
  // One group needs no stack of matrices.
  const rows = (y: Value, channels: number) =>
    reshape(g, y, [...(group === 1 ? [] : [group]), channels, sizeOf(g.shape(y)) / (group * channels)]);
  const seenBy = (tap: readonly number[]) => {
    const starts = tap.map((index, axis) => index * dilations[axis]);
    return rows(pick(g, read, { starts, counts: windows, strides }), inChannels);
  };
  const dyRows = rows(channelsFirst(g, dy), outChannels / group);
  const products = tapGroups(kernel, inChannels).map((taps) => {
    const seen = concat(g, taps.map(seenBy), group === 1 ? 0 : 1);
    const product = matrixProduct(g, dyRows, seen, { transB: true });
    return reshape(g, product, [outChannels, taps.length, inChannels]);
  });
  const byTap = concat(g, products, 1);
  return reshape(g, transpose(g, byTap, [0, 2, 1]), [outChannels, inChannels, ...kernel]);
}

/** Taps that share a product: with few channels those of a kernel's row, as one alone would be a thin matrix. */
function tapGroups(kernel: readonly number[], channels: number): (readonly number[])[][] {
  let rows: number[][] = [[]];
  for (const size of kernel.slice(0, -1)) {
    rows = rows.flatMap((row) => Array.from({ length: size }, (_, index) => [...row, index]));
  }
  const grouped = rows.map((row) => Array.from({ length: kernel.at(-1)! }, (_, index) => [...row, index]));
  return channels < 8 ? grouped : grouped.flat().map((tap) => [tap]);
}

function channelsFirst(g: GraphBuilder, x: Value): Value {
  return transpose(g, x, [
    1,
    0,
    ...g
      .shape(x)
      .slice(2)
      .map((_, axis) => axis + 2),
  ]);
}

interface Picked {
  readonly starts: readonly number[];
  readonly counts: readonly number[];
  readonly strides: readonly number[];
}

/** `counts` elements of each spatial axis, from `starts` in steps of `strides`. */
function pick(g: GraphBuilder, x: Value, { starts, counts, strides }: Picked): Value {
  const ends = starts.map((start, axis) => start + (counts[axis] - 1) * strides[axis] + 1);
  if (`${counts}` === `${g.shape(x).slice(2)}`) return x;
  const axes = starts.map((_, axis) => axis + 2);
  return g.add('Slice', [x, g.ints(...starts), g.ints(...ends), g.ints(...axes), g.ints(...strides)]);
}
