import { describe, expect, it } from 'vitest';
import { fourierBasis } from '#passband/spectrum/transform/fourierBasis.ts';

describe('fourierBasis', () => {
  it.each([1, 2, 5, 8, 31, 32])('of length %i is orthonormal', (length) => {
    const { data } = fourierBasis(length);
    for (let i = 0; i < length; i++) {
      for (let j = 0; j < length; j++) {
        let product = 0;
        for (let x = 0; x < length; x++) product += data[i * length + x] * data[j * length + x];
        expect(product).toBeCloseTo(i === j ? 1 : 0, 6);
      }
    }
  });

  it('has the constant at floor(n / 2), cosines after it and sines before it', () => {
    const { data } = fourierBasis(5);
    for (let x = 0; x < 5; x++) {
      expect(data[2 * 5 + x]).toBeCloseTo(Math.sqrt(1 / 5), 6);
      expect(data[4 * 5 + x]).toBeCloseTo(Math.sqrt(2 / 5) * Math.cos((4 * Math.PI * x) / 5), 6);
      expect(data[5 + x]).toBeCloseTo(Math.sqrt(2 / 5) * Math.sin((2 * Math.PI * x) / 5), 6);
    }
  });
});
