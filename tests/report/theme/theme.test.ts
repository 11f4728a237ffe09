import { describe, expect, it } from 'vitest';
import { coloursOf, paper, rule, strokeOf, themed } from '#passband/report/theme/theme.ts';

/** Contrast ratio of two colours (WCAG 2.2). */
function contrast(first: string, second: string): number {
  const [low, high] = [luminance(first), luminance(second)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe('theme', () => {
  it.each([1, 2, 4, 9])('every colour of %i radii stands out from the paper by 3 : 1 or more', (radii) => {
    for (const { token, light, dark } of coloursOf(radii)) {
      if (token === paper.token || token === rule.token) continue;
      expect(contrast(light, paper.light), `${token} on light paper`).toBeGreaterThanOrEqual(3);
      expect(contrast(dark, paper.dark), `${token} on dark paper`).toBeGreaterThanOrEqual(3);
    }
  });

  it('no two curves look the same', () => {
    const looks = coloursOf(9).map(({ light }) => light);
    expect(new Set(looks).size).toBe(looks.length);
  });

  it('the same radius has the same dash in both components', () => {
    for (let index = 0; index < 4; index++) {
      expect(strokeOf('lfc', index, 4).dash).toEqual(strokeOf('hfc', index, 4).dash);
    }
  });

  it('a themed chart has no fixed colour left', () => {
    const colours = coloursOf(3);
    const chart = colours.map(({ light }) => `<path stroke="${light}"/>`).join('');
    expect(themed(chart, colours)).not.toContain('#');
  });
});
