import { describe, expect, it } from 'vitest';
import { summary } from '#passband/cli/training/summary.ts';
import type { ClassificationRow } from '#passband/training/tasks/classification/classification.ts';

const row: ClassificationRow = {
  epoch: 2,
  split: 'test',
  component: 'x',
  radius: null,
  loss: 0.4,
  accuracy: 0.856,
  correct: 856,
  n: 1000,
  elapsedMs: 0,
};
const lfc = { component: 'lfc', radius: 8, accuracy: 0.05, correct: 50 } as const;

describe('summary', () => {
  it('shows the last epoch with n and intervals, training beside test', () => {
    const rows: ClassificationRow[] = [
      { ...row, epoch: 1, accuracy: 0.1, correct: 100 },
      { ...row, split: 'running', accuracy: 0.9 },
      { ...row, split: 'train', accuracy: 0.97, correct: 1940, n: 2000 },
      row,
      { ...row, ...lfc },
    ];
    expect(summary(rows).map((line) => line.replaceAll('\u202f', ' '))).toEqual([
      '               training (n = 2,000)   test (n = 1,000)',
      '  x              97.0%                  85.6%   83.3 – 87.6',
      '  LFC  r = 8   –                         5.0%   3.8 – 6.5',
    ]);
  });

  it('shows reserve images beside the test images, after the last epoch that was measured', () => {
    const rows: ClassificationRow[] = [
      row,
      { ...row, ...lfc },
      { ...row, split: 'reserve', accuracy: 0.5, correct: 5000, n: 10_000 },
      { ...row, epoch: 3, split: 'running', accuracy: 0.9 },
    ];
    expect(summary(rows).map((line) => line.replaceAll('\u202f', ' ').trimEnd())).toEqual([
      '               training (n = 0)   test (n = 1,000)        reserve (n = 10,000)',
      '  x            –                    85.6%   83.3 – 87.6     50.0%   49.0 – 51.0',
      '  LFC  r = 8   –                     5.0%   3.8 – 6.5     –',
    ]);
  });

  it('is empty when nothing has been measured', () => {
    expect(summary([])).toEqual([]);
  });
});
