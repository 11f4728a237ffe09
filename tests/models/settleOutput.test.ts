import { describe, expect, it } from 'vitest';
import { settleOutput } from '#passband/models/settleOutput.ts';
import { float32 } from '#passband/tensor/tensor.ts';

const rows = (...values: readonly number[][]) => float32([values.length, values[0].length], values.flat());
const column = (...values: readonly number[]) => float32([values.length, 1], values);
const shares = [
  [0.2, 0.3, 0.5],
  [0.7, 0.1, 0.2],
  [0.1, 0.1, 0.8],
];
const times = (factor: number) => rows(...shares.map((row) => row.map((share) => share * factor)));

describe('what an output turns out to be', () => {
  it.each(['logits', 'probabilities'] as const)(
    'rows of one sum are probabilities in that unit: %s',
    (kind) => {
      expect(settleOutput(kind, times(1), 'y').settled).toEqual({ kind: 'probabilities', scale: 1 });
      const { settled, note } = settleOutput(kind, times(100), 'y');
      expect(settled).toEqual({ kind: 'probabilities', scale: 100 });
      expect(note).toBe(
        'the outputs are probabilities times 100, which is taken out, on every image tried; their logarithms are used as logits',
      );
      expect(settleOutput(kind, times(0.01), 'y').settled.scale).toBe(0.01);
      expect(settleOutput(kind, times(8), 'y').settled.scale).toBe(8);
    },
  );

  it('rows that are alike, or one alone, have a sum by chance', () => {
    const alike = rows([20, 30, 50], [20.01, 29.99, 50], [20, 30, 50]);
    expect(settleOutput('logits', alike, 'y')).toEqual({ settled: { kind: 'logits', scale: 1 }, note: null });
    expect(settleOutput('logits', rows([20, 30, 50]), 'y').settled.kind).toBe('logits');
    expect(settleOutput('logits', rows([0.2, 0.3, 0.5]), 'y').settled.kind).toBe('probabilities');
  });

  it('logits stay logits where they are negative, or add up to anything', () => {
    for (const logits of [rows([1, -1, 0], [-1, 0, 1]), rows([1, 2, 3], [4, 0, 6])]) {
      expect(settleOutput('logits', logits, 'y')).toEqual({
        settled: { kind: 'logits', scale: 1 },
        note: null,
      });
    }
  });

  it('what is computed from probabilities and is none is said to be scores or logits', () => {
    const sums = settleOutput('probabilities', rows([1.2, 0.3], [0.1, 0.2]), 'y');
    expect(sums.settled).toEqual({ kind: 'probabilities', scale: 1 });
    expect(sums.note).toMatch(/do not add up to the same number for each image; they are taken as scores/);
    const differences = settleOutput('probabilities', rows([0.2, -0.3], [0.1, 0.2]), 'y');
    expect(differences.settled).toEqual({ kind: 'logits', scale: 1 });
    expect(differences.note).toMatch(/some are negative; they are taken as logits/);
  });

  it('one number an image is a probability, a logit, or refused', () => {
    const many = column(0.1, 0.9, 0.3, 0.2, 0.8, 0.7, 0.6, 0.4);
    expect(settleOutput('probabilities', many, 'y')).toMatchObject({
      settled: { kind: 'probabilities' },
      note: null,
    });
    expect(settleOutput('logits', many, 'y').settled).toEqual({ kind: 'probabilities', scale: 1 });
    expect(settleOutput('logits', column(0.1, 0.9), 'y').settled.kind).toBe('logits');
    expect(settleOutput('probabilities', column(-0.5, 0.5), 'y').settled.kind).toBe('logits');
    expect(() => settleOutput('probabilities', column(0.5, 1.7), 'percent')).toThrow(
      "output 'percent' is one number an image, computed from probabilities, and goes up to 1.70: what stands for certainty is not known",
    );
    const percent = column(10, 90, 30, 20, 80, 70, 60, 40);
    expect(settleOutput('logits', percent, 'y')).toMatchObject({
      settled: { kind: 'logits' },
      note: expect.stringContaining('says the second class of every image tried'),
    });
    expect(settleOutput('logits', column(-1, 2, 3, 1, 1, 1, 1, 1), 'y').note).toBeNull();
  });
});
