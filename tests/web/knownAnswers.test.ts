import { describe, expect, it } from 'vitest';
import { knownAnswers } from '../../web/playground/learner/knownAnswers.ts';
import { whatIsSeen } from '../../web/playground/learner/whatIsSeen.ts';

const most = (shapes: number, grating: number, radius: number) =>
  knownAnswers({ shapes, grating, images: 500, seed: 0 }, radius).map((answer) => answer.most);

describe('knownAnswers', () => {
  it('allows each part what it tells: both on x, the shape on LFC, the grating on HFC', () => {
    expect(most(70, 95, 8)).toEqual([95, 70, 95]);
    expect(most(90, 10, 12)).toEqual([90, 90, 10]);
  });

  it('has gratings in LFC and nothing in HFC at 16 bins, and edges of shapes in HFC below 8', () => {
    expect(most(70, 95, 16)).toEqual([95, 95, 10]);
    expect(most(90, 10, 4)).toEqual([90, 90, 90]);
  });
});

describe('whatIsSeen', () => {
  const seen = (x: number, lfc: number, hfc: number) => {
    const of = (count: number) => ({ count, n: 100 });
    const none = of(0);
    const reliance = { x: of(x), lfc: of(lfc), hfc: of(hfc), decidedByHfc: none };
    return whatIsSeen({ ...reliance, followsSilhouette: none, followsGrating: none }, 8);
  };

  it('says which part tells a network more, at any cut-off', () => {
    expect(seen(12, 10, 9)).toMatch(/^It still guesses/);
    expect(seen(80, 75, 11)).toBe(
      'Low frequencies alone tell it more: right on 75% of low frequencies alone (r ≤ 8), on 11% of high ones alone, on 80% of whole images.',
    );
    expect(seen(80, 12, 61)).toMatch(/^High frequencies alone tell it more: right on 12%/);
    expect(seen(90, 42, 61)).toMatch(/^High frequencies alone tell it more/);
    expect(seen(90, 60, 62)).toMatch(/^Low or high frequencies alone tell it about as much/);
    expect(seen(60, 15, 12)).toMatch(/^It needs both parts together: /);
  });
});
