import { expect, it } from 'vitest';
import { firstLayer, firstLayerSchema } from '#passband/audit/kernels/firstLayer.ts';
import { GraphBuilder } from '#passband/onnx/build/builder.ts';
import { kernelSpectrum } from '#passband/spectrum/kernels/kernelSpectrum.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32, sizeOf } from '#passband/tensor/tensor.ts';

/** A convolution with these weights, and nothing else. */
function convolution(shape: number[], data?: ArrayLike<number>) {
  const random = seededRandom('first layer');
  const weights = float32(shape, data ?? Array.from({ length: sizeOf(shape) }, () => random.normal()));
  const g = new GraphBuilder('first');
  const images = g.input('images', 'float32', ['batch', shape[1], 32, 32]);
  g.output(g.add('Conv', [images, g.initializer('w', weights)], { kernel_shape: shape.slice(2) }), 'logits');
  return { graph: g.build(), weights };
}

it('has the layer’s kernels, and how smooth they are', () => {
  const { graph, weights } = convolution([4, 3, 3, 3]);
  const layer = firstLayer(graph);
  expect(firstLayerSchema.parse(JSON.parse(JSON.stringify(layer)))).toEqual(layer);
  const { share, spread } = kernelSpectrum(weights);
  expect(layer).toMatchObject({ shape: [4, 3, 3, 3], smoothness: share });
  expect(layer.spread.quartiles).toEqual([...spread.quartiles]);
  expect(layer.weights).toHaveLength(4 * 27);
  layer.weights.forEach((weight, at) => {
    expect(weight).toBeCloseTo(weights.data[at], 3);
  });
});

it('keeps the weights of 64 channels, and measures all', () => {
  const { graph, weights } = convolution([70, 1, 3, 3]);
  const layer = firstLayer(graph);
  expect(layer.shape).toEqual([70, 1, 3, 3]);
  expect(layer.weights).toHaveLength(64 * 9);
  expect(layer.smoothness).toBe(kernelSpectrum(weights).share);
});

it('of a 1×1 kernel the power is flat', () => {
  const layer = firstLayer(convolution([1, 1, 1, 1], [0.5]).graph);
  expect(layer.smoothness).toBeCloseTo(827 / 1024);
  expect(new Set(layer.power)).toEqual(new Set([0.25]));
});

it('refuses a kernel with gaps, whose spectrum is another one', () => {
  const { graph } = convolution([4, 3, 3, 3]);
  const nodes = graph.nodes.map((node) => ({
    ...node,
    attributes: node.op === 'Conv' ? { ...node.attributes, dilations: [2, 2] } : node.attributes,
  }));
  expect(() => firstLayer({ ...graph, nodes })).toThrow(
    'must have kernels without gaps, its dilations are [2,2]',
  );
});

it('refuses weights that are all zero, which let nothing through', () => {
  expect(() => firstLayer(convolution([1, 1, 3, 3], new Float32Array(9)).graph)).toThrow(
    'weights must not all be zero',
  );
});
