import { describe, expect, it } from 'vitest';
import { kernelSpectrumChart, spectrumColours } from '#passband/report/charts/kernelSpectrumChart.ts';
import { renderSvg } from '#passband/report/charts/renderSvg.ts';
import { mapData } from '#passband/report/charts/responseMap.ts';
import { standaloneSvg } from '#passband/report/charts/standaloneSvg.ts';
import { kernelData } from '#passband/report/pictures/kernelData.ts';
import { kernelSheet } from '#passband/report/pictures/kernelSheet.ts';
import { divergingColour } from '#passband/report/theme/divergingScale.ts';
import { coloursOf } from '#passband/report/theme/theme.ts';
import { kernelSpectrum } from '#passband/spectrum/kernels/kernelSpectrum.ts';
import { smoothKernel } from '#passband/spectrum/kernels/smoothKernel.ts';
import { float32, sizeOf } from '#passband/tensor/tensor.ts';

const weights = (shape: readonly number[]) =>
  float32(
    shape,
    Float32Array.from({ length: sizeOf(shape) }, (_, index) => Math.sin(7 * index)),
  );

/** Colour of each square by its top left corner, without the scale. */
function squares(svg: string): Map<string, string> {
  const paths = [...svg.matchAll(/<path fill="(#\w+)" d="([^"]+)"/g)];
  return new Map(
    paths.flatMap(([, colour, path]) =>
      [...path.matchAll(/M(\d+ \d+)/g)].map(([, place]) => [place, colour] as const),
    ),
  );
}

describe('divergingColour', () => {
  it('is near-white at zero, and mirrors lightness about it', () => {
    expect(divergingColour(0)).toBe('#f7f7f7');
    expect([divergingColour(-1), divergingColour(1)]).toEqual(['#762a83', '#1b7837']);
    expect([divergingColour(-9), divergingColour(9)]).toEqual(['#762a83', '#1b7837']);
  });
});

describe('kernelSheet', () => {
  it.each([
    [[16, 3, 3, 3], 432],
    [[64, 3, 7, 7], 9408],
    [[16, 1, 5, 5], 400],
    [[6, 2, 1, 4], 48],
  ])('draws each weight of %j as one square', (shape, count) => {
    expect(squares(kernelSheet([{ caption: 'kernels', weights: weights(shape) }])).size).toBe(count);
  });

  it('draws the first 64 of more kernels', () => {
    expect(squares(kernelSheet([{ caption: 'kernels', weights: weights([96, 1, 3, 3]) }])).size).toBe(64 * 9);
  });

  it('draws kernels that differ by a factor alike, as it counts in root mean squares', () => {
    const small = weights([4, 3, 3, 3]);
    const large = float32(
      small.shape,
      small.data.map((weight) => 8 * weight),
    );
    const colours = (tensor: typeof small) => [
      ...squares(kernelSheet([{ caption: '', weights: tensor }])).values(),
    ];
    expect(colours(large)).toEqual(colours(small));
  });

  it('names three in-channels R, G, B, or as it is told, and escapes captions', () => {
    const panel = { caption: '<a> & b', weights: weights([2, 3, 3, 3]) };
    const labels = (svg: string) => [...svg.matchAll(/>([A-Z])<\/text>/g)].map(([, label]) => label);
    expect(labels(kernelSheet([panel]))).toEqual(['R', 'G', 'B']);
    expect(labels(kernelSheet([panel], { channels: ['B', 'G', 'R'] }))).toEqual(['B', 'G', 'R']);
    expect(kernelSheet([panel])).toContain('&lt;a&gt; &amp; b');
    expect(kernelSheet([panel])).not.toContain('<a>');
  });

  it('draws a layer of zeros in the colour of zero', () => {
    const drawn = squares(kernelSheet([{ caption: 'nothing', weights: float32([2, 1, 3, 3]) }]));
    expect(new Set(drawn.values())).toEqual(new Set(['#f7f7f7']));
  });
});

describe('kernelSpectrumChart', () => {
  const spectra = [0, 0.25, 1].map((rho) => ({
    name: `ρ = ${rho}`,
    spectrum: kernelSpectrum(smoothKernel(weights([4, 3, 3, 3]), { rho })),
  }));

  it('has a map of the first and the last layer, and a curve for each', async () => {
    const svg = await renderSvg(kernelSpectrumChart(spectra));
    expect(svg.match(/aria-roledescription="line mark"/g)).toHaveLength(3);
    const squareCount = [...svg.matchAll(/<path d="M[^"]+" fill="[^"]+" stroke="[^"]+" stroke-width="0.9"/g)]
      .length;
    expect(squareCount).toBe(2 * 1024);
    for (const { name } of spectra) expect(svg).toContain(name);
    expect(svg).not.toContain('NaN');
  });

  it('has one map for one layer', async () => {
    const svg = await renderSvg(kernelSpectrumChart(spectra.slice(0, 1)));
    expect(svg.match(/beyond r = 8<\/text>/g)).toHaveLength(1);
  });

  it('becomes a file with paper behind it that follows the appearance', async () => {
    const colours = [...coloursOf(1), ...spectrumColours];
    const file = standaloneSvg(await renderSvg(kernelSpectrumChart(spectra)), colours);
    expect(file).toMatch(
      /^<svg[^>]*><style>@media \(prefers-color-scheme:dark\)\{.*<\/style><rect width="100%"/,
    );
    expect(file).toContain(`[stroke="${spectrumColours[0].light}"]{stroke:${spectrumColours[0].dark}}`);
    expect(file).toContain(`stroke="${spectrumColours[0].light}"`);
  });
});

describe('the data of a first layer', () => {
  it('has each weight that the sheet draws, a row for each kernel and channel', () => {
    const layer = { name: 'as it is', weights: weights([80, 3, 2, 2]) };
    const { columns, rows } = kernelData([layer]);
    expect(columns).toEqual(['layer', 'kernel', 'channel', 'weight']);
    expect(rows).toHaveLength(64 * 3);
    const [name, kernel, channel, row] = rows[4];
    expect([name, kernel, channel]).toEqual(['as it is', 2, 'G']);
    (row as number[]).forEach((weight, at) => {
      expect(weight).toBeCloseTo(layer.weights.data[16 + at], 3);
    });
    expect(kernelData([layer], { channels: ['B', 'G', 'R'] }).rows[0][2]).toBe('B');
    expect(kernelData([{ ...layer, weights: weights([2, 2, 1, 1]) }]).rows.map((each) => each[2])).toEqual([
      1, 2, 1, 2,
    ]);
  });

  it('has of large layers the first alone', () => {
    const large = weights([64, 3, 11, 11]);
    const { rows } = kernelData([
      { name: 'one', weights: large },
      { name: 'two', weights: large },
    ]);
    expect(new Set(rows.map(([name]) => name))).toEqual(new Set(['one']));
  });

  it('has the bins of the maps, beyond the ends of their colours too', () => {
    const power = new Float64Array(16).fill(1);
    power[0] = 0;
    power[5] = 1e4;
    const { rows } = mapData([{ name: 'a', power }]);
    expect(rows).toHaveLength(16);
    expect(rows[0]).toEqual(['a', -2, -2, null]);
    expect(rows[5]).toEqual(['a', -1, -1, Number((10 * Math.log10(1e4 / (10014 / 16))).toFixed(2))]);
  });
});
