import { type Conversion, type ConversionRules, intAttribute, raiseError, withAttributes } from './rule.ts';

/** Below opset 14, further outputs made a batch normalisation one of training. */
const batchNormalization: Conversion = (node, raising) => {
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
  return [{ ...withAttributes(node, ['spatial']), outputs: node.outputs.slice(0, 1) }];
};

export const normalization = {
  BatchNormalization: [{ below: 14, convert: batchNormalization }],
} satisfies ConversionRules;
