import { describe, expect, it } from 'vitest';
import { splitMethod } from '#passband/cli/split/splitMethod.ts';
import { partPanels, splitSheet } from '#passband/cli/split/splitSheet.ts';
import { float32 } from '#passband/tensor/tensor.ts';

/** A wave of `cycles` across a grey image. */
function wave(height: number, width: number, cycles: number) {
  const image = float32([1, height, width]);
  for (let at = 0; at < image.data.length; at++) {
    image.data[at] = 0.5 + 0.25 * Math.cos((2 * Math.PI * cycles * (at % width)) / width);
  }
  return image;
}

describe('splitSheet', () => {
  it('looks at a small radius through a window around zero frequency', () => {
    const image = wave(64, 64, 2);
    const method = splitMethod({ method: 'fourier', radius: '4' });
    const { image: sheet } = splitSheet(image, [], method);
    const [, , width] = sheet.shape;
    // 16 × 16 bins, each 12 pixels wide; the note below keeps the sheet wider than its one column.
    const bin = (u: number, v: number) => {
      const y = 24 + 22 + 192 + 18 + 22 + (8 + u) * 12 + 6;
      return sheet.data[y * width + 24 + (8 + v) * 12 + 6];
    };
    const bright = [];
    for (let u = -8; u < 8; u++) for (let v = -8; v < 8; v++) if (bin(u, v) > 0.9) bright.push([u, v]);
    expect(bright).toEqual([
      [0, -2],
      [0, 0],
      [0, 2],
    ]);
  });

  it('says how much the spectrum is enlarged, and that all of it is shown by leaving that out', () => {
    const near = splitSheet(wave(64, 64, 2), [], splitMethod({ method: 'fourier', radius: '4' }));
    const far = splitSheet(wave(64, 64, 2), [], splitMethod({ method: 'fourier', radius: '4,24' }));
    expect(near.overlay).not.toBe(far.overlay);
    const paths = (overlay: string) => overlay.match(/<path /g)!.length;
    // "spectrum × 4" has two letters more than "spectrum"; spaces draw nothing.
    expect(paths(near.overlay)).toBe(paths(far.overlay) + 2);
    expect(far.overlay.match(/<ellipse /g)).toHaveLength(2);
  });

  it('shows the high part of a large image by single pixels, which means would turn grey', () => {
    const image = wave(640, 640, 320);
    const method = splitMethod({ method: 'fourier', radius: '16' });
    const [cut] = method.cuts;
    const { low, high } = partPanels(method, cut, cut.split(image));
    expect(high.image.shape).toEqual([1, 320, 320]);
    expect(Math.abs(high.image.data[0] - 0.5)).toBeCloseTo(0.25, 4);
    expect(low.image.data[0]).toBeCloseTo(0.5, 4);
  });
});
