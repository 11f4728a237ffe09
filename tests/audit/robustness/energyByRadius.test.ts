import { describe, expect, it } from 'vitest';
import { energyByRadius, energyByRadiusSchema } from '#passband/audit/robustness/energyByRadius.ts';
import { fourierWave } from '#passband/spectrum/transform/fourierWave.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32, type Tensor } from '#passband/tensor/tensor.ts';

const shape = [4, 3, 32, 32];
const images = float32(shape, new Float32Array(4 * 3072).fill(0.5));

/** The images with something added to each plane. */
const perturbed = (delta: (plane: number, at: number) => number): Tensor<'float32'> =>
  float32(
    shape,
    images.data.map((pixel, at) => pixel + delta(Math.floor(at / 1024), at % 1024)),
  );

describe('energy by radius', () => {
  it('of one wave lies in its ring', () => {
    const wave = fourierWave(32, 32, 6, 8);
    const { attacks } = energyByRadius(images, { wave: perturbed((_, at) => 0.1 * wave[at]) });
    expect(attacks[0].shares[10]).toBeCloseTo(1, 6);
    expect(attacks[0].within.map(({ share }) => Math.round(share))).toEqual([0, 0, 1, 1]);
  });

  it('is a mean over images, whatever the size of each perturbation', () => {
    const near = fourierWave(32, 32, 0, 3);
    const far = fourierWave(32, 32, -16, 0);
    const mixed = perturbed((plane, at) => (plane < 3 ? 0.2 * near[at] : 0.01 * far[at]));
    const [{ shares, n }] = energyByRadius(images, { mixed }).attacks;
    expect(n).toBe(4);
    expect(shares[3]).toBeCloseTo(1 / 4, 4);
    expect(shares[16]).toBeCloseTo(3 / 4, 4);
  });

  it('of white noise is white noise’s share of bins', () => {
    const random = seededRandom('white');
    const { attacks, white } = energyByRadius(images, { noise: perturbed(() => 0.1 * random.normal()) });
    for (const { share, white: expected } of attacks[0].within)
      expect(Math.abs(share - expected)).toBeLessThan(0.03);
    expect(white.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(attacks[0].within.map(({ white: share }) => share * 1024)).toEqual([49, 197, 441, 795]);
  });

  it('counts only images that were changed, and may count none', () => {
    const wave = fourierWave(32, 32, 0, 0);
    const record = energyByRadius(images, {
      one: perturbed((plane, at) => (plane < 3 ? wave[at] : 0)),
      none: images,
    });
    expect(record.attacks.map(({ n }) => n)).toEqual([1, 0]);
    expect(record.attacks[0].shares[0]).toBeCloseTo(1, 6);
    expect(record.attacks[1].shares.every((share) => share === 0)).toBe(true);
    expect(energyByRadiusSchema.parse(JSON.parse(JSON.stringify(record)))).toEqual(record);
  });

  it('needs adversarial images of the images’ shape, and whole radii', () => {
    expect(() => energyByRadius(images, { other: float32([1, 3, 32, 32]) })).toThrow(
      'energyByRadius: other must have the images’ shape'.replace('’', "'"),
    );
    expect(() => energyByRadius(images, {}, { radii: [2.5] })).toThrow(
      'radii must be whole numbers ≥ 0, got 2.5',
    );
  });
});
