import type { Table } from '../../../onnx/build/tables.ts';
import { intOf } from '../../../onnx/infer/rule.ts';
import { add, div, mapAxis, mul, scale, sub } from '../operators.ts';
import { callOf, type GradientRule, type GradientRules } from '../rule.ts';

/** y = x·D^−beta with D = bias + alpha/size · (sum of x² over the `size` channels around each). */
const localResponse: GradientRule<'LRN'> = (context) => {
  const {
    g,
    node,
    inputs: [x],
    outputs: [y],
    dy: [dy],
  } = context;
  const { alpha = 1e-4, beta = 0.75, bias = 1 } = node.attributes;
  const size = intOf(callOf(context), 'size', 1);
  const window = channelWindow(g.shape(x)[1], size);
  const sums = mapAxis(g, mul(g, x, x), 1, window);
  const divisor = add(g, scale(g, sums, alpha / size), g.scalar(bias));
  const direct = mul(g, dy, g.add('Pow', [divisor, g.scalar(-beta)]));
  const through = mapAxis(g, div(g, mul(g, dy, y), divisor), 1, window, { transposed: true });
  return [sub(g, direct, mul(g, scale(g, x, (2 * alpha * beta) / size), through))];
};

/** 1 where the column's channel lies in the row's window; ONNX Runtime has windows of odd size only. */
function channelWindow(channels: number, size: number): Table {
  const reach = (size - 1) / 2;
  return {
    key: `windows of ${size} of ${channels}`,
    shape: [channels, channels],
    fill(data) {
      for (let row = 0; row < channels; row++) {
        const first = Math.max(0, row - reach);
        const last = Math.min(channels - 1, row + reach);
        data.fill(1, row * channels + first, row * channels + last + 1);
      }
    },
  };
}

export const localResponseGradients = { LRN: localResponse } satisfies GradientRules;
