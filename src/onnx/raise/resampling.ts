import { float32 } from '../../tensor/tensor.ts';
import type { Node } from '../graph/graph.ts';
import { standardNode } from '../graph/standardNode.ts';
import {
  type Conversion,
  type ConversionRules,
  constant,
  constantInts,
  intsConstant,
  listAttribute,
  type Raising,
  raiseError,
  rankOf,
  withAttributes,
} from './rule.ts';

/**
 * Upsample, and Resize of opset 10, place pixels by index · 1/scale; their nearest pixel is the one below when they
 * enlarge and the one above when they reduce.
 */
const legacyResize: Conversion<'Upsample' | 'Resize'> = (node, raising) => {
  const stated = listAttribute(node, 'scales');
  const scales = stated
    ? constant(raising, `${node.name}.scales`, float32([stated.length], stated))
    : node.inputs[1];
  const legacyMode = String(node.attributes.mode ?? 'nearest');
  const mode = legacyMode === 'bilinear' ? 'linear' : legacyMode;
  return [
    standardNode('Resize', {
      name: node.name,
      inputs: [node.inputs[0], '', scales],
      outputs: node.outputs,
      attributes: {
        mode,
        coordinate_transformation_mode: 'asymmetric',
        nearest_mode: mode === 'nearest' ? roundingOf(node, raising, scales) : 'floor',
      },
    }),
  ];
};

function roundingOf(node: Node, raising: Raising, scales: string): 'floor' | 'ceil' {
  const values = Array.from((raising.constantOf(scales)?.data ?? []) as ArrayLike<number>);
  if (node.op === 'Upsample' || values.every((scale) => scale >= 1)) return 'floor';
  if (values.every((scale) => scale <= 1)) return 'ceil';
  throw raiseError(node, raising, 'enlarging one axis and reducing another is not supported');
}

/** Opset 18 may resize some axes only, and knows ways that opset 17 does not. */
const resize: Conversion<'Resize'> = (node, raising) => {
  const { antialias = 0, keep_aspect_ratio_policy = 'stretch' } = node.attributes;
  const { coordinate_transformation_mode: placing } = node.attributes;
  if (antialias !== 0) throw raiseError(node, raising, 'antialias has no counterpart in opset 17');
  if (keep_aspect_ratio_policy !== 'stretch' || placing === 'half_pixel_symmetric') {
    throw raiseError(node, raising, `${keep_aspect_ratio_policy}, ${placing} has no counterpart in opset 17`);
  }
  const plain = withAttributes(node, ['antialias', 'keep_aspect_ratio_policy', 'axes']);
  const axes = listAttribute(node, 'axes');
  if (!axes) return [plain];
  if (placing === 'tf_crop_and_resize')
    throw raiseError(node, raising, 'cropping some axes is not supported');
  const rank = rankOf(node, raising);
  const place = (axis: number) => (axis < 0 ? axis + rank : axis);
  const [x, , scalesInput, sizesInput] = node.inputs;
  if (sizesInput) {
    const sizes = [...raising.typeOf(x)!.shape];
    constantInts(node, raising, 3)!.forEach((size, index) => {
      sizes[place(axes[index])] = size;
    });
    if (sizes.some((size) => typeof size === 'string')) {
      throw raiseError(node, raising, `the sizes [${sizes}] must all be known`);
    }
    const all = intsConstant(raising, `${node.name}.sizes`, sizes as number[]);
    return [{ ...plain, inputs: [x, '', '', all] }];
  }
  const scales = raising.constantOf(scalesInput);
  if (!scales) throw raiseError(node, raising, `scales '${scalesInput}' must be a constant`);
  const all = new Float32Array(rank).fill(1);
  axes.forEach((axis, index) => {
    all[place(axis)] = Number(scales.data[index]);
  });
  return [{ ...plain, inputs: [x, '', constant(raising, `${node.name}.scales`, float32([rank], all))] }];
};

/** Opset 16 moved the default sampling points by half a pixel. */
const roiAlign: Conversion<'RoiAlign'> = (node) => [
  withAttributes(node, [], { coordinate_transformation_mode: 'output_half_pixel' }),
];

const gridModes: Readonly<Record<string, string>> = { linear: 'bilinear', cubic: 'bicubic' };

/** Opset 20 renamed the modes, and takes volumes, which opset 17 does not. */
const gridSample: Conversion<'GridSample'> = (node, raising) => {
  if (rankOf(node, raising) !== 4) throw raiseError(node, raising, 'only images are supported');
  const mode = String(node.attributes.mode ?? 'linear');
  return [withAttributes(node, [], { mode: gridModes[mode] ?? mode })];
};

export const resampling = {
  Upsample: [{ convert: legacyResize }],
  Resize: [
    { below: 11, convert: legacyResize },
    { from: 18, convert: resize },
  ],
  RoiAlign: [{ below: 16, convert: roiAlign }],
  GridSample: [{ from: 20, convert: gridSample }],
} satisfies ConversionRules;
