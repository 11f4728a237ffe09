import type { GraphBuilder } from '../../onnx/builder.ts';
import type { Value } from '../../onnx/graph.ts';
import type { BlockedConvolution } from './blockedFilterGradient.ts';

const domain = 'com.microsoft.nchwc';

/**
 * The gradient of a blocked convolution's input, in the layout of that input.
 *
 * Input pixel s·q + p (stride s, phase p) takes from dy[q + j] the tap k = p + pad − s·j of the kernel. So each
 * phase is a convolution of dy with stride 1, all s·s phases are one convolution with s·s times the channels, and
 * its result is interleaved. At stride 1 this is the convolution with the flipped, transposed kernel.
 */
export function blockedDataGradient(
  g: GraphBuilder,
  weights: Value,
  dy: Value,
  convolution: BlockedConvolution,
): Value {
  const { block, input, output, strides, pads } = convolution;
  const [count, channels, height, width] = input;
  const rows = phasesOf(convolution.weights[2], strides[0], pads[0]);
  const columns = phasesOf(convolution.weights[3], strides[1], pads[1]);
  const phases = strides[0] * strides[1];
  const channelBlocks = Math.ceil(channels / block);
  const kernel = phaseKernels(g, weights, convolution, { rows, columns });
  const highs = [Math.ceil(height / strides[0]), Math.ceil(width / strides[1])];
  const dx = g.add(
    'Conv',
    [dy, kernel],
    {
      kernel_shape: [rows.taps, columns.taps],
      strides: [1, 1],
      pads: [
        -rows.first,
        -columns.first,
        highs[0] - output[2] + rows.first + rows.taps - 1,
        highs[1] - output[3] + columns.first + columns.taps - 1,
      ],
      dilations: [1, 1],
      group: 1,
    },
    { domain },
  );
  const joined = phases === 1 ? dx : interleave(g, dx, { strides, highs, channelBlocks, block, count });
  const cropped = crop(g, joined, { block, count, channelBlocks, highs, strides, height, width });
  if (channels === channelBlocks * block) return cropped;
  return g.add('ReorderOutput', [cropped], { channels }, { domain });
}

interface Phases {
  /** Smallest j of all phases, 0 or negative where the kernel reaches backwards. */
  readonly first: number;
  readonly taps: number;
  /** Kernel index by phase and tap; the kernel's size where there is none. */
  readonly index: readonly number[];
}

function phasesOf(size: number, stride: number, pad: number): Phases {
  const offsets: number[] = [];
  for (let phase = 0; phase < stride; phase++) {
    for (let k = 0; k < size; k++) {
      if ((phase + pad - k) % stride === 0) offsets.push((phase + pad - k) / stride);
    }
  }
  // Pads of a convolution must not be negative, so the taps always include dy[q].
  const first = Math.min(0, ...offsets);
  const taps = Math.max(0, ...offsets) - first + 1;
  const index: number[] = [];
  for (let phase = 0; phase < stride; phase++) {
    for (let tap = 0; tap < taps; tap++) {
      const k = phase + pad - stride * (first + tap);
      index.push(k >= 0 && k < size ? k : size);
    }
  }
  return { first, taps, index };
}

/** Blocked weights of the convolution over dy: declared [phases·C, O, taps, taps]. */
function phaseKernels(
  g: GraphBuilder,
  weights: Value,
  { block, weights: shape, strides }: BlockedConvolution,
  { rows, columns }: { rows: Phases; columns: Phases },
): Value {
  const [outChannels, inChannels, height, width] = shape;
  const outBlocks = outChannels / block;
  const inBlocks = Math.ceil(inChannels / block);
  const taps = height * width;
  const square = block * block;
  let kernel: Value;
  if (inChannels >= block) {
    // ReorderInput turns each square of b in × b out channels; a Transpose takes ten times as long.
    const squares = g.add('Reshape', [weights, g.ints(outBlocks * inBlocks * taps, block, block, 1)]);
    kernel = g.add('ReorderInput', [squares], {}, { domain });
    kernel = g.add('Reshape', [kernel, g.ints(outBlocks, inBlocks, taps, square)]);
  } else {
    // An image's channels are filled up to one block.
    const columns = g.add('Reshape', [weights, g.ints(outBlocks, inChannels, taps, block)]);
    const turned = g.add('Transpose', [columns], { perm: [0, 2, 3, 1] });
    const filled = g.add('Pad', [turned, g.ints(0, 0, 0, 0, 0, 0, 0, block - inChannels)]);
    kernel = g.add('Reshape', [filled, g.ints(outBlocks, 1, taps, square)]);
  }
  const none = taps;
  const index = rows.index.flatMap((row) =>
    columns.index.map((column) => (row < height && column < width ? row * width + column : none)),
  );
  if (index.includes(none)) kernel = g.add('Pad', [kernel, g.ints(0, 0, 0, 0, 0, 0, 1, 0)]);
  kernel = g.add('Gather', [kernel, g.ints(...index)], { axis: 2 });
  const [phaseRows, phaseColumns] = strides;
  const split = [outBlocks, inBlocks, phaseRows, rows.taps, phaseColumns, columns.taps, square];
  kernel = g.add('Reshape', [kernel, g.ints(...split)]);
  kernel = g.add('Transpose', [kernel], { perm: [2, 4, 1, 0, 3, 5, 6] });
  const total = phaseRows * phaseColumns * inBlocks * block;
  return g.add('Reshape', [kernel, g.ints(total, outChannels, rows.taps, columns.taps)]);
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
