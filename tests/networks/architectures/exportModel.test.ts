import { describe, expect, it } from 'vitest';
import { buildNetwork } from '#passband/networks/architectures/buildNetwork.ts';
import { exportModel } from '#passband/networks/architectures/exportModel.ts';
import type { NetworkOptions } from '#passband/networks/architectures/network.ts';
import { seededRandom } from '#passband/tensor/random.ts';

const classes = ['bag', 'boot', 'naïve “shirt”'];
const network = (options: Partial<NetworkOptions> = {}) =>
  buildNetwork('six-conv', {
    classes: 3,
    shape: [3, 16, 16],
    batchNorm: true,
    random: seededRandom(1),
    ...options,
  });

describe('exportModel', () => {
  it('takes any number of images and carries class names and input convention', () => {
    const graph = exportModel(network(), { classes });
    expect(graph.inputs.get('images')).toEqual({ type: 'float32', shape: ['N', 3, 16, 16] });
    expect(graph.outputs.get('logits')).toEqual({ type: 'float32', shape: ['N', 3] });
    expect(graph.metadata).toEqual({
      'passband.network': 'six-conv',
      'passband.input': 'NCHW float32 RGB in [0, 1]',
      'passband.bounds': '[0,1]',
      'passband.classes': JSON.stringify(classes),
    });
  });

  it('says grey for one channel and the bounds it was given', () => {
    const { metadata } = exportModel(network({ shape: [1, 16, 16] }), { classes, bounds: [-1, 1] });
    expect(metadata['passband.input']).toBe('NCHW float32 grey in [-1, 1]');
    expect(metadata['passband.bounds']).toBe('[-1,1]');
  });

  it('refuses a network for training, a fixed batch and a wrong number of names', () => {
    expect(() => exportModel(network({ training: true }), { classes })).toThrow(
      'must be built for inference',
    );
    const dropout = network({ training: true, batchNorm: false, dropout: true });
    expect(() => exportModel(dropout, { classes })).toThrow('must be built for inference');
    expect(() => exportModel(network({ batch: 8 }), { classes })).toThrow(
      'any batch size, got one of 8 images',
    );
    expect(() => exportModel(network(), { classes: ['a'] })).toThrow(
      '3 logits need as many class names, got 1',
    );
  });
});
