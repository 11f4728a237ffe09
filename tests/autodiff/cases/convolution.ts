import type { Attributes } from '#passband/onnx/graph/graph.ts';
import type { GradientCase } from './gradientCase.ts';

interface Setting {
  readonly title: string;
  readonly x: readonly number[];
  readonly weights: readonly number[];
  readonly attributes?: Attributes;
}

const settings: readonly Setting[] = [
  { title: '1×1', x: [2, 3, 2, 3], weights: [2, 3, 1, 1] },
  { title: '3×3, padding 1', x: [2, 2, 4, 3], weights: [3, 2, 3, 3], attributes: { pads: [1, 1, 1, 1] } },
  { title: '12×11', x: [1, 1, 12, 12], weights: [2, 1, 12, 11], attributes: { pads: [1, 0, 0, 1] } },
  { title: 'eight channels', x: [2, 8, 3, 3], weights: [2, 8, 2, 2] },
  {
    title: 'asymmetric padding',
    x: [1, 2, 4, 3],
    weights: [2, 2, 3, 2],
    attributes: { pads: [2, 0, 1, 1] },
  },
  {
    title: 'padding wider than the kernel',
    x: [1, 2, 2, 2],
    weights: [2, 2, 1, 2],
    attributes: { pads: [1, 2, 0, 1] },
  },
  {
    title: 'stride 2 that leaves a row and a column unread',
    x: [2, 2, 6, 4],
    weights: [2, 2, 3, 3],
    attributes: { strides: [2, 2] },
  },
  {
    title: 'strides 2 and 3, padding',
    x: [1, 2, 5, 6],
    weights: [2, 2, 3, 2],
    attributes: { strides: [2, 3], pads: [1, 1, 1, 0] },
  },
  { title: '1×1, stride 2', x: [2, 3, 4, 4], weights: [2, 3, 1, 1], attributes: { strides: [2, 2] } },
  {
    title: 'dilation 2',
    x: [1, 2, 6, 5],
    weights: [2, 2, 3, 2],
    attributes: { dilations: [2, 2], pads: [1, 1, 1, 1] },
  },
  {
    title: 'dilation 2, stride 2',
    x: [1, 2, 8, 7],
    weights: [2, 2, 2, 3],
    attributes: { dilations: [2, 2], strides: [2, 2], pads: [1, 1, 1, 1] },
  },
  {
    title: 'two groups',
    x: [2, 4, 3, 3],
    weights: [6, 2, 2, 2],
    attributes: { group: 2, pads: [0, 1, 1, 0] },
  },
  {
    title: 'two groups, stride 2',
    x: [1, 4, 5, 4],
    weights: [2, 2, 3, 3],
    attributes: { group: 2, strides: [2, 2], pads: [1, 1, 1, 1] },
  },
  {
    title: 'depthwise, two kernels a channel',
    x: [2, 3, 4, 3],
    weights: [6, 1, 3, 3],
    attributes: { group: 3, pads: [1, 1, 1, 1] },
  },
  {
    title: 'same size, padding at the end',
    x: [1, 2, 5, 4],
    weights: [2, 2, 2, 2],
    attributes: { auto_pad: 'SAME_UPPER', strides: [2, 1] },
  },
  {
    title: 'same size, padding in front',
    x: [1, 2, 5, 4],
    weights: [2, 2, 2, 2],
    attributes: { auto_pad: 'SAME_LOWER', strides: [2, 1] },
  },
  { title: 'one axis', x: [2, 2, 7], weights: [3, 2, 3], attributes: { strides: [2], pads: [1, 0] } },
  { title: 'three axes', x: [1, 2, 3, 3, 2], weights: [2, 2, 2, 2, 2] },
  {
    title: 'three axes, stride 2, two groups',
    x: [1, 2, 5, 4, 3],
    weights: [2, 1, 3, 2, 2],
    attributes: { strides: [2, 2, 1], pads: [1, 0, 0, 1, 1, 1], group: 2 },
  },
  {
    title: 'valid windows',
    x: [1, 2, 5, 4],
    weights: [2, 2, 2, 3],
    attributes: { auto_pad: 'VALID', strides: [2, 1] },
  },
];

const transposed: readonly Setting[] = [
  { title: 'stride 1', x: [2, 2, 3, 3], weights: [2, 3, 3, 2] },
  {
    title: 'stride 2, padding, output padding',
    x: [1, 2, 3, 3],
    weights: [2, 2, 3, 3],
    attributes: { strides: [2, 2], pads: [1, 1, 0, 1], output_padding: [1, 0] },
  },
  {
    title: 'two groups, dilation',
    x: [1, 4, 3, 3],
    weights: [4, 3, 2, 2],
    attributes: { group: 2, dilations: [2, 1], pads: [1, 0, 0, 0] },
  },
  {
    title: 'one axis, stride 2',
    x: [2, 2, 4],
    weights: [2, 3, 3],
    attributes: { strides: [2], pads: [1, 0] },
  },
  { title: 'three axes', x: [1, 2, 2, 2, 3], weights: [2, 2, 2, 1, 2], attributes: { strides: [2, 1, 1] } },
  ...['SAME_UPPER', 'SAME_LOWER'].map((auto_pad) => ({
    title: `twice the size, ${auto_pad}`,
    x: [1, 2, 3, 2],
    weights: [2, 2, 3, 4],
    attributes: { strides: [2, 2], auto_pad },
  })),
  {
    title: 'valid windows, kernel smaller than its stride',
    x: [1, 2, 3, 2],
    weights: [2, 2, 1, 2],
    attributes: { strides: [2, 3], auto_pad: 'VALID' },
  },
  ...['NOTSET', 'SAME_UPPER', 'SAME_LOWER'].map((auto_pad) => ({
    title: `a stated output shape, ${auto_pad}`,
    x: [1, 2, 3, 2],
    weights: [2, 2, 3, 4],
    attributes: { strides: [2, 2], auto_pad, output_shape: [6, 5] },
  })),
  {
    title: 'a stated output shape and output padding',
    x: [1, 2, 3, 2],
    weights: [2, 2, 3, 4],
    attributes: { strides: [2, 2], output_shape: [6, 5], output_padding: [1, 1] },
  },
];

const cases = (rule: string, bias: (setting: Setting) => number) => (setting: Setting) =>
  ({
    rule,
    title: setting.title,
    inputs: [setting.x, setting.weights, [bias(setting)]],
    build: (g, x, weights, b) => g.add(rule, [x, weights, b], setting.attributes),
  }) satisfies GradientCase;

const groups = ({ attributes }: Setting) => (attributes?.group ?? 1) as number;

export const convolutionCases: readonly GradientCase[] = [
  ...settings.map(cases('Conv', ({ weights }) => weights[0])),
  ...transposed.map(cases('ConvTranspose', (setting) => setting.weights[1] * groups(setting))),
];
