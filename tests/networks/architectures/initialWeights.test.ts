import { describe, expect, it } from 'vitest';
import { initialWeights } from '#passband/networks/architectures/initialWeights.ts';
import { seededRandom } from '#passband/tensor/random.ts';

const random = seededRandom(7);
const moments = (data: Float32Array) => {
  const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
  return { mean, variance: data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / data.length };
};

describe('initialWeights', () => {
  it("Xavier's weights fill ±√(6 / (fanIn + fanOut)) evenly", () => {
    const { data, shape } = initialWeights([64, 32, 3, 3], { random });
    const bound = Math.sqrt(6 / (9 * (32 + 64)));
    const { mean, variance } = moments(data);
    expect(shape).toEqual([64, 32, 3, 3]);
    expect(Math.max(...data)).toBeLessThanOrEqual(bound);
    expect(Math.max(...data)).toBeGreaterThan(0.999 * bound);
    expect(Math.min(...data)).toBeLessThan(-0.999 * bound);
    // Five standard errors of 18,432 draws: 5 · √(1/3 / n) and 5 · √(4/45 / n) of the bound.
    expect(Math.abs(mean / bound)).toBeLessThan(0.022);
    expect(Math.abs(variance / bound ** 2 - 1 / 3)).toBeLessThan(0.011);
  });

  it("He's weights are normal with variance 2 / fanIn", () => {
    const { data } = initialWeights([64, 128], { initialization: 'he', random });
    const scale = Math.sqrt(2 / 128);
    const { mean, variance } = moments(data);
    const beyondTwo = data.filter((value) => Math.abs(value) > 2 * scale).length / data.length;
    expect(Math.abs(mean / scale)).toBeLessThan(0.056);
    expect(Math.abs(variance / scale ** 2 - 1)).toBeLessThan(0.079);
    expect(Math.abs(beyondTwo - 0.0455)).toBeLessThan(0.0116);
  });

  it('a fully connected layer has its units as fans', () => {
    const { data } = initialWeights([10, 4096], { random });
    expect(Math.max(...data)).toBeLessThanOrEqual(Math.sqrt(6 / 4106));
    expect(Math.max(...data)).toBeGreaterThan(0.999 * Math.sqrt(6 / 4106));
  });
});
