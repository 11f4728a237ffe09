import type { GraphBuilder } from '../../../onnx/build/builder.ts';
import type { Value } from '../../../onnx/graph/graph.ts';
import { float32, int64 } from '../../../tensor/tensor.ts';

export interface BlockedConvolution {
  /** Channels in a block. */
  readonly block: number;
  /** Declared shapes: input [N, C, H, W], weights [O, C, kh, kw], output [N, O, h, w]. */
  readonly input: readonly number[];
  readonly weights: readonly number[];
  readonly output: readonly number[];
  readonly strides: readonly number[];
  /** Top, left, bottom, right. */
  readonly pads: readonly number[];
}

const domain = 'com.microsoft.nchwc';

/**
 * The gradient of a blocked convolution's weights, in the order of the blocked weights.
 *
 * It is itself a blocked convolution: the images are the input channels that are summed over, `dy` is a kernel of
 * h×w taps, and the output has the size of the weights. Three things make it fast (docs/performance.md):
 * - Within a row, x stays as it lies in memory, [W, i]; the kernel steps over i with a dilation, so one output row
 *   of kw·i positions holds every shift and every input channel of a block.
 * - Images are cut into strips of rows. A strip's kernel fits the cache, and images × strips fill whole blocks
 *   where images alone would be padded with zeros.
 * - One Gather of rows cuts the strips and brings the input blocks to the front, one ReorderInput brings the
 *   images to the innermost place, and dy is moved in runs of b floats.
 */
export function blockedFilterGradient(
  g: GraphBuilder,
  x: Value,
  dy: Value,
  convolution: BlockedConvolution,
): Value {
  const { block, weights } = convolution;
  const [outChannels, inChannels, kernelHeight, kernelWidth] = weights;
  const plan = planStrips(convolution);
  const image = inputStrips(g, x, convolution, plan);
  const kernel = outputStrips(g, dy, convolution, plan);
  const [strideHeight, strideWidth] = convolution.strides;
  const products = g.add(
    'Conv',
    [image, kernel],
    {
      kernel_shape: [plan.rows, convolution.output[3]],
      strides: [1, 1],
      pads: [0, 0, 0, 0],
      dilations: [strideHeight, strideWidth * plan.inner],
      group: 1,
    },
    { domain },
  );
  // Memory is [C/i, O/b, kh, kw, i, b]; blocked weights have the first two the other way round.
  const run = kernelHeight * kernelWidth * plan.inner * block;
  const split = g.ints(inChannels / plan.inner, outChannels / block, run);
  const swapped = g.add('Transpose', [g.add('Reshape', [products, split])], { perm: [1, 0, 2] });
  return g.add('Reshape', [swapped, g.ints(...weights)]);
}

interface Plan {
  /** Neighbouring channels of x in memory: b, or 1 where x is a plain image. */
  readonly inner: number;
  /** Strips that an image is cut into; divides b. */
  readonly strips: number;
  /** Rows of dy in a strip. */
  readonly rows: number;
  /** Images, rounded up so that images × strips is a multiple of b. */
  readonly images: number;
}

// Eight strips were as fast as four or faster for every layer tried, and both far faster than whole images.
function planStrips({ block, input, output }: BlockedConvolution): Plan {
  const [count, channels] = input;
  const height = output[2];
  const strips = [8, 4, 2].find((candidate) => height % candidate === 0 && block % candidate === 0) ?? 1;
  const together = block / strips;
  const images = Math.ceil(count / together) * together;
  return { inner: channels < block ? 1 : block, strips, rows: height / strips, images };
}

/** x as [C/i, images·strips, rows of a strip, width·i], images innermost in memory. */
function inputStrips(g: GraphBuilder, x: Value, convolution: BlockedConvolution, plan: Plan): Value {
  const { input, weights, output, strides, pads } = convolution;
  const { inner, strips, rows, images } = plan;
  const [count, channels, height, width] = input;
  const groups = channels / inner;
  // The rows and columns that the windows reach; a stride may leave some of x unread, then a pad is negative.
  const reachedHeight = (output[2] - 1) * strides[0] + weights[2];
  const reachedWidth = (output[3] - 1) * strides[1] + weights[3];
  const bottom = reachedHeight - height - pads[0];
  const right = reachedWidth - width - pads[1];
  const margins = [pads[0], pads[1], bottom, right];
  const padded = margins.every((size) => size === 0)
    ? x
    : addMargins(g, x, { ...convolution, inner, margins });
  const line = reachedWidth * inner;
  const flat = g.add('Reshape', [padded, g.ints(count * groups * reachedHeight, line)]);
  const stripHeight = (rows - 1) * strides[0] + weights[2];
  const order: number[] = [];
  for (let group = 0; group < groups; group++) {
    for (let image = 0; image < images; image++) {
      for (let strip = 0; strip < strips; strip++) {
        // Images past the last are any finite values: their part of dy is zero.
        const first =
          (Math.min(image, count - 1) * groups + group) * reachedHeight + strip * rows * strides[0];
        for (let row = 0; row < stripHeight; row++) order.push(first + row);
      }
    }
  }
  const gathered = g.add('Gather', [flat, g.constant(int64([order.length], order))], { axis: 0 });
  const columns = g.add('Reshape', [gathered, g.ints(groups, images * strips, stripHeight * line, 1)]);
  const reordered = g.add('ReorderInput', [columns], {}, { domain });
  return g.add('Reshape', [reordered, g.ints(groups, images * strips, stripHeight, line)]);
}

/** Zeros around x; a negative margin cuts away. */
function addMargins(
  g: GraphBuilder,
  x: Value,
  {
    input: [count, channels, height, width],
    inner,
    margins,
  }: Pick<BlockedConvolution, 'input'> & { readonly inner: number; readonly margins: readonly number[] },
): Value {
  if (inner > 1 && margins.every((size) => size >= 0)) {
    // A convolution of one pixel and one channel pads on all threads, Pad on one.
    const ones = g.constant(float32([channels, 1, 1, 1], new Float32Array(channels).fill(1)));
    const attributes = {
      kernel_shape: [1, 1],
      strides: [1, 1],
      pads: margins,
      dilations: [1, 1],
      group: channels,
    };
    return g.add('Conv', [x, ones], attributes, { domain });
  }
  const [top, left, bottom, right] = margins;
  const lines = g.add('Reshape', [x, g.ints(count, channels / inner, height, width * inner)]);
  return g.add('Pad', [lines, g.ints(0, 0, top, left * inner, 0, 0, bottom, right * inner)]);
}

/** dy as a kernel [O, images·strips, rows, w] in the order of blocked weights. */
function outputStrips(g: GraphBuilder, dy: Value, { block, output }: BlockedConvolution, plan: Plan): Value {
  const [count, channels, , width] = output;
  const { strips, rows, images } = plan;
  const missing = images - count;
  const whole = missing > 0 ? g.add('Pad', [dy, g.ints(0, 0, 0, 0, missing, 0, 0, 0)]) : dy;
  const together = block / strips;
  const split = g.ints(images / together, together, channels / block, strips, rows, width, block);
  const ordered = g.add('Transpose', [g.add('Reshape', [whole, split])], { perm: [2, 0, 4, 5, 1, 3, 6] });
  return g.add('Reshape', [ordered, g.ints(channels, images * strips, rows, width)]);
}
