import { expect, it } from 'vitest';
import { rankings } from '../../web/answers/ranking.ts';
import { mostOften } from '../../web/lens/mostOften.ts';

it('counts the likeliest classes', () => {
  const logits = [
    [1, 2, 0],
    [0, 5, 1],
    [3, 0, 0],
    [0, 1, 0],
  ];
  expect(mostOften(rankings(Float32Array.from(logits.flat()), 3))).toEqual({ label: 1, share: 0.75 });
  expect(mostOften(rankings(Float32Array.of(0, 0, 1), 3))).toEqual({ label: 2, share: 1 });
});
