import { describe, expect, test } from 'vitest';
import { learningRateAt, type Schedule } from '#passband/training/config/schedules.ts';

const base: Schedule = {
  schedule: 'constant',
  learningRate: 0.4,
  epochs: 10,
  warmupEpochs: 2,
  stepsPerEpoch: 5,
};
const rates = (schedule: Schedule) =>
  Array.from({ length: schedule.epochs * schedule.stepsPerEpoch }, (_, index) =>
    learningRateAt(schedule, index + 1),
  );

describe('learningRateAt', () => {
  test.each(['constant', 'step', 'cosine'] as const)(
    '%s rises linearly from 0 during the warm-up',
    (schedule) => {
      const warm = rates({ ...base, schedule });
      for (let step = 1; step <= 10; step++) expect(warm[step - 1]).toBeCloseTo(0.04 * step, 12);
      expect(warm[10]).toBe(0.4);
    },
  );

  test('a constant rate stays after the warm-up', () => {
    expect(new Set(rates(base).slice(9))).toEqual(new Set([0.4]));
  });

  test('without a warm-up the first step has the full rate', () => {
    for (const schedule of ['constant', 'step', 'cosine'] as const) {
      expect(learningRateAt({ ...base, schedule, warmupEpochs: 0 }, 1)).toBe(0.4);
    }
  });

  test('step divides by ten at half and at three quarters of what follows the warm-up', () => {
    const stepped = rates({ ...base, schedule: 'step' });
    expect(stepped.slice(10, 30)).toEqual(Array(20).fill(0.4));
    expect(stepped.slice(30, 40)).toEqual(Array(10).fill(0.4 * 0.1));
    expect(stepped.slice(40)).toEqual(Array(10).fill(0.4 * 0.01));
  });

  test('cosine falls from the full rate to near 0, with half of it in the middle', () => {
    const falling = rates({ ...base, schedule: 'cosine' }).slice(10);
    expect(falling[0]).toBe(0.4);
    expect(falling[20]).toBeCloseTo(0.2, 12);
    expect(falling[39]).toBeCloseTo(0.2 * (1 + Math.cos((Math.PI * 39) / 40)), 12);
    for (let step = 1; step < falling.length; step++) expect(falling[step]).toBeLessThan(falling[step - 1]);
  });

  test('a step outside the run is an error', () => {
    expect(() => learningRateAt(base, 0)).toThrow('step must be in 1 … 50, got 0');
    expect(() => learningRateAt(base, 51)).toThrow('step must be in 1 … 50, got 51');
  });
});
