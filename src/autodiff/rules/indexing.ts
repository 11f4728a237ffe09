import type { GraphBuilder } from '../../onnx/build/builder.ts';
import type { Value } from '../../onnx/graph/graph.ts';
import { axisOf, intOf } from '../../onnx/infer/rule.ts';
import { sizeOf } from '../../tensor/tensor.ts';
import { expand, reshape, zeros } from './operators.ts';
import { callOf, type GradientRule, type GradientRules, unsupported } from './rule.ts';

/**
 * The gradient of taking slices of an axis by index: adds each slice of dy where it was taken from.
 *
 * @param dy of the shape of the taken slices, the axes of `indices` in the place of `axis`
 * @param indices of any shape, negative ones counted from the end
 * @param source which axis the slices were taken of, and its size
 */
function addAtIndices(
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

const gather: GradientRule<'Gather'> = (context) => {
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

/** Adds each element of dy where it was taken from. */
const gatherElements: GradientRule<'GatherElements'> = (context) => {
  const {
    g,
    inputs: [x, indices],
    dy: [dy],
  } = context;
  const { axis = 0 } = context.node.attributes;
  const inputs = [zeros(g, g.shape(x)), indices, dy];
  return [g.add('ScatterElements', inputs, { axis, reduction: 'add' })];
};

/** The chosen elements get what arrives, the others nothing. */
const topK: GradientRule<'TopK'> = ({ g, node, inputs: [x], outputs: [, indices], dy: [dy] }) => {
  const { axis = -1 } = node.attributes;
  return [g.add('ScatterElements', [zeros(g, g.shape(x)), indices, dy], { axis })];
};

const gatherND: GradientRule<'GatherND'> = (context) => {
  const {
    g,
    node,
    inputs: [x, indices],
    dy: [dy],
  } = context;
  if (intOf(callOf(context), 'batch_dims', 0) !== 0) throw unsupported(node, 'batch_dims');
  return [g.add('ScatterND', [zeros(g, g.shape(x)), indices, dy], { reduction: 'add' })];
};

/** The data keeps its gradient where nothing was written over it; what was written gets it there. */
const scatter =
  (pick: 'GatherElements' | 'GatherND'): GradientRule<'ScatterElements' | 'ScatterND'> =>
  (context) => {
    const {
      g,
      node,
      inputs: [, indices, updates],
      dy: [dy],
      needs,
    } = context;
    const { reduction = 'none', ...place } = node.attributes;
    if (reduction !== 'none' && reduction !== 'add') throw unsupported(node, `reduction '${reduction}'`);
    const kept = () =>
      reduction === 'add' ? dy : g.add(node.op, [dy, indices, zeros(g, g.shape(updates))], place);
    return [needs[0] ? kept() : null, null, needs[2] ? g.add(pick, [dy, indices], place) : null];
  };

/** Operators that take elements from places or put them there. */
export const indexingGradients = {
  Gather: gather,
  GatherElements: gatherElements,
  GatherND: gatherND,
  ScatterElements: scatter('GatherElements'),
  ScatterND: scatter('GatherND'),
  TopK: topK,
} satisfies GradientRules;
