import type { GraphBuilder } from '../../../onnx/build/builder.ts';
import type { Value } from '../../../onnx/graph/graph.ts';
import { largest, smallest } from '../../../statistics/extremes.ts';
import type { BlockedConvolution } from './blockedFilterGradient.ts';
import { phasesOf } from './phasesOf.ts';

const domain = 'com.microsoft.nchwc';

/**
 * The gradient of a blocked convolution's input that is a plain image with fewer channels than a block.
 *
 * One convolution over dy has as many phases of the image (`phasesOf`) as a block has room for as its channels. Of rows, that
 * is: four neighbouring ones of three channels take half the work of one alone, whose block would be filled with zeros.
 */
export function blockedImageGradient(
  g: GraphBuilder,
  weights: Value,
  dy: Value,
  convolution: BlockedConvolution,
): Value {
  const { block, input, weights: shape, strides } = convolution;
  const [count, channels, height, width] = input;
  const room = Math.max(1, Math.floor(block / (channels * strides[0] * strides[1])));
  const rows = Array.from({ length: room }, (_, index) => planAxis(convolution, 0, index + 1)).reduce(
    (best, plan) => (plan.lines * plan.size < best.lines * best.size ? plan : best),
  );
  const columns = planAxis(convolution, 1, 1);
  const kernel = kernelOf(g, weights, { block, shape, rows: rows.taps, columns: columns.taps });
  const joined = g.add(
    'Conv',
    [dy, kernel],
    {
      kernel_shape: [rows.size, columns.size],
      strides: [rows.step, columns.step],
      pads: [rows.pads[0], columns.pads[0], rows.pads[1], columns.pads[1]],
      dilations: [1, 1],
      group: 1,
    },
    { domain },
  );
  const phases = [rows.taps.length, columns.taps.length];
  const lines = [rows.lines, columns.lines];
  const plain = g.add('ReorderOutput', [joined], { channels: phases[0] * phases[1] * channels }, { domain });
  const split = g.add('Reshape', [plain, g.ints(count, ...phases, channels, ...lines)]);
  // With one phase of columns their order is all the same, but rows that stay whole move five times as fast.
  const last = phases[1] === 1 ? [2, 5] : [5, 2];
  const ordered = g.add('Transpose', [split], { perm: [0, 3, 4, 1, ...last] });
  const sides = [lines[0] * phases[0], lines[1] * phases[1]];
  const whole = g.add('Reshape', [ordered, g.ints(count, channels, ...sides)]);
  if (sides[0] === height && sides[1] === width) return whole;
  return g.add('Slice', [whole, g.ints(0, 0), g.ints(height, width), g.ints(2, 3)]);
}

interface AxisPlan {
  /** How many outputs of the convolution over dy, each for all phases. */
  readonly lines: number;
  /** Its stride, its kernel's size, its padding before and behind. */
  readonly step: number;
  readonly size: number;
  readonly pads: readonly [before: number, behind: number];
  /** Tap of the weights by phase and place in its kernel; the weights' size where there is none. */
  readonly taps: readonly (readonly number[])[];
}

function planAxis(
  { input, weights, output, strides, pads }: BlockedConvolution,
  axis: number,
  step: number,
): AxisPlan {
  const [stride, kernel] = [strides[axis], weights[2 + axis]];
  const count = stride * step;
  const lines = Math.ceil(input[2 + axis] / count);
  const beyond = output[2 + axis] - 1 - (lines - 1) * step;
  const phases = phasesOf(kernel, { stride, pad: pads[axis], count, beyond });
  const first = smallest(phases.map((phase) => phase.first));
  const last = largest(phases.map((phase) => phase.first + phase.taps.length - 1));
  const size = last - first + 1;
  // All phases read the same part of dy.
  const taps = phases.map((phase) =>
    Array.from({ length: size }, (_, at) => phase.taps[first + at - phase.first] ?? kernel),
  );
  return { lines, step, size, pads: [-first, last - beyond], taps };
}

/** Blocked weights of the convolution over dy: declared [phases · C, filled up to whole blocks; O, taps, taps]. */
function kernelOf(
  g: GraphBuilder,
  weights: Value,
  {
    block,
    shape,
    rows,
    columns,
  }: {
    readonly block: number;
    readonly shape: readonly number[];
    /** Tap of the weights by phase and tap. */
    readonly rows: readonly (readonly number[])[];
    readonly columns: readonly (readonly number[])[];
  },
): Value {
  const [outChannels, channels, height, width] = shape;
  const outBlocks = outChannels / block;
  const none = height * width;
  const index = rows.flatMap((row) =>
    columns.flatMap((column) =>
      row.flatMap((k) => column.map((l) => (k < height && l < width ? k * width + l : none))),
    ),
  );
  const [phases, taps] = [rows.length * columns.length, rows[0].length * columns[0].length];
  const own = phases * channels;
  const filled = Math.ceil(own / block) * block;
  // [O/b, C, taps, b] with one tap of zeros behind the others.
  const parts = g.add('Reshape', [weights, g.ints(outBlocks, channels, none, block)]);
  const padded = g.add('Pad', [parts, g.ints(0, 0, 0, 0, 0, 0, 1, 0)]);
  const taken = g.add('Gather', [padded, g.ints(...index)], { axis: 2 });
  const split = g.add('Reshape', [taken, g.ints(outBlocks, channels, phases, taps, block)]);
  const turned = g.add('Transpose', [split], { perm: [0, 3, 4, 2, 1] });
  const columnsOf = g.add('Reshape', [turned, g.ints(outBlocks, taps * block, own)]);
  const whole = g.add('Pad', [columnsOf, g.ints(0, 0, 0, 0, 0, filled - own)]);
  const blocks = g.add('Reshape', [whole, g.ints(outBlocks, taps * block, filled / block, block)]);
  const ordered = g.add('Transpose', [blocks], { perm: [2, 0, 1, 3] });
  return g.add('Reshape', [ordered, g.ints(filled, outChannels, rows[0].length, columns[0].length)]);
}
