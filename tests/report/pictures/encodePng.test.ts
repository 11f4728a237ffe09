import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { encodePng } from '#passband/report/pictures/encodePng.ts';
import { float32 } from '#passband/tensor/tensor.ts';

async function decode(bytes: Uint8Array) {
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  return { pixels: [...data], width: info.width, height: info.height };
}

describe('encodePng', () => {
  it('writes a colour image that sharp reads back pixel by pixel', async () => {
    const image = float32(
      [3, 2, 3],
      Array.from({ length: 18 }, (_, index) => (index * 14) / 255),
    );
    const { pixels, width, height } = await decode(encodePng(image));
    expect([width, height]).toEqual([3, 2]);
    const interleaved = [0, 1, 2, 3, 4, 5].flatMap((pixel) => [pixel, pixel + 6, pixel + 12]);
    expect(pixels).toEqual(interleaved.map((index) => index * 14));
  });

  it('writes a grey image as grey', async () => {
    const bytes = encodePng(float32([1, 1, 2], [0, 1]));
    expect((await sharp(bytes).metadata()).space).toBe('b-w');
    // sharp widens grey to three equal channels when it hands out raw pixels.
    const { pixels } = await decode(bytes);
    expect(pixels.filter((_, index) => index % (pixels.length / 2) === 0)).toEqual([0, 255]);
  });

  it('clips what lies outside [0, 1] and adds the offset first', async () => {
    const bytes = encodePng(float32([3, 1, 1], [-0.7, 0, 0.7]), { offset: 0.5 });
    expect((await decode(bytes)).pixels).toEqual([0, 128, 255]);
  });

  it('refuses two channels', () => {
    expect(() => encodePng(float32([2, 1, 1]))).toThrow(
      'encodePng: shape must be [1, h, w] or [3, h, w], got [2,1,1]',
    );
  });
});
