import type { Node, Value } from '../graph/graph.ts';
import type { AttributesOf, OperatorIn } from '../graph/operators.ts';
import { standardNode } from '../graph/standardNode.ts';
import type { Raising } from './rule.ts';

/** Nodes that take the place of another one, each with one output. */
export interface Steps {
  readonly nodes: readonly Node[];
  /**
   * Adds a node behind the others.
   *
   * @param output its output's name, for a result of the node that is replaced
   */
  add<Op extends OperatorIn<''>>(
    op: Op,
    inputs: readonly Value[],
    attributes?: AttributesOf<Op>,
    output?: Value,
  ): Value;
}

export function stepsFor(node: Node, raising: Raising): Steps {
  const nodes: Node[] = [];
  return {
    nodes,
    add(op, inputs, attributes, output) {
      const name = raising.fresh(`${node.name}.${op}`);
      nodes.push(standardNode(op, { name, inputs, outputs: [output ?? name], attributes }));
      return output ?? name;
    },
  };
}
