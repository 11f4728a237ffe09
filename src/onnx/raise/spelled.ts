import type { OperatorIn } from '../graph/operators.ts';
import { standardNode } from '../graph/standardNode.ts';
import { type Conversion, scalarLike } from './rule.ts';

/** An operator with its inputs: `x`, further inputs of the node by `@index`, earlier steps by `#index`, or numbers. */
export type Step = readonly [op: OperatorIn<''>, ...inputs: (string | number)[]];

/** Spells an operator out as steps of which each computes with earlier ones. */
export const spelled =
  (steps: readonly Step[]): Conversion =>
  (node, raising) => {
    const names = steps.map((_, index) =>
      index === steps.length - 1 ? node.outputs[0] : raising.fresh(`${node.name}.${index}`),
    );
    const inputOf = (input: string | number) => {
      if (typeof input === 'number') return scalarLike(raising, node.inputs[0], `${node.name}.factor`, input);
      if (input === 'x') return node.inputs[0];
      const index = Number(input.slice(1));
      return input.startsWith('@') ? node.inputs[index] : names[index];
    };
    return steps.map(([op, ...inputs], index) =>
      standardNode(op, {
        name: index === steps.length - 1 ? node.name : names[index],
        inputs: inputs.map(inputOf),
        outputs: [names[index]],
      }),
    );
  };
