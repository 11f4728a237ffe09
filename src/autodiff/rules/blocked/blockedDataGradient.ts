import type { GraphBuilder } from '../../../onnx/build/builder.ts';
import type { Value } from '../../../onnx/graph/graph.ts';
import type { BlockedConvolution } from './blockedFilterGradient.ts';
import { blockedImageGradient } from './blockedImageGradient.ts';
import { type Phase, phasesOf } from './phasesOf.ts';

const domain = 'com.microsoft.nchwc';

/**
 * The gradient of a blocked convolution's input, in the layout of that input.
 *
 * Input pixel s·q + p (stride s, phase p) takes from dy[q + j] the tap k = p + pad − s·j of the kernel. So each of the
 * s·s phases is a convolution of dy with stride 1 and its share of the taps, and their results are interleaved. At
 * stride 1 this is the convolution with the flipped, transposed kernel.
 */
export function blockedDataGradient(
  g: GraphBuilder,
  weights: Value,
  dy: Value,
  convolution: BlockedConvolution,
): Value {
  const { block, input, weights: shape, output, strides, pads } = convolution;
  const [count, channels, height, width] = input;
  if (channels < block) return blockedImageGradient(g, weights, dy, convolution);
  const highs = [Math.ceil(height / strides[0]), Math.ceil(width / strides[1])];
  const [rows, columns] = [0, 1].map((axis) =>
    phasesOf(shape[2 + axis], {
      stride: strides[axis],
      pad: pads[axis],
      count: strides[axis],
      beyond: output[2 + axis] - highs[axis],
    }),
  );
  const squares = turnedSquares(g, weights, { block, shape });
  const parts = rows.flatMap((row) =>
    columns.map((column) => {
      const kernel = phaseKernel(g, squares, { shape, row, column });
      const attributes = {
        kernel_shape: [row.taps.length, column.taps.length],
        strides: [1, 1],
        pads: [
          -row.first,
          -column.first,
          highs[0] - output[2] + row.first + row.taps.length - 1,
          highs[1] - output[3] + column.first + column.taps.length - 1,
        ],
        dilations: [1, 1],
        group: 1,
      };
      return g.add('Conv', [dy, kernel], attributes, { domain });
    }),
  );
  if (parts.length === 1) return parts[0];
  const channelBlocks = channels / block;
  const joined = interleave(g, g.add('Concat', parts, { axis: 1 }), {
    strides,
    highs,
    channelBlocks,
    block,
    count,
  });
  return crop(g, joined, { block, count, channelBlocks, highs, strides, height, width });
}

/** Blocked weights as [O/b, C/b, taps, out × in channels of a block], the square turned over. */
function turnedSquares(
  g: GraphBuilder,
  weights: Value,
  { block, shape }: { readonly block: number; readonly shape: readonly number[] },
): Value {
  const [outChannels, inChannels, height, width] = shape;
  const [outBlocks, inBlocks, taps] = [outChannels / block, inChannels / block, height * width];
  // ReorderInput turns each square of b in × b out channels; a Transpose takes ten times as long.
  const squares = g.add('Reshape', [weights, g.ints(outBlocks * inBlocks * taps, block, block, 1)]);
  const turned = g.add('ReorderInput', [squares], {}, { domain });
  return g.add('Reshape', [turned, g.ints(outBlocks, inBlocks, taps, block * block)]);
}

/** Blocked weights of a phase's convolution over dy: declared [C, O, taps, taps]. */
function phaseKernel(
  g: GraphBuilder,
  squares: Value,
  { shape, row, column }: { readonly shape: readonly number[]; readonly row: Phase; readonly column: Phase },
): Value {
  const [outChannels, inChannels, height, width] = shape;
  const none = height * width;
  const index = row.taps.flatMap((k) =>
    column.taps.map((l) => (k < height && l < width ? k * width + l : none)),
  );
  const filled = index.includes(none) ? g.add('Pad', [squares, g.ints(0, 0, 0, 0, 0, 0, 1, 0)]) : squares;
  const taken = g.add('Gather', [filled, g.ints(...index)], { axis: 2 });
  const ordered = g.add('Transpose', [taken], { perm: [1, 0, 2, 3] });
  return g.add('Reshape', [ordered, g.ints(inChannels, outChannels, row.taps.length, column.taps.length)]);
}

interface Interleaved {
  readonly block: number;
  readonly count: number;
  readonly channelBlocks: number;
  readonly highs: readonly number[];
  readonly strides: readonly number[];
}

function interleave(g: GraphBuilder, dx: Value, layout: Interleaved): Value {
  const { block, count, channelBlocks, highs, strides } = layout;
  const split = g.ints(count, strides[0], strides[1], channelBlocks, highs[0], highs[1], block);
  const ordered = g.add('Transpose', [g.add('Reshape', [dx, split])], { perm: [0, 3, 4, 1, 5, 2, 6] });
  const sides = [highs[0] * strides[0], highs[1] * strides[1]];
  return g.add('Reshape', [ordered, g.ints(count, channelBlocks * block, ...sides)]);
}

function crop(
  g: GraphBuilder,
  dx: Value,
  {
    block,
    count,
    channelBlocks,
    highs,
    strides,
    height,
    width,
  }: Interleaved & { height: number; width: number },
): Value {
  const sides = [highs[0] * strides[0], highs[1] * strides[1]];
  if (sides[0] === height && sides[1] === width) return dx;
  const lines = g.add('Reshape', [dx, g.ints(count * channelBlocks, sides[0], sides[1], block)]);
  const kept = g.add('Slice', [lines, g.ints(0, 0), g.ints(height, width), g.ints(1, 2)]);
  return g.add('Reshape', [kept, g.ints(count, channelBlocks * block, height, width)]);
}
