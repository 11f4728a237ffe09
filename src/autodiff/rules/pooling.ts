import { intOf } from '../../onnx/infer/rule.ts';
import { float32, sizeOf, type Tensor } from '../../tensor/tensor.ts';
import { expand, mul, scale } from '../operators.ts';
import { globalMaxPoolGradient, maxPoolGradient } from './maxPool.ts';
import { callOf, type GradientRule, type GradientRules, unsupported } from './rule.ts';
import { type WindowGeometry, windowGeometry } from './windowGeometry.ts';

/** Each pixel of a window gets the same share; windows add up as in a transposed convolution with ones. */
const averagePool: GradientRule = (context) => {
  const {
    g,
    node,
    inputs: [x],
    dy: [dy],
  } = context;
  const geometry = windowGeometry(context, g.shape(x), g.shape(dy));
  const { kernel, strides, before, after, unread } = geometry;
  const countsPadding = intOf(callOf(context), 'count_include_pad', 0) === 1;
  if (countsPadding && unread.some((size) => size < 0)) {
    throw unsupported(node, 'windows that overhang the padding they count (ceil_mode)');
  }
  const isPadded = [...before, ...after].some((size) => size > 0) || unread.some((size) => size < 0);
  const share =
    isPadded && !countsPadding
      ? mul(g, dy, g.constant(sharePerWindow(geometry, g.shape(x).slice(2), g.shape(dy).slice(2))))
      : scale(g, dy, 1 / sizeOf(kernel));
  const channels = g.shape(x)[1];
  const ones = float32([channels, 1, ...kernel]);
  ones.data.fill(1);
  return [
    g.add('ConvTranspose', [share, g.constant(ones)], {
      kernel_shape: kernel,
      strides,
      pads: [...before, ...after.map((size, axis) => size - Math.min(0, unread[axis]))],
      output_padding: unread.map((size) => Math.max(0, size)),
      group: channels,
    }),
  ];
};

/** One over the number of a window's pixels that lie in the image, shape [1, 1, windows…]. */
function sharePerWindow(
  { kernel, strides, before }: WindowGeometry,
  image: readonly number[],
  windows: readonly number[],
): Tensor {
  const shares = float32([1, 1, ...windows]);
  shares.data.fill(1);
  const inner = windows.map((_, axis) => sizeOf(windows.slice(axis + 1)));
  for (let window = 0; window < shares.data.length; window++) {
    for (let axis = 0; axis < windows.length; axis++) {
      const place = Math.floor(window / inner[axis]) % windows[axis];
      const start = place * strides[axis] - before[axis];
      const end = Math.min(start + kernel[axis], image[axis]);
      shares.data[window] /= end - Math.max(start, 0);
    }
  }
  return shares;
}

const globalAveragePool: GradientRule = ({ g, inputs: [x], dy: [dy] }) => {
  const shape = g.shape(x);
  return [expand(g, scale(g, dy, 1 / sizeOf(shape.slice(2))), shape)];
};

export const poolingGradients = {
  MaxPool: maxPoolGradient,
  AveragePool: averagePool,
  GlobalAveragePool: globalAveragePool,
  GlobalMaxPool: globalMaxPoolGradient,
} satisfies GradientRules;
