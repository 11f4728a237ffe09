import { describe, expect, it } from 'vitest';
import { parseEpsilon } from '#passband/attacks/parseEpsilon.ts';
import { type AttackFlags, attackFlags } from '#passband/cli/attack/attackFlags.ts';
import { epsilonsOf } from '#passband/cli/terminal/flagKinds.ts';
import { readFlags } from '#passband/cli/terminal/flags.ts';
import { flagsOf, requestOf } from '#passband/workflows/common/requestOf.ts';

describe('the request that a record keeps', () => {
  it('is what one would have typed', () => {
    const settings = { dataset: 'planted', limit: 60, radius: [4, 8], layout: undefined };
    expect(requestOf(['model.onnx'], settings)).toEqual({
      models: ['model.onnx'],
      flags: { dataset: 'planted', limit: '60', radius: '4,8' },
    });
  });

  it('is read back as the same settings', () => {
    const settings = {
      ...{ dataset: 'planted', limit: 60, range: [-1, 1], mean: [0.5, 0.25, 1], std: [2], channels: 'BGR' },
      ...{ method: 'pgd', epsilon: [parseEpsilon('2/255'), parseEpsilon('0.0314')], stepSize: 2 / 255 },
      ...{ randomStart: false, band: 8, keep: 'high', preset: 'paper', seed: 3 },
    } as const;
    const flags: AttackFlags = flagsOf(settings);
    expect(flags).toMatchObject({ epsilon: '2/255,0.0314', randomStart: false, mean: '0.5,0.25,1' });
    const { epsilon, ...values } = readFlags(attackFlags, flags);
    expect({ ...values, epsilon: epsilonsOf(epsilon, 'linf') }).toEqual(settings);
  });
});
