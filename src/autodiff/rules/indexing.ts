import type { GraphBuilder } from '../../onnx/builder.ts';
import type { Value } from '../../onnx/graph.ts';
import { axisOf, intOf } from '../../onnx/infer/rule.ts';
import { sizeOf } from '../../tensor/tensor.ts';
import { expand, reshape, zeros } from '../operators.ts';
import { callOf, type GradientRule, type GradientRules } from './rule.ts';

/**
 * The gradient of taking slices of an axis by index: adds each slice of dy where it was taken from.
 *
 * @param dy of the shape of the taken slices, the axes of `indices` in the place of `axis`
 * @param indices of any shape, negative ones counted from the end
 * @param source which axis the slices were taken of, and its size
 */
export function addAtIndices(
  g: GraphBuilder,
  dy: Value,
  indices: Value,
  { axis, size }: { readonly axis: number; readonly size: number },
): Value {
  const taken = g.shape(dy);
  const indexRank = g.shape(indices).length;
  const [before, behind] = [taken.slice(0, axis), taken.slice(axis + indexRank)];
  const count = sizeOf(g.shape(indices));
  const flat = [sizeOf(before), count, sizeOf(behind)];
  const everywhere = expand(g, reshape(g, indices, [1, count, 1]), flat);
  const inputs = [zeros(g, [flat[0], size, flat[2]]), everywhere, reshape(g, dy, flat)];
  const added = g.add('ScatterElements', inputs, { axis: 1, reduction: 'add' });
  return reshape(g, added, [...before, size, ...behind]);
}

const gather: GradientRule = (context) => {
  const {
    g,
    inputs: [x, indices],
    dy: [dy],
  } = context;
  const call = callOf(context);
  const shape = g.shape(x);
  const axis = axisOf(call, intOf(call, 'axis', 0), shape.length);
  return [addAtIndices(g, dy, indices, { axis, size: shape[axis] })];
};

export const indexingGradients = { Gather: gather } satisfies GradientRules;
