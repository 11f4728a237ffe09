import ort from 'onnxruntime-node';
import { expandBatchNorm } from '#passband/layout/expandBatchNorm.ts';
import type { GraphBuilder } from '#passband/onnx/build/builder.ts';
import type { Attributes, Value } from '#passband/onnx/graph/graph.ts';
import { blockSize } from '#passband/runtime/blockSize.ts';
import { type GradientCase, positive } from './gradientCase.ts';

const domain = 'com.microsoft.nchwc';
const block = await blockSize(ort);

/** A case whose graph says how many channels make a block, as the layout pass does. */
const blocked = (op: string, rest: Omit<GradientCase, 'rule'>): GradientCase => ({
  ...rest,
  rule: `${domain}:${op}`,
  build: (g, ...inputs) => {
    g.describe({ 'passband.block': String(block) });
    return rest.build(g, ...inputs);
  },
});

const add = (g: GraphBuilder, op: string, inputs: readonly Value[], attributes: Attributes = {}) =>
  g.add(op, inputs, attributes, { domain });

const windows = (size: number, stride: number, pad: number): Attributes => ({
  kernel_shape: [size, size],
  strides: [stride, stride],
  pads: [pad, pad, pad, pad],
  dilations: [1, 1],
});

const cases: readonly GradientCase[] = [
  blocked('ReorderInput', {
    title: 'pixels to blocks',
    inputs: [[2, 16, 2, 2]],
    build: (g, x) => add(g, 'ReorderInput', [x]),
  }),
  blocked('ReorderOutput', {
    title: 'blocks to pixels',
    inputs: [[2, 16, 2, 2]],
    build: (g, x) => add(g, 'ReorderOutput', [x], { channels: 16 }),
  }),
  blocked('Conv', {
    title: '3×3, padding 1, bias',
    inputs: [[2, 16, 4, 4], [16, 16, 3, 3], [16]],
    build: (g, ...inputs) => add(g, 'Conv', inputs, { ...windows(3, 1, 1), group: 1 }),
  }),
  blocked('Conv', {
    title: '3×3, stride 2',
    inputs: [
      [1, 16, 4, 4],
      [16, 16, 3, 3],
    ],
    build: (g, ...inputs) => add(g, 'Conv', inputs, { ...windows(3, 2, 1), group: 1 }),
  }),
  blocked('AveragePool', {
    title: '2×2 side by side',
    inputs: [[1, 16, 4, 4]],
    build: (g, x) => add(g, 'AveragePool', [x], { ...windows(2, 2, 0), count_include_pad: 0 }),
  }),
  blocked('GlobalAveragePool', {
    title: 'images',
    inputs: [[2, 16, 3, 2]],
    build: (g, x) => add(g, 'GlobalAveragePool', [x]),
  }),
  {
    ...blocked('BatchNormalization', {
      title: 'batch statistics in blocks',
      inputs: [[2, 16, 2, 2], positive([16]), [16]],
      build: (g, x, scale, bias) => {
        const stored = ['mean', 'variance'].map((name) => g.initializer(name, positive([16], name)));
        const attributes = { training_mode: 1, momentum: 0, epsilon: 1e-3 };
        return g.addMany('BatchNormalization', [x, scale, bias, ...stored], 3, attributes, {
          domain: 'passband',
        })[0];
      },
      lower: expandBatchNorm,
    }),
    rule: 'passband:BatchNormalization',
  },
];

/** Empty on a processor without a blocked layout, where no graph of ours uses it. */
export const blockedCases: readonly GradientCase[] = block > 1 ? cases : [];
