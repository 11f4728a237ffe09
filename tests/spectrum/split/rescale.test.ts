import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { logMagnitude } from '#passband/spectrum/split/logMagnitude.ts';
import { rescale } from '#passband/spectrum/split/rescale.ts';
import { splitFrequencies } from '#passband/spectrum/split/splitFrequencies.ts';
import { float32 } from '#passband/tensor/tensor.ts';
import { largestGap, pixels } from '../../support/pixels.ts';

describe('rescale', () => {
  const images = float32([2, 2, 1, 2], [-0.5, 0.25, 2, 0, 0, -1, 0.5, 0.125]);

  it('none is the component itself', () => {
    expect(rescale(images, 'none')).toBe(images);
  });

  it('clip cuts at 0 and 1', () => {
    expect([...rescale(images, 'clip').data]).toEqual([0, 0.25, 1, 0, 0, 0, 0.5, 0.125]);
  });

  it('max divides each image by its own largest value over all channels, and keeps negative values', () => {
    expect([...rescale(images, 'max').data]).toEqual([-0.25, 0.125, 1, 0, 0, -2, 1, 0.25]);
  });

  it('max takes [c, h, w] for one image', () => {
    expect([...rescale(float32([2, 1, 2], [1, 2, 4, 0]), 'max').data]).toEqual([0.25, 0.5, 1, 0]);
  });

  it('max leaves an image alone whose largest value is below 1e-4', () => {
    const faint = float32([3, 1, 1, 2], [9e-5, -1, 1e-3, 0, 0, 0]);
    expect(rescale(faint, 'max').data).toEqual(Float32Array.of(9e-5, -1, 1, 0, 0, 0));
  });

  it('max survives a radius that leaves no HFC', () => {
    const { hfc } = splitFrequencies(pixels([1, 3, 32, 32], 1), 23);
    expect(rescale(hfc, 'max').data.every((value) => value === 0)).toBe(true);
  });

  it('shift adds a half', () => {
    expect([...rescale(images, 'shift').data]).toEqual([0, 0.75, 2.5, 0.5, 0.5, -0.5, 1, 0.625]);
  });

  it('leaves its argument as it was', () => {
    const before = [...images.data];
    for (const kind of ['clip', 'max', 'shift'] as const) rescale(images, kind);
    expect([...images.data]).toEqual(before);
  });
});

describe('logMagnitude', () => {
  const golden: { logMagnitude: { shape: number[]; seed: number; values: number[] }[] } = JSON.parse(
    readFileSync(new URL('../../golden/spectrum/split.json', import.meta.url), 'utf8'),
  );

  it.each(golden.logMagnitude)('of $shape is numpy’s ln(1 + |z|), centred', ({ shape, seed, values }) => {
    const result = logMagnitude(pixels(shape, seed));
    expect(result.shape).toEqual(shape);
    expect(largestGap(result.data, values)).toBeLessThan(1e-6);
  });
});
