import {
  type Call,
  constantInts,
  contradiction,
  type InferenceRule,
  type InferenceRules,
  intOf,
  intsOf,
  required,
  shapeError,
  sharedType,
  sizeOfDim,
  unsupported,
} from './rule.ts';
import { slide, slideBack, windowsOf } from './windows.ts';

const weightsOf = (call: Call, rank: number) => {
  const weights = required(call, 1).shape.map((dim) => sizeOfDim(call, dim));
  if (rank < 3 || weights.length !== rank) {
    throw shapeError(call, 'input and weights must have the same rank, 3 or more');
  }
  return weights;
};

const checkBias = (call: Call, channels: number) => {
  const bias = call.inputs[2];
  if (bias && `${bias.shape}` !== `${channels}`) {
    throw shapeError(call, `the bias must have shape [${channels}]`);
  }
};

const conv: InferenceRule<'Conv'> = (call) => {
  const { shape } = required(call, 0);
  const [outChannels, inChannels, ...kernel] = weightsOf(call, shape.length);
  const group = intOf(call, 'group', 1);
  if (typeof shape[1] === 'number' && shape[1] !== inChannels * group) {
    throw contradiction(call, `weights want ${inChannels * group} input channels, got ${shape[1]}`);
  }
  if (outChannels % group !== 0) {
    throw shapeError(call, `${outChannels} output channels do not divide into ${group} groups`);
  }
  checkBias(call, outChannels);
  const windows = windowsOf(call, kernel.length, kernel);
  const spatial = slide(call, shape.slice(2), windows);
  return [{ type: sharedType(call, [0, 1]), shape: [shape[0], outChannels, ...spatial] }];
};

const convTranspose: InferenceRule<'ConvTranspose'> = (call) => {
  const { shape } = required(call, 0);
  const [inChannels, groupChannels, ...kernel] = weightsOf(call, shape.length);
  if (shape[1] !== inChannels) {
    throw shapeError(call, `weights want ${inChannels} input channels, got ${shape[1]}`);
  }
  const outChannels = groupChannels * intOf(call, 'group', 1);
  checkBias(call, outChannels);
  const windows = windowsOf(call, kernel.length, kernel);
  const spatial =
    intsOf(call, 'output_shape') ??
    slideBack(call, shape.slice(2), windows, intsOf(call, 'output_padding') ?? []);
  return [{ type: sharedType(call, [0, 1]), shape: [shape[0], outChannels, ...spatial] }];
};

/** ONNX's blocked convolution adds a fourth input, the sum that the result is added to. */
const blockedConv: InferenceRule<'com.microsoft.nchwc:Conv'> = (call) => {
  const [output] = conv(call);
  const sum = call.inputs[3];
  if (sum && `${sum.shape}` !== `${output.shape}`) {
    throw shapeError(call, `the sum must have the output's shape [${output.shape.join(', ')}]`);
  }
  return [output];
};

const pool: InferenceRule<'MaxPool' | 'AveragePool' | 'LpPool'> = (call) => {
  const { type, shape } = required(call, 0);
  if (shape.length < 3) throw shapeError(call, 'the input must have rank 3 or more');
  const windows = windowsOf(call, shape.length - 2);
  return [{ type, shape: [shape[0], shape[1], ...slide(call, shape.slice(2), windows)] }];
};

const maxPool: InferenceRule<'MaxPool'> = (call) => {
  const [output] = pool(call);
  return [output, { type: 'int64', shape: output.shape }];
};

const globalPool: InferenceRule = (call) => {
  const { type, shape } = required(call, 0);
  if (shape.length < 3) throw shapeError(call, 'the input must have rank 3 or more');
  return [{ type, shape: shape.map((dim, axis) => (axis < 2 ? dim : 1)) }];
};

const maxUnpool: InferenceRule<'MaxUnpool'> = (call) => {
  const { type, shape } = required(call, 0);
  if (`${required(call, 1).shape}` !== `${shape}`)
    throw shapeError(call, 'indices must have the input’s shape');
  const stated = constantInts(call, 2);
  if (stated) return [{ type, shape: stated }];
  const windows = windowsOf(call, shape.length - 2);
  return [{ type, shape: [shape[0], shape[1], ...slideBack(call, shape.slice(2), windows, [])] }];
};

const checkPerChannel = (call: Call, indices: readonly number[]) => {
  const { shape } = required(call, 0);
  for (const index of indices) {
    if (`${required(call, index).shape}` !== `${shape[1]}`) {
      throw shapeError(call, `input ${index + 1} must have one value per channel, ${shape[1]}`);
    }
  }
};

/** In training mode outputs 2 and 3 are the running mean and variance. */
const batchNormalization: InferenceRule<'BatchNormalization'> = (call) => {
  const { type, shape } = required(call, 0);
  checkPerChannel(call, [1, 2, 3, 4]);
  if (intOf(call, 'training_mode', 0) === 0) return [{ type, shape }];
  const { type: statisticsType, shape: statisticsShape } = required(call, 3);
  const statistics = { type: statisticsType, shape: statisticsShape };
  return [{ type, shape }, statistics, statistics];
};

const instanceNormalization: InferenceRule = (call) => {
  const { type, shape } = required(call, 0);
  checkPerChannel(call, [1, 2]);
  return [{ type, shape }];
};

const localResponse: InferenceRule = (call) => {
  const { type, shape } = required(call, 0);
  return [{ type, shape }];
};

/** Convolutions, pools and the normalisations that go with them, on [N, C, spatial axes…]. */
export const convolutionShapes = {
  Conv: conv,
  ConvTranspose: convTranspose,
  MaxPool: maxPool,
  AveragePool: pool,
  LpPool: pool,
  GlobalAveragePool: globalPool,
  GlobalMaxPool: globalPool,
  GlobalLpPool: globalPool,
  MaxUnpool: maxUnpool,
  BatchNormalization: batchNormalization,
  InstanceNormalization: instanceNormalization,
  LRN: localResponse,
} satisfies InferenceRules;

const reorderInput: InferenceRule<'com.microsoft.nchwc:ReorderInput'> = (call) => {
  const { type, shape } = required(call, 0);
  if (intOf(call, 'channels_last', 0) !== 0) throw unsupported(call, 'channels_last must be 0');
  return [{ type, shape }];
};

const reorderOutput: InferenceRule<'com.microsoft.nchwc:ReorderOutput'> = (call) => {
  const { type, shape } = required(call, 0);
  if (intOf(call, 'channels_last', 0) !== 0) throw unsupported(call, 'channels_last must be 0');
  return [{ type, shape: [shape[0], intOf(call, 'channels', 0), ...shape.slice(2)] }];
};

/** ONNX Runtime's blocked layout: memory is [N, C/b, H, W, b], the declared shape stays NCHW. */
export const blockedShapes = {
  ReorderInput: reorderInput,
  ReorderOutput: reorderOutput,
  Conv: blockedConv,
  MaxPool: pool,
  AveragePool: pool,
  GlobalAveragePool: globalPool,
  GlobalMaxPool: globalPool,
} satisfies InferenceRules<'com.microsoft.nchwc'>;
