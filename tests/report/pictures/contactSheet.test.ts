import { describe, expect, it } from 'vitest';
import { contactSheet, panelSize } from '#passband/report/pictures/contactSheet.ts';
import { resample } from '#passband/report/pictures/resample.ts';
import { svgText, textWidth } from '#passband/report/pictures/strokeFont.ts';
import { float32, type Tensor } from '#passband/tensor/tensor.ts';

const grey = (height: number, width: number, value: number) =>
  float32([1, height, width], new Float32Array(height * width).fill(value));

/** [red, green, blue] of a pixel. */
function at({ shape: [, height, width], data }: Tensor<'float32'>, y: number, x: number): number[] {
  return [0, 1, 2].map((channel) => data[(channel * height + y) * width + x]);
}

describe('panelSize', () => {
  it('enlarges small images by a whole factor', () => {
    expect(panelSize(32, 32)).toEqual([224, 224]);
    expect(panelSize(28, 28)).toEqual([224, 224]);
    expect(panelSize(40, 100)).toEqual([80, 200]);
    expect(panelSize(1, 1)).toEqual([224, 224]);
  });

  it('keeps what fits, and shrinks large images to 320 pixels', () => {
    expect(panelSize(200, 320)).toEqual([200, 320]);
    expect(panelSize(3000, 4000)).toEqual([240, 320]);
    expect(panelSize(2, 4000)).toEqual([1, 320]);
  });
});

describe('resample', () => {
  it('repeats pixels when it enlarges', () => {
    const image = float32([1, 1, 2], [0.25, 1]);
    expect([...resample(image, 2, 4).data]).toEqual([0.25, 0.25, 1, 1, 0.25, 0.25, 1, 1]);
  });

  it('takes means when it shrinks, or single pixels', () => {
    const image = float32([1, 2, 4], [0, 1, 0, 1, 1, 0, 1, 0]);
    expect([...resample(image, 1, 2).data]).toEqual([0.5, 0.5]);
    expect([...resample(image, 1, 2, { points: true }).data]).toEqual([0, 0]);
  });

  it('keeps the channels apart', () => {
    const image = float32([2, 1, 2], [0, 1, 0.5, 0.25]);
    expect(resample(image, 1, 2).data).toEqual(image.data);
    expect([...resample(image, 1, 1).data]).toEqual([0.5, 0.375]);
  });
});

describe('contactSheet', () => {
  const rows = [
    [
      { caption: 'original', image: grey(4, 4, 0.25) },
      { caption: 'LFC  r = 4', image: float32([3, 4, 4], new Float32Array(48).fill(0.75, 16, 32)) },
    ],
    [
      {
        caption: 'spectrum',
        image: grey(4, 4, 0.5),
        outlines: { centre: [2, 2], radii: [1], distance: 'l2' },
      },
    ],
  ] as const;
  const { image, overlay } = contactSheet(rows, { size: [80, 80], note: 'd ≤ r' });

  it('places the panels in rows and columns, grey and colour', () => {
    const [channels, height, width] = image.shape;
    expect([channels, width]).toEqual([3, 2 * 24 + 80 + 16 + 80]);
    expect(at(image, 24 + 22 + 40, 24 + 40)).toEqual([0.25, 0.25, 0.25]);
    expect(at(image, 24 + 22 + 40, 24 + 96 + 40)).toEqual([0, 0.75, 0]);
    const second = 24 + 22 + 80 + 18 + 22;
    expect(at(image, second + 40, 24 + 40)).toEqual([0.5, 0.5, 0.5]);
    expect(at(image, second + 40, 24 + 96 + 40)[0]).toBeGreaterThan(0.9);
    expect(height).toBeGreaterThan(second + 80);
  });

  it('has an overlay of its own size, a caption a panel and a cut-off in the middle of its bin', () => {
    expect(overlay).toContain(`width="${image.shape[2]}" height="${image.shape[1]}"`);
    expect(overlay.match(/<rect /g)).toHaveLength(3);
    expect(overlay).toContain('translate(50 50)');
    expect(overlay).toContain('<ellipse rx="20" ry="20"/>');
  });

  it('draws diamonds and squares for the other distances', () => {
    const drawn = (distance: 'l1' | 'linf') => {
      const outlines = { centre: [2, 2] as const, radii: [1], distance };
      const panel = { caption: '', image: grey(4, 4, 0.5), outlines };
      return contactSheet([[panel]], { size: [80, 80], note: '' }).overlay;
    };
    expect(drawn('l1')).toContain('M-20 0L0 -20L20 0L0 20Z');
    expect(drawn('linf')).toContain('<rect x="-20" y="-20" width="40" height="40"/>');
  });

  it('makes room for captions wider than their panels', () => {
    const panel = { caption: 'original  40 × 440', image: grey(440, 40, 0) };
    const sheet = contactSheet([[panel, panel]], { size: [320, 29], note: '' });
    expect(sheet.image.shape[2]).toBe(48 + 16 + 2 * Math.ceil(textWidth(panel.caption, 9)));
  });
});

describe('svgText', () => {
  it('has every letter that sheets need', () => {
    const needed = 'abcdefghijklmnopqrstuvwxyz0123456789 LFC HFC Euclidean = × ≤ < + − - . , : · e-7';
    expect(svgText(needed, { x: 0, y: 0, height: 9, colour: '#000' })).toContain('<path');
    expect(textWidth('mm', 9)).toBeGreaterThan(textWidth('ii', 9));
    expect(textWidth('ab', 18)).toBeCloseTo(2 * textWidth('ab', 9), 6);
  });

  it('names a letter that it lacks', () => {
    expect(() => textWidth('ß', 9)).toThrow("svgText: the font has no letter 'ß'");
  });
});
