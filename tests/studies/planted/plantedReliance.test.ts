import { describe, expect, test } from 'vitest';
import { arrayImages } from '#passband/data/dataset/arrayImages.ts';
import { plantedReliance } from '#passband/studies/planted/plantedReliance.ts';
import { float32, type Tensor } from '#passband/tensor/tensor.ts';

// Images of 8×8: a wave of one cycle, which is LFC at r = 2, and a checkerboard, which is HFC. A part shows class 1
// as it is and class 0 with its sign turned.
const area = 64;
const low = Float32Array.from({ length: area }, (_, at) => Math.cos((2 * Math.PI * ((at % 8) + 0.5)) / 8));
const high = Float32Array.from({ length: area }, (_, at) => ((at % 8) + Math.floor(at / 8)) % 2 || -1);
const cases = [
  { label: 1, lowClass: 1, highClass: 1 },
  { label: 1, lowClass: 0, highClass: 1 },
  { label: 1, lowClass: 1, highClass: 0 },
  { label: 0, lowClass: 1, highClass: 0 },
  { label: 0, lowClass: 0, highClass: 0 },
  { label: 0, lowClass: 0, highClass: 0 },
  { label: 0, lowClass: 1, highClass: 1 },
];
const column = (key: keyof (typeof cases)[number]) => Int32Array.from(cases, (row) => row[key]);
const images = cases.flatMap(({ lowClass, highClass }) =>
  Array.from(
    low,
    (wave, at) => 0.5 + 0.1 * (2 * lowClass - 1) * wave + 0.05 * (2 * highClass - 1) * high[at],
  ),
);
const truth = { lowClass: column('lowClass'), highClass: column('highClass') };
const dataset = {
  shape: [1, 8, 8] as const,
  test: {
    images: arrayImages(Float32Array.from(images), [1, 8, 8]),
    labels: column('label'),
    count: cases.length,
  },
  truth: { train: truth, test: truth },
};

/** Answers 1 where the image's product with `lowWeight` waves and `highWeight` checkerboards is positive. */
function linearClassifier(lowWeight: number, highWeight: number) {
  const weights = low.map((wave, at) => lowWeight * wave + highWeight * high[at]);
  const logits = async ({ shape, data }: Tensor<'float32'>) =>
    float32(
      [shape[0], 2],
      Array.from({ length: shape[0] }, (_, image) => {
        const margin = weights.reduce((sum, weight, at) => sum + weight * data[image * area + at], 0);
        return [-margin, margin];
      }).flat(),
    );
  return {
    bounds: [0, 1] as const,
    logits,
    async inputGradient(seen: Tensor<'float32'>, labels: Int32Array) {
      const gradient = float32(seen.shape);
      labels.forEach((label, image) => {
        gradient.data.set(
          weights.map((weight) => (label === 1 ? -weight : weight)),
          image * area,
        );
      });
      return { gradient, logits: await logits(seen), losses: new Float32Array(labels.length) };
    },
  };
}

const all = (count: number) => ({ count, n: 7 });
const disagreeing = (count: number) => ({ count, n: 3 });

describe('plantedReliance', () => {
  test('of a classifier that relies on the high part: decided by it and following it where the parts disagree', async () => {
    expect(await plantedReliance(linearClassifier(1, 4), dataset, { radius: 2, epsilons: [] })).toEqual({
      radius: 2,
      x: all(5),
      lfc: all(4),
      hfc: all(5),
      decidedByHfc: all(2),
      followsSilhouette: disagreeing(0),
      followsGrating: disagreeing(3),
      whiteEnergyBeyond: (64 - 13) / 64,
      attacks: [],
    });
  });

  test('of a classifier that relies on the low part: nothing is decided by the high one', async () => {
    expect(await plantedReliance(linearClassifier(4, 1), dataset, { radius: 2, epsilons: [] })).toMatchObject(
      {
        x: all(4),
        lfc: all(4),
        hfc: all(5),
        decidedByHfc: all(0),
        followsSilhouette: disagreeing(3),
        followsGrating: disagreeing(0),
      },
    );
  });

  test('the part of the perturbation that holds its energy is the part that explains the attack', async () => {
    // Signs of a gradient that is mostly checkerboard are a checkerboard, all of it beyond r = 2.
    const [onHigh] = (await plantedReliance(linearClassifier(1, 4), dataset, { radius: 2, epsilons: [0.15] }))
      .attacks;
    expect(onHigh).toMatchObject({ attack: 'fgsm', epsilon: 0.15, right: all(0) });
    expect([onHigh.rightWithLowPart, onHigh.rightWithHighPart]).toEqual([all(5), all(0)]);
    expect(onHigh.energyBeyond).toBeCloseTo(1, 6);

    // Those of a gradient that is mostly the wave are a square wave; a share of (2 − √2) / 4 is in its overtones.
    const onLow = (await plantedReliance(linearClassifier(4, 1), dataset, { radius: 2, epsilons: [0.15] }))
      .attacks;
    expect(onLow.map(({ attack }) => attack)).toEqual(['fgsm', 'pgd']);
    for (const { right, rightWithLowPart, rightWithHighPart, energyBeyond } of onLow) {
      expect([right, rightWithLowPart, rightWithHighPart]).toEqual([all(0), all(0), all(4)]);
      expect(energyBeyond).toBeCloseTo((2 - Math.SQRT2) / 4, 5);
    }
  });
});
