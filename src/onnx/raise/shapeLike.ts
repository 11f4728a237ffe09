import type { Node } from '../graph/graph.ts';
import { standardNode } from '../graph/standardNode.ts';
import { intsConstant, type Raising } from './rule.ts';

/** The shape of a node's first input as a value: a constant where all sizes but one are known. */
export function shapeLike(node: Node, raising: Raising): [value: string, makers: readonly Node[]] {
  const shape = raising.typeOf(node.inputs[0])?.shape;
  if (shape && shape.filter((dim) => typeof dim === 'string').length <= 1) {
    const sizes = shape.map((dim) => (typeof dim === 'string' ? -1 : dim));
    return [intsConstant(raising, `${node.name}.sizes`, sizes), []];
  }
  const sizes = raising.fresh(`${node.name}.sizes`);
  return [sizes, [standardNode('Shape', { name: sizes, inputs: [node.inputs[0]] })]];
}
