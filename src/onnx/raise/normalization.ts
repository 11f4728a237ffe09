import type { Node } from '../graph/graph.ts';
import type { AttributesOf, OperatorIn } from '../graph/operators.ts';
import { standardNode } from '../graph/standardNode.ts';
import {
  type Conversion,
  type ConversionRules,
  intAttribute,
  intsConstant,
  raiseError,
  rankOf,
  scalarLike,
  withAttributes,
} from './rule.ts';
import { shapeLike } from './shapeLike.ts';

/** Below opset 14, further outputs made a batch normalisation one of training. */
const batchNormalization: Conversion<'BatchNormalization'> = (node, raising) => {
  if (node.outputs.slice(1).some((output) => output !== '')) {
    throw raiseError(
      node,
      raising,
      'the training form is not supported; export the model in evaluation mode',
    );
  }
  if (intAttribute(node, 'spatial', 1) !== 1) {
    throw raiseError(node, raising, 'statistics per pixel are not supported');
  }
  return [{ ...withAttributes(node, ['spatial', 'is_test']), outputs: node.outputs.slice(0, 1) }];
};

/**
 * Each group of channels takes the place of one channel of an instance normalisation. Opset 18 has scale and bias
 * for each group, opset 21 for each channel.
 */
const groupNormalization: Conversion<'GroupNormalization'> = (node, raising) => {
  const [x, scale, bias] = node.inputs;
  const groups = intAttribute(node, 'num_groups', 0);
  const made = <Op extends OperatorIn<''>>(
    op: Op,
    inputs: readonly string[],
    attributes?: AttributesOf<Op>,
  ): Node => standardNode(op, { name: raising.fresh(`${node.name}.${op}`), inputs, attributes });
  const ints = (...values: number[]) => intsConstant(raising, `${node.name}.shape`, values);
  const perChannel = ints(-1, ...new Array<number>(rankOf(node, raising) - 2).fill(1));
  const isPerGroup = raising.opset < 21;
  const [one, zero] = [1, 0].map((value) =>
    made('Expand', [scalarLike(raising, x, `${node.name}.number`, value), ints(groups)]),
  );
  const grouped = made('Reshape', [x, ints(0, groups, -1)]);
  const normal = made(
    'InstanceNormalization',
    [grouped.name, ...(isPerGroup ? [scale, bias] : [one.name, zero.name])],
    { epsilon: intAttribute(node, 'epsilon', 1e-5) },
  );
  const [shape, makers] = shapeLike(node, raising);
  const whole = made('Reshape', [normal.name, shape]);
  if (isPerGroup) return [grouped, normal, ...makers, { ...whole, outputs: node.outputs }];
  const [factor, offset] = [scale, bias].map((value) => made('Reshape', [value, perChannel]));
  const scaled = made('Mul', [whole.name, factor.name]);
  const shifted = made('Add', [scaled.name, offset.name]);
  return [
    ...[one, zero, grouped, normal, ...makers, whole, factor, offset, scaled],
    { ...shifted, outputs: node.outputs },
  ];
};

export const normalization = {
  GroupNormalization: [{ convert: groupNormalization }],
  BatchNormalization: [{ below: 14, convert: batchNormalization }],
} satisfies ConversionRules;
