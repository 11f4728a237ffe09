import { intOf, stringOf } from '../../../onnx/infer/rule.ts';
import { mapAxis } from '../operators.ts';
import { callOf, type GradientContext, type GradientRule, type GradientRules, unsupported } from '../rule.ts';
import { resizeMatrix } from './resizeMatrix.ts';

/** Resizing multiplies each axis by a constant matrix, so its gradient multiplies by the transposed ones. */
const resize: GradientRule<'Resize'> = (context) => {
  const { g, node, inputs, dy } = context;
  if (context.needs.slice(1).includes(true)) throw unsupported(node, 'its scales, sizes or crop');
  const call = callOf(context);
  const from = g.shape(inputs[0]);
  const to = g.shape(dy[0]);
  const scales = floatsOf(context, 2);
  const crop = floatsOf(context, 1);
  let gradient = dy[0];
  from.forEach((inputSize, axis) => {
    const scale = scales[axis] ?? to[axis] / inputSize;
    const [start, end] = [crop[axis] ?? 0, crop[axis + from.length] ?? 1];
    if (scale === 1 && start === 0 && end === 1) return;
    const matrix = resizeMatrix({
      inputSize,
      outputSize: to[axis],
      scale,
      mode: stringOf(call, 'mode', 'nearest'),
      placing: stringOf(call, 'coordinate_transformation_mode', 'half_pixel'),
      nearestMode: stringOf(call, 'nearest_mode', 'round_prefer_floor'),
      crop: [start, end],
      cubicCoefficient: node.attributes.cubic_coeff_a ?? -0.75,
      excludesOutside: intOf(call, 'exclude_outside', 0) === 1,
    });
    gradient = mapAxis(g, gradient, axis, matrix, { transposed: true });
  });
  return [gradient];
};

/** The numbers of a constant input, none where it is absent. */
function floatsOf(context: GradientContext, index: number): readonly number[] {
  const { g, node, inputs } = context;
  const input = inputs[index] ?? '';
  if (input === '') return [];
  const constant = g.constantOf(input);
  if (!constant) throw unsupported(node, `input ${index + 1} that is no constant`);
  return Array.from(constant.data as ArrayLike<number>);
}

export const resizeGradients = { Resize: resize } satisfies GradientRules;
