import { describe, expect, it } from 'vitest';
import { readImage } from '#passband/data/images/imageFile.ts';
import { kernelSheet } from '#passband/report/pictures/kernelSheet.ts';
import { strokedText } from '#passband/report/pictures/strokedText.ts';
import { figureSvg } from '#passband/report/study/figures/figureSvg.ts';
import { svgPng } from '#passband/report/study/figures/svgPng.ts';
import { tensor } from '#passband/tensor/tensor.ts';
import { parseXml } from '../../../support/parseXml.ts';
import { bandsFigure, barsFigure } from '../exampleStudy.ts';
import { hostileFigure } from '../hostile.ts';

const sizeOf = (svg: string) =>
  svg
    .match(/width="(\d+)" height="(\d+)"/)!
    .slice(1)
    .map(Number);

describe('svgPng', () => {
  it('draws two pixels for each of the SVG, on white, the same each time', async () => {
    const { svg } = figureSvg(barsFigure(), { seeds: 1 });
    const png = await svgPng(svg);
    expect(await svgPng(svg)).toEqual(png);
    const { shape, data } = await readImage(png);
    const [width, height] = sizeOf(svg);
    expect(shape).toEqual([1, 3, 2 * height, 2 * width]);
    const area = 4 * width * height;
    expect([data[0], data[area], data[2 * area]]).toEqual([1, 1, 1]);
    expect(data.some((pixel) => pixel < 0.3)).toBe(true);
  });

  it('draws letters as lines where the SVG has them', async () => {
    const text = '<text x="10" y="30" font-size="24" fill="#000000">ρ = 0.25 (ε × 8/255)</text>';
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="40">${text}</svg>`;
    expect(strokedText(svg)).not.toContain('<text');
    const { data, shape } = await readImage(await svgPng(svg));
    const width = shape[3];
    const inked = (from: number, to: number) => {
      let count = 0;
      for (let y = 0; y < shape[2]; y++)
        for (let x = from; x < to; x++) count += Number(data[y * width + x] < 0.5);
      return count;
    };
    expect(inked(0, 18)).toBe(0);
    expect(inked(18, 300)).toBeGreaterThan(100);
  });

  it('keeps turned, centred and right-aligned text in its place', () => {
    const svg =
      '<svg><text x="50" y="9" text-anchor="end" fill="#123456">11</text><text transform="translate(3 4) rotate(-90)">1</text></svg>';
    const drawn = strokedText(svg);
    // Two digits of 9.2 + 1 each, of capitals 14 high, at 12 pixels.
    const left = 50 - (2 * 10.2 * 0.72 * 12) / 14;
    expect(drawn).toContain(`translate(${Math.round(100 * left) / 100} 9)`);
    expect(drawn).toContain('<g transform="translate(3 4) rotate(-90)">');
    expect(drawn).toContain('stroke="#123456"');
  });

  it('draws names in any letters, and the sheets of kernels', async () => {
    expect(strokedText('<text>é日&amp;</text>')).toBe(strokedText('<text>e□&amp;</text>'));
    expect(() =>
      parseXml(strokedText(figureSvg(hostileFigure(bandsFigure()), { seeds: 1 }).svg)),
    ).not.toThrow();
    const weights = tensor(
      'float32',
      [2, 3, 3, 3],
      Float32Array.from({ length: 54 }, (_, at) => (at % 7) - 3),
    );
    const svg = kernelSheet([{ caption: 'natural, ρ = 1.0', weights }]);
    const [width, height] = sizeOf(svg);
    expect((await readImage(await svgPng(svg))).shape).toEqual([1, 3, 2 * height, 2 * width]);
  });
});
