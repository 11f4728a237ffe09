import { describe, expect, it } from 'vitest';
import { assumedConvention } from '#passband/models/normalisation/assumedConvention.ts';
import type { KnownData } from '#passband/models/normalisation/commonConventions.ts';
import { knownStatistics } from '#passband/models/normalisation/knownStatistics.ts';
import { likelyConventions } from '#passband/models/normalisation/likelyConventions.ts';
import { innerNormalisation } from '#passband/models/preflight/innerNormalisation.ts';
import { GraphBuilder } from '#passband/onnx/build/builder.ts';
import { type ElementType, float32 } from '#passband/tensor/tensor.ts';

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

describe('likelyConventions', () => {
  const g = new GraphBuilder('model');
  g.output(g.add('Relu', [g.input('pixels', 'float32', ['N', 3, 32, 32])]), 'y');
  const model = g.build();
  const likely = (data: KnownData | null, image: Shape = [3, 32, 32]) =>
    likelyConventions(model, { image, layout: 'NCHW', classes: 10, inner: [], data }).map(
      ({ names }) => names,
    );

  it('has the data set’s own statistics and plain pixels before those of others', () => {
    const [own, plain, general, others] = likely('CIFAR-10');
    expect(own).toEqual(['CIFAR-10', 'CIFAR-10 (std 0.2)']);
    expect(plain).toEqual(['pixels 0–1']);
    expect(general).toEqual(['pixels 0–255', 'mean and std 0.5']);
    expect(others).toContain('ImageNet');
    expect(likely(null)[0]).toEqual(['pixels 0–1']);
    expect(likely(null, [3, 224, 224])[0]).toEqual(['ImageNet']);
  });

  it('knows a data set by its name, or by its mean', () => {
    const filled = (...values: number[]) =>
      float32(
        [4, values.length, 2, 2],
        Float32Array.from(
          { length: 16 * values.length },
          (_, at) => values[Math.floor(at / 4) % values.length],
        ),
      );
    expect(knownStatistics('cifar-10', filled(0.3, 0.3, 0.3))).toBe('CIFAR-10');
    expect(knownStatistics('photos', filled(0.495, 0.48, 0.45))).toBe('CIFAR-10');
    expect(knownStatistics('photos', filled(0.485, 0.456, 0.406))).toBe('ImageNet');
    expect(knownStatistics('photos', filled(0.13))).toBe('MNIST');
    expect(knownStatistics('photos', filled(0.5, 0.2, 0.2))).toBeNull();
  });
});
