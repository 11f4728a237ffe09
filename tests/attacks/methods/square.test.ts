import { describe, expect, it } from 'vitest';
import { attackSettings } from '#passband/attacks/attackSettings.ts';
import { halvings, square } from '#passband/attacks/methods/square.ts';
import { squares } from '#passband/attacks/methods/squares.ts';
import { norms } from '#passband/attacks/perturbation/norms.ts';
import { seededRandom } from '#passband/tensor/random.ts';

const shape = [3, 16, 12];
const size = 3 * 16 * 12;
const canvas = () => ({ shape, epsilon: 0.1, random: seededRandom('square') });

describe('the squares', () => {
  it('of L∞ begin as columns of one sign in each channel', () => {
    const delta = new Float64Array(size);
    squares.linf.start(delta, canvas());
    expect(new Set(delta.map(Math.abs))).toEqual(new Set([0.1]));
    for (let at = 0; at < size; at++) expect(delta[at]).toBe(delta[Math.floor(at / 192) * 192 + (at % 12)]);
  });

  it.each([0.8, 0.3, 0.05, 0.001])('of L∞ change one square that holds a share of %d', (share) => {
    const side = Math.min(12, Math.max(1, Math.round(Math.sqrt(share * 192))));
    const random = seededRandom('window');
    for (let round = 0; round < 50; round++) {
      const delta = new Float64Array(size);
      squares.linf.change(delta, share, { ...canvas(), random });
      for (let channel = 0; channel < 3; channel++) {
        const plane = delta.subarray(channel * 192, (channel + 1) * 192);
        const changed = [...plane.keys()].filter((at) => plane[at] !== 0);
        expect(changed.length).toBe(side * side);
        expect(new Set(changed.map((at) => plane[at])).size).toBe(1);
        const [rows, columns] = [changed.map((at) => Math.floor(at / 12)), changed.map((at) => at % 12)];
        for (const places of [rows, columns])
          expect(Math.max(...places) - Math.min(...places)).toBe(side - 1);
      }
    }
  });

  it('of L2 stay on the sphere, whatever is moved', () => {
    const { random, epsilon } = canvas();
    const delta = new Float64Array(size);
    squares.l2.start(delta, { shape, epsilon, random });
    expect(norms.l2.size(delta)).toBeCloseTo(epsilon, 12);
    for (const share of [0.8, 0.4, 0.1, 0.02, 0.001]) {
      const before = delta.slice();
      squares.l2.change(delta, share, { shape, epsilon, random });
      expect(norms.l2.size(delta)).toBeCloseTo(epsilon, 12);
      expect(delta).not.toEqual(before);
    }
  });

  it('of L2 take up what length is unused', () => {
    const delta = new Float64Array(size);
    squares.l2.change(delta, 0.1, canvas());
    // All of it is unused, a third for each channel.
    expect(norms.l2.size(delta)).toBeCloseTo(0.1, 12);
    expect(norms.l2.size(delta.subarray(0, 192))).toBeCloseTo(0.1 / Math.sqrt(3), 12);
  });
});

describe('the search', () => {
  it('halves its squares after 10, 50, 200, 1000, 2000, 4000, 6000 and 8000 of 10,000 steps', () => {
    const falls = Array.from({ length: 10_000 }, (_, step) => step).filter(
      (step) => step > 0 && halvings(step, 10_000) > halvings(step - 1, 10_000),
    );
    expect(falls).toEqual([11, 51, 201, 1001, 2001, 4001, 6001, 8001]);
    expect([halvings(0, 100), halvings(50, 100), halvings(99, 100)]).toEqual([0, 6, 8]);
  });

  it('goes on from the best perturbation so far, which never gets worse', () => {
    const settings = attackSettings({ method: 'square', epsilon: 0.1, steps: 300 });
    const image = new Float32Array(size).fill(0.5);
    const random = seededRandom('search');
    const walk = square.walk({ settings, norm: norms.linf, image, shape, bounds: [0, 1], random });
    // Raised by bright pixels above, dark ones below.
    const lossOf = (pixels: Float32Array) =>
      pixels.reduce((sum, pixel, at) => sum + (at % 192 < 96 ? pixel : -pixel), 0);
    const delta = new Float64Array(size);
    walk.start(delta);
    let best = -Infinity;
    const first = lossOf(image.map((pixel, at) => pixel + delta[at]));
    for (let step = 0; step < 300; step++) {
      const pixels = image.map((pixel, at) => pixel + delta[at]);
      const loss = lossOf(pixels);
      walk.next(delta, pixels, { loss, gradient: new Float32Array(0) });
      expect(lossOf(walk.best!())).toBe(Math.max(best, loss));
      best = Math.max(best, loss);
      const changed = delta.filter((value, at) => Math.fround(0.5 + value) !== walk.best!()[at]).length;
      expect(changed).toBeLessThanOrEqual(3 * 12 * 12);
    }
    // The largest possible is 0.1 for each pixel.
    expect(best).toBeGreaterThan(first + 0.6 * (0.1 * size - first));
  });
});
