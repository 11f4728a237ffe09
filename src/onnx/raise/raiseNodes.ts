import type { Tensor } from '../../tensor/tensor.ts';
import { addTypes } from '../addTypes.ts';
import { type Node, OPSET, typeOfTensor, type Value, type ValueType } from '../graph.ts';
import { activations } from './activations.ts';
import { attributesToInputs } from './attributesToInputs.ts';
import { constants } from './constants.ts';
import { inputsToAttributes } from './inputsToAttributes.ts';
import { normalization } from './normalization.ts';
import { resampling } from './resampling.ts';
import type { ConversionRule, ConversionRules, Raising } from './rule.ts';

/** The opsets that are read. */
export const OLDEST_OPSET = 7;
export const NEWEST_OPSET = 25;

const tables: readonly ConversionRules[] = [
  activations,
  attributesToInputs,
  constants,
  inputsToAttributes,
  normalization,
  resampling,
];

const conversions = new Map<string, ConversionRule[]>();
for (const table of tables) {
  for (const [op, rules] of Object.entries(table)) {
    conversions.set(op, [...(conversions.get(op) ?? []), ...rules]);
  }
}

/** Operators that came after opset 17 and that no conversion spells out. */
const newerOperators = new Set([
  'AffineGrid',
  'Attention',
  'BitCast',
  'BitwiseAnd',
  'BitwiseNot',
  'BitwiseOr',
  'BitwiseXor',
  'CenterCropPad',
  'Col2Im',
  'CumProd',
  'DeformConv',
  'GroupNormalization',
  'ImageDecoder',
  'RMSNormalization',
  'RegexFullMatch',
  'RotaryEmbedding',
  'StringConcat',
  'StringSplit',
  'Swish',
  'TensorScatter',
]);

/** A graph while it is read; initializers and types grow as its nodes are raised. */
export interface Draft {
  readonly opset: number;
  readonly initializers: Map<Value, Tensor>;
  readonly types: Map<Value, ValueType>;
  /** Types that the file states for values. */
  readonly declared: ReadonlyMap<Value, ValueType>;
  readonly outputs: ReadonlySet<Value>;
}

/**
 * Brings the nodes of a file to opset 17, operator by operator; Constant nodes become initializers.
 *
 * @param nodes in an order in which each one's inputs are known when it runs
 * @throws Error that names the node when opset 17 has no counterpart for it, or when shapes do not fit
 */
export function raiseNodes(nodes: readonly Node[], draft: Draft): Node[] {
  const { opset, initializers, types } = draft;
  const taken = new Set([...types.keys(), ...nodes.flatMap(({ outputs }) => outputs)]);
  const used = new Set([...draft.outputs, ...nodes.flatMap(({ inputs }) => inputs)]);
  const renamed = new Map<Value, Value>();
  const constantOf = (value: Value) => initializers.get(value);
  const raising: Raising = {
    opset,
    typeOf: (value) => types.get(value),
    constantOf,
    define: (value, tensor) => {
      initializers.set(value, tensor);
      types.set(value, typeOfTensor(tensor));
    },
    rename: (value, original) => {
      if (draft.outputs.has(value)) return false;
      renamed.set(value, original);
      return true;
    },
    isUsed: (value) => used.has(value),
    fresh: (base) => {
      let name = base;
      for (let count = 2; taken.has(name); count++) name = `${base}_${count}`;
      taken.add(name);
      return name;
    },
  };
  return nodes.flatMap((node) => {
    const inputs = node.inputs.map((input) => renamed.get(input) ?? input);
    const raised = raiseNode({ ...node, inputs }, raising);
    for (const each of raised) addTypes(each, types, constantOf, draft.declared);
    return raised;
  });
}

function raiseNode(node: Node, raising: Raising): readonly Node[] {
  if (node.domain !== '') return [node];
  if (newerOperators.has(node.op)) {
    throw new Error(`${node.op} '${node.name}' has no counterpart in opset ${OPSET}`);
  }
  const applies = ({ below = Infinity, from = 0 }: ConversionRule) =>
    raising.opset < below && raising.opset >= from;
  const rule = conversions.get(node.op)?.find(applies);
  return rule ? rule.convert(node, raising) : [node];
}
