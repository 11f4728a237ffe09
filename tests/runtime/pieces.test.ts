import { describe, expect, it } from 'vitest';
import { piecesOf } from '#passband/runtime/pieces.ts';

const cut = (count: number, threads: number, large = 25, small = 5) =>
  piecesOf(count, { threads, large, small });

describe('piecesOf', () => {
  it('covers every image once, whatever the numbers', () => {
    for (let count = 0; count < 120; count += 7) {
      for (const threads of [1, 2, 3, 8]) {
        const seen = cut(count, threads).flatMap(({ start, end }) =>
          Array.from({ length: end - start }, (_, index) => start + index),
        );
        expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, index) => index));
      }
    }
  });

  it('gives each thread the same, and leaves fewer places empty than a small piece has', () => {
    for (const count of [1, 5, 26, 49, 50, 97, 100]) {
      const places = cut(count, 2).reduce((sum, { size }) => sum + size, 0);
      expect(places).toBeLessThan(count + 2 * 5);
    }
    expect(cut(104, 2).map(({ start, end, size }) => [start, end, size])).toEqual([
      [0, 25, 25],
      [25, 50, 25],
      [52, 77, 25],
      [77, 102, 25],
      [50, 52, 5],
      [102, 104, 5],
    ]);
  });

  it('takes a large piece where small ones would have as many places', () => {
    expect(cut(21, 1).map(({ size }) => size)).toEqual([25]);
    expect(cut(18, 1).map(({ size }) => size)).toEqual([5, 5, 5, 5]);
  });

  it('with one size makes pieces of that size', () => {
    expect(cut(9, 1, 4, 4).map(({ start, end }) => end - start)).toEqual([4, 4, 1]);
  });
});
