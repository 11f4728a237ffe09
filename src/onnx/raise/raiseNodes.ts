import { boundedDefine } from '../build/boundedDefine.ts';
import type { Draft } from '../build/draft.ts';
import { elementTypeOf } from '../graph/elementTypes.ts';
import { type Node, OPSET, type Value } from '../graph/graph.ts';
import { activations } from './activations.ts';
import { attributesToInputs } from './attributesToInputs.ts';
import { constants } from './constants.ts';
import type { FileNode } from './convertedOperators.ts';
import { dequantization, dequantizationOfMicrosoft } from './dequantize.ts';
import { inputsToAttributes } from './inputsToAttributes.ts';
import { integerProducts, integerProductsOfMicrosoft } from './integerProducts.ts';
import { microsoft } from './microsoft.ts';
import { blockOf, nchwc, ONE_PROCESSOR } from './nchwc.ts';
import { normalization } from './normalization.ts';
import { qlinear, qlinearOfMicrosoft } from './qlinear.ts';
import { resampling } from './resampling.ts';
import type { ReadNode } from './rule.ts';
import { type ConversionRule, type Raising, raiseError } from './rule.ts';
import { rootMeanSquares, transformers } from './transformers.ts';

/** The opsets that are read. */
export const OLDEST_OPSET = 5;
export const NEWEST_OPSET = 25;

/** A file may name any operator. */
type ConversionsByName = Readonly<Record<string, readonly ConversionRule<never>[]>>;

const tables: readonly ConversionsByName[] = [
  activations,
  attributesToInputs,
  constants,
  dequantization,
  inputsToAttributes,
  integerProducts,
  normalization,
  qlinear,
  resampling,
  rootMeanSquares,
];

/** Every conversion, by domain and operator. */
export const conversions: Readonly<Record<string, ConversionsByName>> = {
  '': joined(tables),
  'com.microsoft': joined([
    microsoft,
    transformers,
    qlinearOfMicrosoft,
    dequantizationOfMicrosoft,
    integerProductsOfMicrosoft,
  ]),
  'com.microsoft.nchwc': nchwc,
};

/** Tables in one; an operator may be in several, for different opsets. */
function joined(parts: readonly ConversionsByName[]): ConversionsByName {
  const rules: Record<string, readonly ConversionRule<never>[]> = {};
  for (const [op, more] of parts.flatMap(Object.entries<readonly ConversionRule<never>[]>)) {
    rules[op] = [...(rules[op] ?? []), ...more];
  }
  return rules;
}

/** Operators that came after opset 17 and that no conversion spells out. */
export const newerOperators: ReadonlySet<string> = new Set([
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
  'ImageDecoder',
  'RegexFullMatch',
  'RotaryEmbedding',
  'StringConcat',
  'StringSplit',
  'TensorScatter',
]);

/**
 * Adds the nodes of a file to `draft`, brought to opset 17 operator by operator; Constant nodes become initializers, and of
 * the branches of an If the one stays that its condition chooses.
 *
 * @param nodes in an order in which each one's inputs are known when it runs
 * @param outputs outputs of the graph, which keep their names
 * @param block channels in a block of the CPU provider's layout on this machine (`runtime/blockSize.ts`)
 * @throws Error that names the node when opset 17 has no counterpart for it, or when shapes do not fit
 */
export function raiseNodes(
  nodes: readonly ReadNode[],
  draft: Draft,
  outputs: ReadonlySet<Value>,
  block?: number,
): void {
  const used = new Set([...outputs, ...nodes.flatMap(({ inputs }) => inputs)]);
  const renamed = new Map<Value, Value>();
  const floats = new Map<Value, Value>();
  const raising: Omit<Raising, 'opset'> = {
    typeOf: (value) => draft.types.get(value),
    constantOf: draft.constantOf,
    block: blockOf(nodes, draft.constantOf, block),
    define: boundedDefine(draft, nodes),
    fresh: draft.fresh,
    isUsed: (value) => used.has(value),
    setFloatOf: (value, float) => floats.set(value, float),
    rename: (value, original) => {
      if (outputs.has(value)) return false;
      renamed.set(value, original);
      return true;
    },
  };
  const known = (value: Value) => renamed.get(value) ?? value;
  for (const { opset, guards, ...node } of nodes) {
    const runs = guards.every(({ condition, holds }) => {
      const constant = draft.constantOf(known(condition));
      return constant !== undefined && Boolean(constant.data[0]) === holds;
    });
    if (!runs) continue;
    const named = node.inputs.map(known);
    const inputs = castsToFloat(node) ? named.map((input) => floats.get(input) ?? input) : named;
    for (const raised of raiseNode({ ...node, inputs }, { ...raising, opset })) draft.add(raised);
  }
}

const castsToFloat = ({ op, domain, attributes }: Node) =>
  op === 'Cast' && domain === '' && elementTypeOf(Number(attributes.to))?.startsWith('float');

function raiseNode(node: Node, raising: Raising): readonly Node[] {
  const { op, domain } = node;
  if (domain === '' && newerOperators.has(op)) {
    throw new Error(`${op} '${node.name}' has no counterpart in opset ${OPSET}`);
  }
  const applies = ({ below = Infinity, from = 0 }: ConversionRule<never>) =>
    raising.opset < below && raising.opset >= from;
  // Old files say of inputs that their memory may be used again.
  const { consumed_inputs, ...attributes } = node.attributes;
  const plain = raising.opset < 7 && consumed_inputs !== undefined ? { ...node, attributes } : node;
  const rules = conversions[domain] ?? {};
  const rule = Object.hasOwn(rules, op) ? rules[op].find(applies) : undefined;
  if (!rule && domain === 'com.microsoft.nchwc') throw raiseError(node, raising, ONE_PROCESSOR);
  return rule ? rule.convert(plain as FileNode<never>, raising) : [plain];
}
