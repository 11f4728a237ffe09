import { float32, type Tensor } from '../../tensor/tensor.ts';
import type { Node, Value } from '../graph/graph.ts';
import { fusedConvolution } from './microsoft.ts';
import {
  type Conversion,
  type ConversionRules,
  constant,
  intAttribute,
  intsConstant,
  raiseError,
  rankOf,
} from './rule.ts';
import { stepsFor } from './steps.ts';

const DOMAIN = 'com.microsoft.nchwc';

/** What is said of an operator that cannot be undone. */
export const ONE_PROCESSOR = 'this file is optimised for one kind of processor; save it at level extended';

/** Channels in a block, by processor; where a file fits several, that of this machine goes first. */
const BLOCKS = [16, 8, 4];

/**
 * Channels in a block of the layout in which a file was saved. Its weights say it where their numbers of channels fit one
 * only; where they fit several, ONNX Runtime itself takes the layout of the machine that it runs on.
 *
 * @param preferred of this machine
 * @returns undefined where nothing of the file is in blocks, or no size fits
 */
export function blockOf(
  nodes: readonly Node[],
  constantOf: (value: Value) => Tensor | undefined,
  preferred: number | undefined,
): number | undefined {
  const convolutions = nodes.filter(({ op, domain }) => domain === DOMAIN && op === 'Conv');
  const sizes = preferred && BLOCKS.includes(preferred) ? [preferred, ...BLOCKS] : BLOCKS;
  return sizes.find((block) =>
    convolutions.every((node) => {
      const [out = 0, perGroup = 0] = constantOf(node.inputs[1])?.shape ?? [];
      return out % block === 0 && (perGroup < block || perGroup % block === 0);
    }),
  );
}

/** A convolution with plain weights; their memory is [O/b, I/i, kh, kw, i, b], where i is b, or 1 for few channels. */
const convolution: Conversion<'com.microsoft.nchwc:Conv'> = (node, raising) => {
  const [x, filters, ...others] = node.inputs;
  const weights = raising.constantOf(filters);
  if (weights?.type !== 'float32' || weights.shape.length !== 4 || raising.block === undefined) {
    throw raiseError(node, raising, ONE_PROCESSOR);
  }
  const plain = constant(
    raising,
    `${filters}.plain`,
    plainWeights(weights as Tensor<'float32'>, raising.block),
  );
  return fusedConvolution({ ...node, inputs: [x, plain, ...others] }, raising);
};

function plainWeights({ shape, data }: Tensor<'float32'>, block: number): Tensor<'float32'> {
  const [outChannels, inChannels, height, width] = shape;
  const inner = inChannels < block ? 1 : block;
  const taps = height * width;
  const plain = float32(shape);
  let place = 0;
  for (let out = 0; out < outChannels; out += block) {
    for (let channel = 0; channel < inChannels; channel += inner) {
      for (let tap = 0; tap < taps; tap++) {
        for (let i = 0; i < inner; i++) {
          for (let o = 0; o < block; o++) {
            plain.data[((out + o) * inChannels + channel + i) * taps + tap] = data[place++];
          }
        }
      }
    }
  }
  return plain;
}

const pool: Conversion<
  | 'com.microsoft.nchwc:MaxPool'
  | 'com.microsoft.nchwc:AveragePool'
  | 'com.microsoft.nchwc:GlobalAveragePool'
  | 'com.microsoft.nchwc:GlobalMaxPool'
> = (node) => [{ ...(node as Node), domain: '' }];

/** Channels are filled up with zeros to whole blocks. */
const reorderInput: Conversion<'com.microsoft.nchwc:ReorderInput'> = (node, raising) => {
  const steps = stepsFor(node, raising);
  const [x] = node.inputs;
  const isLast = intAttribute(node, 'channels_last', 0) === 1;
  const channels = raising.typeOf(x)?.shape[isLast ? rankOf(node, raising) - 1 : 1];
  const { block } = raising;
  if (typeof channels !== 'number' || block === undefined) throw raiseError(node, raising, ONE_PROCESSOR);
  const missing = Math.ceil(channels / block) * block - channels;
  const images = isLast ? steps.add('Transpose', [x], { perm: [0, 3, 1, 2] }) : x;
  const pads = intsConstant(raising, `${node.name}.pads`, [0, 0, 0, 0, 0, missing, 0, 0]);
  if (missing === 0) steps.add('Identity', [images], undefined, node.outputs[0]);
  else steps.add('Pad', [images, pads], undefined, node.outputs[0]);
  return steps.nodes;
};

/** The channels that fill up the last block are left out. */
const reorderOutput: Conversion<'com.microsoft.nchwc:ReorderOutput'> = (node, raising) => {
  const steps = stepsFor(node, raising);
  const isLast = intAttribute(node, 'channels_last', 0) === 1;
  const bounds = [0, intAttribute(node, 'channels', 0), 1].map((bound) =>
    intsConstant(raising, `${node.name}.bound`, [bound]),
  );
  const images = steps.add(
    'Slice',
    [node.inputs[0], ...bounds],
    undefined,
    isLast ? undefined : node.outputs[0],
  );
  if (isLast) steps.add('Transpose', [images], { perm: [0, 2, 3, 1] }, node.outputs[0]);
  return steps.nodes;
};

/** Sizes are multiplied by whole numbers. */
const upsample: Conversion<'com.microsoft.nchwc:Upsample'> = (node, raising) => {
  const { mode = 'nearest', scales = [], coordinate_transformation_mode = 'asymmetric' } = node.attributes;
  const steps = stepsFor(node, raising);
  const factors = constant(raising, `${node.name}.scales`, float32([scales.length], scales));
  const attributes = { mode, coordinate_transformation_mode, nearest_mode: 'floor' };
  steps.add('Resize', [node.inputs[0], '', factors], attributes, node.outputs[0]);
  return steps.nodes;
};

/** The CPU provider's blocked layout, in which ONNX Runtime saves a file at its highest level, undone. */
export const nchwc = {
  Conv: [{ convert: convolution }],
  MaxPool: [{ convert: pool }],
  AveragePool: [{ convert: pool }],
  GlobalAveragePool: [{ convert: pool }],
  GlobalMaxPool: [{ convert: pool }],
  ReorderInput: [{ convert: reorderInput }],
  ReorderOutput: [{ convert: reorderOutput }],
  Upsample: [{ convert: upsample }],
} satisfies ConversionRules<'com.microsoft.nchwc'>;
