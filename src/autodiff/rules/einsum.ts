import type { Value } from '../../onnx/graph/graph.ts';
import { equationOf } from '../../onnx/infer/einsum.ts';
import { expand, reshape } from './operators.ts';
import { callOf, type GradientContext, type GradientRule, unsupported } from './rule.ts';
import { unbroadcast } from './unbroadcast.ts';

/** The gradient of each input is the sum of products of dy with the other inputs, over the labels that it lacks. */
export const einsumGradient: GradientRule<'Einsum'> = (context) => {
  const { node, inputs, needs } = context;
  if (inputs.length > MAX_INPUTS) throw unsupported(node, `${inputs.length} inputs, more than ${MAX_INPUTS}`);
  return inputs.map((_, index) => (needs[index] ? inputGradient(context, index) : null));
};

/** Each input's gradient is a product of as many. */
const MAX_INPUTS = 32;

function inputGradient(context: GradientContext<'Einsum'>, index: number): Value {
  const { g, node, inputs, dy } = context;
  const { operands, output } = equationOf(callOf(context));
  const own = operands[index];
  if (new Set(own).size < own.length) throw unsupported(node, 'a label that an input has twice');
  const others = operands.filter((_, at) => at !== index);
  const reached = new Set([...output, ...others.flat()]);
  const result = own.filter((label) => reached.has(label));
  const term = letters([...operands.flat(), ...output]);
  const equation = `${[output, ...others].map(term).join(',')}->${term(result)}`;
  const factors = [dy[0], ...inputs.filter((_, at) => at !== index)];
  const product = g.add('Einsum', factors, { equation });
  const shape = g.shape(inputs[index]);
  // Labels that only this input has were summed over: every element along them gets the same.
  const sizes = g.shape(product);
  const wide = own.map((label) => (reached.has(label) ? sizes[result.indexOf(label)] : 1));
  const narrow = wide.map((size, axis) => (shape[axis] === 1 ? 1 : size));
  return expand(g, unbroadcast(g, reshape(g, product, wide), narrow), shape);
}

const alphabet = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Writes labels as one letter each. */
function letters(labels: readonly string[]): (term: readonly string[]) => string {
  const distinct = [...new Set(labels)];
  return (term) => term.map((label) => alphabet[distinct.indexOf(label)]).join('');
}
