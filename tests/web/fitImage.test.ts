import { describe, expect, it } from 'vitest';
import { areaMean, type PixelRows } from '../../web/image/areaMean.ts';
import { fitImage } from '../../web/image/fitImage.ts';

/** An image whose red is `value(x, y)`, green 255, blue 0. */
function rows(width: number, height: number, value: (x: number, y: number) => number): PixelRows {
  return {
    width,
    height,
    row: (y) =>
      Uint8ClampedArray.from({ length: 4 * width }, (_, at) =>
        at % 4 === 0 ? value(at >> 2, y) : at % 4 === 2 ? 0 : 255,
      ),
  };
}

const whole = ({ width, height }: PixelRows) => ({ left: 0, top: 0, width, height });

describe('areaMean', () => {
  it('leaves an image of the same size as it is', () => {
    const source = rows(5, 3, (x, y) => 10 * x + 50 * y);
    const { shape, data } = areaMean(source, whole(source), 3, 5);
    expect(shape).toEqual([3, 3, 5]);
    expect(data[7]).toBeCloseTo((20 + 50) / 255, 6);
    expect(data[15]).toBe(1);
    expect(data[30]).toBe(0);
  });

  it('gives each new pixel the mean of the area that it covers, edges by their share', () => {
    const source = rows(3, 2, (x) => [0, 90, 240][x]);
    const { data } = areaMean(source, whole(source), 1, 2);
    expect(data[0] * 255).toBeCloseTo((0 + 90 / 2) / 1.5, 4);
    expect(data[1] * 255).toBeCloseTo((90 / 2 + 240) / 1.5, 4);
  });

  it('keeps the mean of the image, whatever the sizes', () => {
    const source = rows(17, 13, (x, y) => (37 * x + 101 * y) % 256);
    const mean = (data: Float32Array, count: number) =>
      data.subarray(0, count).reduce((a, b) => a + b, 0) / count;
    const before = mean(areaMean(source, whole(source), 13, 17).data, 13 * 17);
    for (const [height, width] of [
      [4, 5],
      [1, 1],
      [32, 40],
    ]) {
      const after = areaMean(source, whole(source), height, width).data;
      expect(mean(after, height * width)).toBeCloseTo(before, 5);
    }
  });
});

const proportions = Array.from({ length: 60 }, (_, at) => 1 + 5 * at).flatMap((size) => [
  [size, 300],
  [300, size],
  [size, size + 1],
]);

describe('fitImage', () => {
  it('cuts the middle out for a model', () => {
    const source = rows(8, 2, (x) => 30 * x);
    const { shape, data } = fitImage(source, { channels: 3, height: 2, width: 2 });
    expect(shape).toEqual([3, 2, 2]);
    expect(Array.from(data.subarray(0, 2), (value) => Math.round(value * 255))).toEqual([90, 120]);
  });

  it.each([28, 32, 96, 224])('stays inside images of any proportions, for models of %i pixels', (side) => {
    for (const [width, height] of [[425, 640], ...proportions]) {
      const white = new Uint8ClampedArray(4 * width).fill(255);
      const { data } = fitImage(
        { width, height, row: () => white },
        { channels: 3, height: side, width: side },
      );
      expect(
        data.every((value) => Math.abs(value - 1) < 1e-6),
        `${width} × ${height}`,
      ).toBe(true);
    }
  });

  it('gives grey models the luma', () => {
    const { shape, data } = fitImage(
      rows(4, 4, () => 255),
      { channels: 1, height: 2, width: 2 },
    );
    expect(shape).toEqual([1, 2, 2]);
    expect(data[0]).toBeCloseTo(0.299 + 0.587, 6);
  });

  it('only ever shrinks an image that no model sees, and keeps its proportions', () => {
    const source = rows(300, 100, () => 0);
    expect(fitImage(source, { longest: 1024 }).shape).toEqual([3, 100, 300]);
    expect(fitImage(source, { longest: 30 }).shape).toEqual([3, 10, 30]);
    expect(
      fitImage(
        rows(500, 1, () => 0),
        { longest: 20 },
      ).shape,
    ).toEqual([3, 1, 20]);
  });
});
