import { axesOf, constantInts } from '../../onnx/infer/rule.ts';
import { pad, reshape } from './operators.ts';
import { callOf, type GradientRule } from './rule.ts';

/** Puts dy back where it was taken from, with zeros between and around it. */
export const sliceGradient: GradientRule = (context) => {
  const {
    g,
    inputs: [x],
    dy: [dy],
  } = context;
  const call = callOf(context);
  const shape = g.shape(x);
  const counts = g.shape(dy);
  const starts = constantInts(call, 1)!;
  const axes = axesOf(call, constantInts(call, 3) ?? starts.map((_, index) => index), shape.length);
  const steps = constantInts(call, 4) ?? starts.map(() => 1);
  const first = shape.map(() => 0);
  const stride = shape.map(() => 1);
  let ordered = dy;
  axes.forEach((axis, index) => {
    const [size, step] = [shape[axis], steps[index]];
    const start = starts[index] < 0 ? starts[index] + size : starts[index];
    first[axis] = Math.min(Math.max(start, 0), step > 0 ? size : size - 1);
    stride[axis] = Math.abs(step);
    if (step > 0) return;
    // Taken backwards: turned round, it is a slice forwards from its last element.
    first[axis] += (counts[axis] - 1) * step;
    ordered = g.add('Slice', [ordered, g.ints(-1), g.ints(-size - 1), g.ints(axis), g.ints(-1)]);
  });
  // Zeros between the elements: each becomes the first of a row of `stride`.
  const spaced = counts.map((count, axis) => count * stride[axis]);
  const single = reshape(
    g,
    ordered,
    counts.flatMap((count) => [count, 1]),
  );
  const filled = pad(
    g,
    single,
    counts.flatMap(() => [0, 0]),
    stride.flatMap((step) => [0, step - 1]),
  );
  const rest = shape.map((size, axis) => size - first[axis] - spaced[axis]);
  return [pad(g, reshape(g, filled, spaced), first, rest)];
};
