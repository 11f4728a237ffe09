import { float32, int64, type Tensor } from '../../tensor/tensor.ts';
import type { Attribute, Attributes } from '../graph/graph.ts';
import { standardNode } from '../graph/standardNode.ts';
import { type Conversion, type ConversionRules, raiseError } from './rule.ts';

/** Constants become values that the graph carries. */
const toInitializer: Conversion<'Constant'> = (node, raising) => {
  const attributes: Attributes = node.attributes;
  const [[name, value] = []] = Object.entries(attributes);
  const tensor = name && value !== undefined ? tensorOf(name, value) : undefined;
  if (!tensor) throw raiseError(node, raising, `attribute ${name} is not supported`);
  raising.define(node.outputs[0], tensor);
  return [];
};

function tensorOf(name: string, value: Attribute): Tensor | undefined {
  if (name === 'value' && typeof value === 'object' && 'data' in value) return value;
  if (name === 'value_float' && typeof value === 'number') return float32([], [value]);
  if (name === 'value_int' && typeof value === 'number') return int64([], [value]);
  const list = value as readonly number[];
  if (name === 'value_floats') return float32([list.length], list);
  if (name === 'value_ints') return int64([list.length], list);
  return undefined;
}

/** An Identity of a constant is a second name for it; exporters share weights so. */
const rename: Conversion<'Identity'> = (node, raising) => {
  const isRenamed = raising.constantOf(node.inputs[0]) && raising.rename(node.outputs[0], node.inputs[0]);
  return isRenamed ? [] : [node];
};

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

/** What constants decide. */
export const constants = {
  Constant: [{ convert: toInitializer }],
  Identity: [{ convert: rename }],
  If: [{ convert: choice }],
} satisfies ConversionRules;
