import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { heatMapPicture } from '#passband/report/pictures/heatMapPicture.ts';

const map = {
  ...{ n: 10, height: 4, width: 4, norm: 0.5, stream: 'heat map', us: [-2, -1, 0, 1], vs: [-2, -1, 0, 1] },
  wrong: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, null, 0, 0, 0, 0],
};

async function coloursOf(svg: string): Promise<string[]> {
  const [, png] = svg.match(/href="data:image\/png;base64,([^"]+)"/)!;
  const { data, info } = await sharp(Buffer.from(png, 'base64')).raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([4, 4]);
  return Array.from({ length: 16 }, (_, place) => data.subarray(3 * place, 3 * place + 3).toString('hex'));
}

describe('heatMapPicture', () => {
  it('has the ends of the colours for the lowest and the highest rate, and grey for what is not known', async () => {
    const colours = await coloursOf(heatMapPicture(map, { description: '', radii: [] }));
    expect(colours[0]).toBe('440154');
    expect(colours[10]).toMatch(/^f[de]e7/);
    expect(colours[11]).toBe('8c8c8c');
    expect(new Set(colours).size).toBe(12);
  });

  it('draws zero frequency in the middle of its cell, and a circle of each radius about it', () => {
    const svg = heatMapPicture(map, { description: '', radii: [1, 2] });
    const circles = [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"/g)];
    expect(circles.map(([, ...numbers]) => numbers.map(Number))).toEqual([
      [212.5, 212.5, 85],
      [212.5, 212.5, 170],
    ]);
  });

  it('has a range of colours too where all rates are equal, and escapes its description', async () => {
    const flat = { ...map, wrong: map.wrong.map(() => 10) };
    const svg = heatMapPicture(flat, { description: '<b>', radii: [] });
    expect(svg).not.toMatch(/NaN|<b>/);
    expect(new Set(await coloursOf(svg)).size).toBe(1);
  });
});
