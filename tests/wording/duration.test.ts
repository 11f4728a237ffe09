import { describe, expect, it } from 'vitest';
import { duration, roughTime } from '#passband/wording/duration.ts';

describe('duration', () => {
  it('shows minutes and seconds, and hours where there are any', () => {
    expect([0, 45_000, 725_000, 11_240_000].map(duration)).toEqual(['0:00', '0:45', '12:05', '3:07:20']);
  });
});

describe('roughTime', () => {
  it('counts seconds, then minutes, then hours', () => {
    expect([0.2, 45, 89, 91, 7_140, 7_200, 17_600, 189_000].map(roughTime)).toEqual([
      '1 second',
      '45 seconds',
      '89 seconds',
      '2 minutes',
      '119 minutes',
      '2 hours',
      '4.9 hours',
      '53 hours',
    ]);
  });
});
