import { standardNode } from '../graph/standardNode.ts';
import { type Conversion, type ConversionRules, raiseError } from './rule.ts';

/**
 * The results of one branch of an If, both of which stand in the graph before it: its inputs are the condition, the results
 * of the branch that runs where it holds, and those of the other.
 */
const choice: Conversion<'If'> = (node, raising) => {
  const [condition, ...results] = node.inputs;
  const constant = raising.constantOf(condition);
  if (!constant) {
    throw raiseError(node, raising, `its condition '${condition}' is known only when the model runs`);
  }
  const count = results.length / 2;
  const chosen = constant.data[0] ? results.slice(0, count) : results.slice(count);
  return node.outputs.flatMap((output, index) => {
    if (output === '' || raising.rename(output, chosen[index])) return [];
    return standardNode('Identity', { name: node.name, inputs: [chosen[index]], outputs: [output] });
  });
};

export const branches = {
  If: [{ convert: choice }],
} satisfies ConversionRules;
