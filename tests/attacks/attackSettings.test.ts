import { describe, expect, it } from 'vitest';
import { attackSettings, attackSettingsSchema, type GivenAttack } from '#passband/attacks/attackSettings.ts';
import { methodNames } from '#passband/attacks/methods/methods.ts';

describe('attackSettings', () => {
  it('fills in what the method does where nothing is said', () => {
    expect(attackSettings({ method: 'pgd', epsilon: 0.1, steps: 5 })).toEqual({
      method: 'pgd',
      norm: 'linf',
      epsilon: 0.1,
      loss: 'cross-entropy',
      steps: 5,
      stepSize: 0.05,
      schedule: 'constant',
      momentum: 0,
      randomStart: true,
      restarts: 1,
      target: 'none',
      squareShare: 0,
      band: null,
    });
    expect(attackSettings({ method: 'fgsm', epsilon: 0.1 })).toMatchObject({ steps: 1, stepSize: 0.1 });
    expect(attackSettings({ method: 'apgd', epsilon: 0.1 })).toMatchObject({ stepSize: 0.2, momentum: 0.75 });
    expect(attackSettings({ method: 'square', epsilon: 0.1 })).toMatchObject({
      loss: 'margin',
      squareShare: 0.8,
    });
  });

  it('keeps what was said, down to the parts of a band', () => {
    const band = { radius: 8, keep: 'low' } as const;
    expect(attackSettings({ method: 'pgd', epsilon: 0.1, stepSize: 0.01, band })).toMatchObject({
      stepSize: 0.01,
      band: { ...band, distance: 'l2', boundary: 'inclusive' },
    });
  });

  it('is a record that JSON carries and that is read back as it was', () => {
    const settings = attackSettings({ method: 'apgd', epsilon: 8 / 255, loss: 'dlr' });
    expect(attackSettingsSchema.parse(JSON.parse(JSON.stringify(settings)))).toEqual(settings);
  });

  it.each<[object, string]>([
    [{ epsilon: -1 }, 'epsilon must be a number ≥ 0, got -1'],
    [{ epsilon: Number.NaN }, 'epsilon must be a number ≥ 0, got NaN'],
    [{ epsilon: Infinity }, 'epsilon must be a number ≥ 0, got Infinity'],
    [{ method: 'cw' }, `method must be one of ${methodNames.join(', ')}, got cw`],
    [{ steps: 0.5 }, 'steps must be a whole number ≥ 0, got 0.5'],
    [{ steps: 0, stepSize: 1 }, 'steps must be ≥ 1, got 0'],
    [{ stepSize: -0.1 }, 'stepSize must be a number ≥ 0, got -0.1'],
    [{ restarts: 0 }, 'restarts must be a whole number ≥ 1, got 0'],
    [{ restarts: 1e8 }, 'restarts must be ≤ 10000, got 100000000'],
    [{ steps: 1e15 }, 'steps must be ≤ 1000000, got 1000000000000000'],
    [{ band: { radius: -1, keep: 'low' } }, 'band radius must be a number ≥ 0, got -1'],
    [{ band: { radius: 8, keep: 'middle' } }, 'band keep must be one of low, high, got middle'],
    [{ method: 'fgsm', steps: 2 }, 'fgsm has 1 step, got 2'],
    [{ method: 'square', loss: 'dlr' }, 'square has the loss margin, got dlr'],
    [{ method: 'noise', steps: 3 }, 'noise has no steps (restarts are its draws), got 3'],
    [
      { randomStart: false, restarts: 3 },
      'restarts without a random start or a random target repeat the first; must be 1, got 3',
    ],
  ])('of %o it says what is wrong', (given, message) => {
    expect(() => attackSettings({ method: 'pgd', epsilon: 0.1, ...given } as GivenAttack)).toThrow(
      `attackSettings: ${message}`,
    );
  });
});
