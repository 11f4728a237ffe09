import type { GraphBuilder } from '../../../onnx/build/builder.ts';
import type { Value } from '../../../onnx/graph/graph.ts';
import { intOf } from '../../../onnx/infer/rule.ts';
import { sizeOf } from '../../../tensor/tensor.ts';
import { add, div, expand, isEqual, mul, scale } from '../operators.ts';
import { callOf, type GradientRule, type GradientRules } from '../rule.ts';
import { globalMaxPoolGradient, maxPoolGradient } from './maxPool.ts';
import { type WindowGeometry, windowGeometry } from './windowGeometry.ts';

/** Each pixel of a window gets the same share; windows add up as in a transposed convolution with ones. */
const averagePool: GradientRule<'AveragePool'> = (context) => {
  const {
    g,
    inputs: [x],
    dy: [dy],
  } = context;
  const geometry = windowGeometry(context, g.shape(x), g.shape(dy));
  const { kernel, before, after, unread } = geometry;
  const countsPadding = intOf(callOf(context), 'count_include_pad', 0) === 1;
  const overhangs = unread.some((size) => size < 0);
  const isPadded = [...before, ...after].some((size) => size > 0);
  const share =
    overhangs || (isPadded && !countsPadding)
      ? mul(g, dy, sharePerWindow(g, geometry, g.shape(x).slice(2), g.shape(dy).slice(2), countsPadding))
      : scale(g, dy, 1 / sizeOf(kernel));
  return [spreadOverWindows(g, share, geometry)];
};

/** Adds each window's value to all pixels of the window, as a transposed convolution with ones. */
function spreadOverWindows(g: GraphBuilder, value: Value, geometry: WindowGeometry): Value {
  const { kernel, strides, before, after, unread } = geometry;
  const channels = g.shape(value)[1];
  const shape = [channels, 1, ...kernel];
  const ones = g.table({ key: `ones [${shape}]`, shape, fill: (data) => data.fill(1) });
  return g.add('ConvTranspose', [value, ones], {
    kernel_shape: kernel,
    strides,
    pads: [...before, ...after.map((size, axis) => size - Math.min(0, unread[axis]))],
    output_padding: unread.map((size) => Math.max(0, size)),
    group: channels,
  });
}

/** One over the number of a window's pixels that lie in the image, or in its padding too; shape [1, 1, windows…]. */
function sharePerWindow(
  g: GraphBuilder,
  { kernel, strides, before, after }: WindowGeometry,
  image: readonly number[],
  windows: readonly number[],
  countsPadding: boolean,
): Value {
  const key = JSON.stringify([kernel, strides, before, after, image, windows, countsPadding]);
  const inner = windows.map((_, axis) => sizeOf(windows.slice(axis + 1)));
  const fill = (shares: Float32Array) => {
    shares.fill(1);
    for (let window = 0; window < shares.length; window++) {
      for (let axis = 0; axis < windows.length; axis++) {
        const place = Math.floor(window / inner[axis]) % windows[axis];
        const start = place * strides[axis] - before[axis];
        const end = Math.min(start + kernel[axis], image[axis] + (countsPadding ? after[axis] : 0));
        shares[window] /= end - (countsPadding ? start : Math.max(start, 0));
      }
    }
  };
  return g.table({ key: `shares ${key}`, shape: [1, 1, ...windows], fill });
}

/** y = (Σ|x|ᵖ)^(1/p) over each window: every pixel's slope is sign(x)·(|x| / y)ᵖ⁻¹, 0 where y is 0. */
const lpPool: GradientRule<'LpPool'> = (context) => {
  const {
    g,
    inputs: [x],
    outputs: [y],
    dy: [dy],
  } = context;
  const p = intOf(callOf(context), 'p', 2);
  const geometry = windowGeometry(context, g.shape(x), g.shape(dy));
  const spread = spreadOverWindows(g, dividedByPower(g, dy, y, p - 1), geometry);
  return [mul(g, signedPower(g, x, p - 1), spread)];
};

const globalLpPool: GradientRule<'GlobalLpPool'> = (context) => {
  const {
    g,
    inputs: [x],
    outputs: [y],
    dy: [dy],
  } = context;
  const p = intOf(callOf(context), 'p', 2);
  return [mul(g, signedPower(g, x, p - 1), dividedByPower(g, dy, y, p - 1))];
};

function dividedByPower(g: GraphBuilder, dy: Value, y: Value, exponent: number): Value {
  if (exponent === 0) return dy;
  const divisor = add(g, y, isEqual(g, y, g.scalar(0)));
  return div(g, dy, exponent === 1 ? divisor : g.add('Pow', [divisor, g.scalar(exponent)]));
}

/** sign(x)·|x|ⁿ. */
function signedPower(g: GraphBuilder, x: Value, exponent: number): Value {
  if (exponent === 1) return x;
  const sign = g.add('Sign', [x]);
  if (exponent === 0) return sign;
  return mul(g, sign, g.add('Pow', [g.add('Abs', [x]), g.scalar(exponent)]));
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
  LpPool: lpPool,
  GlobalLpPool: globalLpPool,
} satisfies GradientRules;
