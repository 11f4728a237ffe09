import { describe, expect, it } from 'vitest';
import { assumedConvention } from '#passband/models/normalisation/assumedConvention.ts';
import { innerNormalisation } from '#passband/models/preflight/innerNormalisation.ts';
import { GraphBuilder } from '#passband/onnx/build/builder.ts';
import type { ElementType } from '#passband/tensor/tensor.ts';

type Shape = readonly [number, number, number];

/** What is assumed of a model that only says its input. */
function assumed(
  image: Shape,
  {
    classes = 10,
    layout = 'NCHW',
    type = 'float32',
    before,
  }: {
    readonly classes?: number;
    readonly layout?: 'NCHW' | 'NHWC';
    readonly type?: ElementType;
    readonly before?: readonly [op: string, constant: number];
  } = {},
) {
  const g = new GraphBuilder('model');
  let x = g.input('pixels', type, ['N', ...image]);
  if (before) x = g.add(before[0], [x, g.scalar(before[1])]);
  if (type === 'float32') g.output(g.add('Relu', [x]), 'y');
  else g.output(g.add('Cast', [x], { to: 1 }), 'y');
  const graph = g.build();
  return assumedConvention(graph, { image, layout, classes, inner: innerNormalisation(graph, 'pixels') });
}

describe('assumedConvention', () => {
  it('is the training set’s where size and classes name one', () => {
    expect(assumed([3, 32, 32])).toMatchObject({ name: 'CIFAR-10' });
    expect(assumed([3, 32, 32], { classes: 100 })).toMatchObject({ name: 'CIFAR-100' });
    expect(assumed([3, 224, 224], { classes: 7 })).toMatchObject({ name: 'ImageNet' });
  });

  it('is −1 to 1 for large images with their channels last', () => {
    const { name, convention } = assumed([3, 224, 224], { layout: 'NHWC' });
    expect([name, convention.layout]).toEqual(['mean and std 0.5', 'NHWC']);
  });

  it('is the plainest elsewhere', () => {
    expect(assumed([3, 32, 32], { classes: 11 })).toMatchObject({ name: 'pixels 0–1' });
    const grey = assumed([1, 28, 28]);
    expect([grey.name, grey.convention.channels]).toEqual(['pixels 0–1', 'grey']);
  });

  it('leaves out what a model does itself, and says which node does it', () => {
    expect(assumed([3, 224, 224], { before: ['Sub', 0.45] }).name).toBe('pixels 0–1');
    expect(assumed([3, 224, 224], { before: ['Mul', 1 / 255] }).name).toBe('pixels 0–255');
    expect(assumed([3, 224, 224], { before: ['Sub', 127.5] }).name).toBe('pixels 0–255');
    expect(assumed([3, 224, 224], { before: ['Div', 255] }).reason).toMatch(/itself \(‘.+’\)/);
  });

  it('is bytes for an input of whole numbers', () => {
    expect(assumed([3, 224, 224], { type: 'uint8' })).toMatchObject({ name: 'pixels 0–255' });
  });
});
