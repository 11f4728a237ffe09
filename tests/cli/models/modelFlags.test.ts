import { describe, expect, it } from 'vitest';
import { type ModelFlags, modelFlags } from '#passband/cli/models/modelFlags.ts';
import { readFlags } from '#passband/cli/terminal/flags.ts';
import { givenConvention } from '#passband/workflows/models/modelSettings.ts';

const modelSettings = (flags: ModelFlags) => readFlags(modelFlags, flags);

describe('the flags of a command that opens a model', () => {
  it('become values', () => {
    const flags = {
      dataset: 'mnist',
      imageSize: '32',
      limit: '8',
      mean: '0.5,0.25,1',
      layout: 'NHWC',
      seed: '0',
    };
    expect(modelSettings(flags)).toEqual({
      ...{ dataset: 'mnist', imageSize: 32, limit: 8, mean: [0.5, 0.25, 1], layout: 'NHWC', seed: 0 },
    });
  });

  it.each<[string, ModelFlags]>([
    ['--mean must be one number, or one a channel, with commas between them, got 0.5,x', { mean: '0.5,x' }],
    ['--std must be positive: one number, or one a channel, with commas between them, got 0', { std: '0' }],
    ['--range must be two numbers, the lower first, with commas between them, got 1,0', { range: '1,0' }],
    ['--limit must be a whole number ≥ 1, got 0', { limit: '0' }],
    ['--seed must be a whole number ≥ 0, got 0.5', { seed: '0.5' }],
  ])('%s', (message, flags) => {
    expect(() => modelSettings(flags)).toThrow(message);
  });

  it('state range, mean and std together', () => {
    expect(givenConvention(modelSettings({ layout: 'NCHW' }))).toEqual({ layout: 'NCHW' });
    expect(givenConvention(modelSettings({ range: '-1,1' }))).toEqual({
      range: [-1, 1],
      mean: [0],
      std: [1],
    });
    expect(givenConvention(modelSettings({ std: '2' }))).toEqual({ range: [0, 1], mean: [0], std: [2] });
  });
});
