import type { GradientRule, GradientRules } from '#passband/autodiff/rules/rule.ts';
import { type AllGradientRules, gradientRules } from '#passband/autodiff/rules.ts';
import type { GraphBuilder } from '#passband/onnx/build/builder.ts';
import type { Node } from '#passband/onnx/graph/graph.ts';
import { isOperator, type OperatorWith } from '#passband/onnx/graph/operators.ts';
import { standardNode } from '#passband/onnx/graph/standardNode.ts';
import { inferenceRules } from '#passband/onnx/infer/inferTypes.ts';
import { type InferenceRule, type InferenceRules, intOf, intsOf } from '#passband/onnx/infer/rule.ts';
import {
  type Conversion,
  type ConversionRules,
  intAttribute,
  listAttribute,
  withAttributes,
} from '#passband/onnx/raise/rule.ts';

// Never run: `tsc -p tests` fails where what follows a @ts-expect-error has no error of types, and where anything else has one.

const none: InferenceRule = () => [];

/** A misspelt operator, or one of another domain, in a table or a rule. */
export function operators() {
  ({ Relu: none }) satisfies InferenceRules;
  // @ts-expect-error
  ({ Rleu: none }) satisfies InferenceRules;
  // @ts-expect-error
  ({ Rleu: () => [] }) satisfies GradientRules;
  // @ts-expect-error
  const rule: InferenceRule<'Covn'> = none;
  // @ts-expect-error
  ({ ReorderInput: none }) satisfies InferenceRules;
  ({ ReorderInput: none }) satisfies InferenceRules<'com.microsoft.nchwc'>;
  return rule;
}

/** A misspelt attribute in a rule, or one of another type or another operator. */
export const conv: InferenceRule<'Conv'> = (call) => {
  const strides: readonly number[] = intsOf(call, 'strides') ?? call.node.attributes.strides ?? [];
  // @ts-expect-error
  intsOf(call, 'stides');
  // @ts-expect-error
  call.node.attributes.stides;
  // @ts-expect-error
  intOf(call, 'strides', 1);
  // @ts-expect-error
  const stride: number = call.node.attributes.strides ?? 1;
  // @ts-expect-error
  const isSame = call.node.op === 'Covn';
  // @ts-expect-error
  intOf(call, 'axis', 1);
  return isSame ? none(call) : [{ type: 'float32', shape: [...strides, stride] }];
};

/** A rule in the place of another operator, which has not its attributes. */
export function places() {
  ({ Conv: conv }) satisfies InferenceRules;
  // @ts-expect-error
  ({ Softmax: conv }) satisfies InferenceRules;
}

/** A rule of several operators may read by property what all have, and by a reader what one has. */
export const pools: InferenceRule<'MaxPool' | OperatorWith<'count_include_pad'>> = (call) => {
  call.node.attributes.ceil_mode;
  // @ts-expect-error
  call.node.attributes.storage_order;
  intOf(call, 'storage_order', 0);
  // @ts-expect-error
  intOf(call, 'storage_ordre', 0);
  return none(call);
};

/** A rule of every operator can rely on no attribute. */
export const every: GradientRule = ({ node }) => {
  // @ts-expect-error
  return node.attributes.axis ? [] : [null];
};

/** An operator without inference; one with neither a gradient rule nor a line that there is none, or with both. */
export function complete() {
  const { Relu: inference, ...inferred } = inferenceRules[''];
  // @ts-expect-error
  inferred satisfies Required<InferenceRules>;
  const { Relu: gradient, ...differentiated } = gradientRules[''];
  // @ts-expect-error
  differentiated satisfies AllGradientRules<''>;
  // @ts-expect-error
  ({ ...differentiated, Relu: gradient, Hardmax: gradient }) satisfies AllGradientRules<''>;
  ({ ...differentiated, Relu: gradient }) satisfies AllGradientRules<''>;
  return inference;
}

/** A misspelt operator, attribute or domain of a node that is added to a graph. */
export function added(g: GraphBuilder, read: string) {
  g.add('Conv', ['x', 'w'], { strides: [1, 1] });
  // @ts-expect-error
  g.add('Rleu', ['x']);
  // @ts-expect-error
  g.add('Conv', ['x', 'w'], { stides: [1, 1] });
  // @ts-expect-error
  g.addMany('MaxPool', ['x'], 2, { kernel_shape: 3 });
  g.add('ReorderOutput', ['x'], { channels: 8 }, { domain: 'com.microsoft.nchwc' });
  // @ts-expect-error
  g.add('ReorderOutput', ['x'], { channels: 8 });
  // @ts-expect-error
  g.add('ReorderOutput', ['x'], { chanels: 8 }, { domain: 'com.microsoft.nchwc' });
  // @ts-expect-error
  g.add('ReorderOutput', ['x'], { channels: 8 }, { domain: 'com.microsot.nchwc' });
  // What only a file says is not known here.
  g.add(read, ['x'], { anything: 1 }, { domain: read });
}

/** A misspelt operator or attribute of a finished node, or of one that is asked for its operator. */
export function finished(node: Node) {
  standardNode('Concat', { name: 'y', inputs: ['a', 'b'], attributes: { axis: 1 } });
  // @ts-expect-error
  standardNode('Concat', { name: 'y', inputs: ['a', 'b'], attributes: { axes: 1 } });
  // @ts-expect-error
  standardNode('Concta', { name: 'y', inputs: ['a', 'b'] });
  // @ts-expect-error
  isOperator(node, 'com.microsoft.nchwc:Covn');
  // @ts-expect-error
  if (isOperator(node, 'com.microsoft.nchwc:Conv')) return node.attributes.actvation;
  // Of a node that any file may have, every attribute may be anything.
  return node.attributes.actvation;
}

/** A misspelt operator or attribute in a conversion from another opset. */
export function conversions() {
  const clip: Conversion<'Clip'> = (node) => [node].slice(intAttribute(node, 'min', 0));
  ({ Clip: [{ below: 11, convert: clip }], Gelu: [] }) satisfies ConversionRules;
  // @ts-expect-error
  ({ Clpi: [] }) satisfies ConversionRules;
  // @ts-expect-error
  ({ Gelu: [{ convert: clip }] }) satisfies ConversionRules;
  // @ts-expect-error
  const misspelt: Conversion<'Slice'> = (node) => [node].slice(listAttribute(node, 'stats')?.length);
  // @ts-expect-error
  const dropped: Conversion<'Slice'> = (node) => [withAttributes(node, ['axis'])];
  // @ts-expect-error
  const added: Conversion<'DFT'> = (node) => [withAttributes(node, [], { axes: 1 })];
  return [misspelt, dropped, added];
}
