import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fourierWave } from '#passband/spectrum/transform/fourierWave.ts';
import { energy, largestGap } from '../../support/pixels.ts';

const golden: { waves: { height: number; width: number; u: number; v: number; values: number[] }[] } =
  JSON.parse(readFileSync(new URL('../../golden/spectrum/measures.json', import.meta.url), 'utf8'));

describe('fourierWave', () => {
  it.each(golden.waves)(
    'is numpy’s basis vector of ($u, $v) at $height × $width',
    ({ height, width, u, v, values }) => {
      expect(largestGap(fourierWave(height, width, u, v), values)).toBeLessThan(2e-9);
    },
  );

  it.each([
    [32, 32],
    [31, 28],
    [5, 12],
  ])('has norm 1 and, but for the zero frequency, mean 0 at %i × %i', (height, width) => {
    for (let u = -Math.floor(height / 2); u < height / 2; u++) {
      for (let v = -Math.floor(width / 2); v < width / 2; v++) {
        const wave = fourierWave(height, width, u, v);
        expect(Math.abs(energy(wave) - 1)).toBeLessThan(1e-12);
        const sum = wave.reduce((total, value) => total + value, 0);
        if (u !== 0 || v !== 0) expect(Math.abs(sum)).toBeLessThan(1e-10);
      }
    }
  });
});
