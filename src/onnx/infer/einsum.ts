import { largest } from '../../statistics/extremes.ts';
import { groupBy } from '../../statistics/groupBy.ts';
import type { Dim } from '../graph/graph.ts';
import { type Call, type InferenceRule, required, shapeError, sharedType, stringOf } from './rule.ts';

/** An equation with one label an axis; the axes of an ellipsis are labelled `.1` (the last), `.2`, … */
export interface Equation {
  readonly operands: readonly (readonly string[])[];
  readonly output: readonly string[];
}

/** Characters for an input or the result: a letter an axis, and spaces. */
const LONGEST_TERM = 200;

/** @throws Error that names the node when the equation does not fit its inputs */
export function equationOf(call: Call<'Einsum'>): Equation {
  const stated = stringOf(call, 'equation', '');
  const { name, inputs } = call.node;
  if (stated.length > LONGEST_TERM * (inputs.length + 1)) {
    throw new Error(`Einsum '${name}': ${stated.length} characters are too many for ${inputs.length} inputs`);
  }
  const equation = stated.replaceAll(' ', '');
  const [left, right, ...rest] = equation.split('->');
  const terms = left.split(',');
  const isWord = (term: string) => /^[A-Za-z]*(?:\.{3}[A-Za-z]*)?$/.test(term);
  if (rest.length > 0 || ![...terms, right ?? ''].every(isWord) || terms.length !== inputs.length) {
    throw shapeError(call, `equation '${equation}' does not fit ${inputs.length} inputs`);
  }
  const operands = terms.map((term, index) => {
    const rank = required(call, index).shape.length;
    const open = rank - term.replace('...', '').length;
    if (open < 0 || (open > 0 && !term.includes('...'))) {
      throw shapeError(call, `'${term}' does not name the ${rank} axes of input ${index + 1}`);
    }
    return labelsOf(term, open);
  });
  const open = largest(
    operands.map((labels) => labels.filter(isOpen).length),
    0,
  );
  return { operands, output: right === undefined ? impliedOutput(operands, open) : labelsOf(right, open) };
}

const isOpen = (label: string) => label.startsWith('.');

/** `count` labels for the axes of an ellipsis, counted from the last. */
const openLabels = (count: number) => Array.from({ length: count }, (_, index) => `.${count - index}`);

function labelsOf(term: string, open: number): string[] {
  const [before, after] = term.split('...');
  return after === undefined ? [...before] : [...before, ...openLabels(open), ...after];
}

/** The ellipsis, then the letters that stand once, in the order of the alphabet. */
function impliedOutput(operands: readonly (readonly string[])[], open: number): string[] {
  const letters = operands.flat().filter((label) => !isOpen(label));
  const single = [...groupBy(letters, (label) => label)].filter(([, same]) => same.length === 1);
  return [...openLabels(open), ...single.map(([label]) => label).sort()];
}

export const einsum: InferenceRule<'Einsum'> = (call) => {
  const { operands, output } = equationOf(call);
  const sizes = new Map<string, Dim>();
  operands.forEach((labels, index) => {
    labels.forEach((label, axis) => {
      const dim = required(call, index).shape[axis];
      const known = sizes.get(label) ?? 1;
      if (known !== 1 && dim !== 1 && known !== dim) {
        throw shapeError(call, `label '${label}' has sizes ${known} and ${dim}`);
      }
      sizes.set(label, known === 1 ? dim : known);
    });
  });
  const type = sharedType(
    call,
    operands.map((_, index) => index),
  );
  return [
    {
      type,
      shape: output.map((label) => {
        const size = sizes.get(label);
        if (size === undefined) throw shapeError(call, `label '${label}' of the result is in no input`);
        return size;
      }),
    },
  ];
};
