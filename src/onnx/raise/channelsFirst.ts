import type { Attributes, Node } from '../graph/graph.ts';
import { standardNode } from '../graph/standardNode.ts';
import { type Conversion, type Raising, raiseError } from './rule.ts';

/**
 * A conversion that takes images [N, c, h, w], for operators whose attribute `channels_last` makes them [N, h, w, c]: their
 * first input and their result are transposed.
 *
 * @param always for an operator that has no such attribute and always wants the channels last
 */
export const channelsFirst =
  <Op extends Parameters<Conversion>[0]>(
    convert: (node: Op, raising: Raising) => readonly Node[],
    always = false,
  ) =>
  (node: Op, raising: Raising): readonly Node[] => {
    const { channels_last: last = 0 }: Attributes = node.attributes;
    if (!always && last === 0) return convert(node, raising);
    const rank = raising.typeOf(node.inputs[0])?.shape.length;
    if (rank === undefined) throw raiseError(node, raising, `the rank of '${node.inputs[0]}' must be known`);
    const axes = Array.from({ length: rank - 2 }, (_, axis) => axis);
    const [before, after] = ['first', 'last'].map((part) => raising.fresh(`${node.name}.${part}`));
    return [
      standardNode('Transpose', {
        name: before,
        inputs: [node.inputs[0]],
        attributes: { perm: [0, rank - 1, ...axes.map((axis) => axis + 1)] },
      }),
      ...convert({ ...node, inputs: [before, ...node.inputs.slice(1)], outputs: [after] }, raising),
      standardNode('Transpose', {
        name: after,
        inputs: [after],
        outputs: node.outputs,
        attributes: { perm: [0, ...axes.map((axis) => axis + 2), 1] },
      }),
    ];
  };
