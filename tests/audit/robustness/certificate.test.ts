import { describe, expect, it } from 'vitest';
import { certificate } from '#passband/audit/robustness/certificate.ts';
import { certificateAt } from '#passband/audit/robustness/certificateAt.ts';
import { certificateSchema } from '#passband/audit/robustness/certificateRecord.ts';
import { corollaryClaim } from '#passband/audit/robustness/corollaryClaim.ts';
import { judgeByCertificate } from '#passband/audit/robustness/judgeByCertificate.ts';
import { arrayImages } from '#passband/data/dataset/arrayImages.ts';
import { plantedDataset } from '#passband/data/planted/planted.ts';
import { distinctRadii } from '#passband/spectrum/split/distinctRadii.ts';
import { splitFrequencies } from '#passband/spectrum/split/splitFrequencies.ts';
import { fourierWave } from '#passband/spectrum/transform/fourierWave.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32 } from '#passband/tensor/tensor.ts';
import { constantClassifier, constructedClassifier, linearClassifier } from '../constructedClassifier.ts';

const [height, width] = [16, 16];
const size = height * width;
const shape = [1, height, width] as const;
const low = fourierWave(height, width, 0, 3);
const high = fourierWave(height, width, 4, 5);
// ‖·‖∞ of both waves is √(2 / size), as ‖·‖₂ is 1 and each reaches its crest.
const crest = Math.sqrt(2 / size);

/** 0.5 + a · low + b · high: never clipped, and x_l is known at every radius. */
function waves(...pairs: [a: number, b: number][]) {
  const pixels = Float32Array.from({ length: pairs.length * size }, (_, at) => {
    const [a, b] = pairs[Math.floor(at / size)];
    return 0.5 + a * low[at % size] + b * high[at % size];
  });
  const images = arrayImages(pixels, shape);
  return { images, labels: new Int32Array(pairs.length).fill(1), count: pairs.length };
}

describe('the certificate of a linear classifier', async () => {
  const amplitudes: [number, number][] = [
    [2, 1],
    [0.5, 1],
    [0.1, 1],
    [2, 0],
  ];
  const split = waves(...amplitudes);

  it('that reads the high wave is its norm, where the wave is there', async () => {
    const { broken, clean } = await certificate(linearClassifier(high, 0.5), split);
    expect(clean.value).toBe(3 / 4);
    for (const image of [0, 1, 2]) {
      expect(broken.l2[image]).toBeCloseTo(1, 5);
      expect(broken.linf[image]).toBeCloseTo(crest, 6);
    }
    expect([broken.l2[3], broken.linf[3]]).toEqual([0, 0]);
  });

  it('that reads the low wave is the norm of both, as LFC loses the high one first', async () => {
    const { broken } = await certificate(linearClassifier(low, 0.3), split);
    amplitudes.forEach(([a, b], image) => {
      if (a < 0.3) expect(broken.l2[image]).toBe(0);
      else expect(broken.l2[image]).toBeCloseTo(Math.hypot(a, b), 5);
    });
  });

  it('is clean accuracy at ε = 0, never rises with ε, and is a step function', async () => {
    const record = await certificate(linearClassifier(low, 0.3), split);
    for (const norm of ['l2', 'linf'] as const) {
      expect(record.curves[norm][0].value).toBe(record.clean.value);
      record.curves[norm].forEach(({ value }, index) => {
        if (index > 0) expect(value).toBeLessThanOrEqual(record.curves[norm][index - 1].value);
      });
    }
    const at = (epsilon: number) => certificateAt(record, { norm: 'l2', epsilon }).value;
    const nearest = Math.hypot(0.5, 1);
    expect([at(nearest - 1e-4), at(nearest + 1e-4)]).toEqual([3 / 4, 2 / 4]);
    expect(certificateAt(record, { norm: 'l2', epsilon: 10, images: [2, 1] })).toMatchObject({
      value: 0,
      n: 2,
    });
  });

  it('goes through JSON and back', async () => {
    const record = await certificate(constantClassifier(1, 2), split);
    expect(certificateSchema.parse(JSON.parse(JSON.stringify(record)))).toEqual(record);
  });
});

it('a constant classifier is certified to nothing: no x_l breaks it', async () => {
  const record = await certificate(constantClassifier(1, 2), waves([1, 1], [0.5, 1]));
  expect(record.broken).toEqual({ l2: [null, null], linf: [null, null] });
  expect(record.curves.l2.every(({ value }) => value === 1)).toBe(true);
});

it('a constant classifier of another class is wrong from the start, and no component is shown', async () => {
  const classifier = constantClassifier(0, 2);
  const record = await certificate(classifier, waves([1, 1], [0.5, 1]));
  expect(record.broken.l2).toEqual([0, 0]);
  expect([record.evaluations, classifier.seen.images]).toEqual([0, 2]);
});

describe('on planted images and an arbitrary classifier', async () => {
  const { test } = plantedDataset({ seed: 1, count: 1, testCount: 12 });
  // A patchwork of thresholds on random projections: breaks at different radii, and not for good.
  const random = seededRandom('projections');
  const projections = Array.from({ length: 6 }, () =>
    Float64Array.from({ length: 3072 }, () => random.normal()),
  );
  const patchwork = () =>
    constructedClassifier(2, (image) => {
      const values = projections.map((row) => row.reduce((sum, weight, at) => sum + weight * image[at], 0));
      return [0, Math.sin(3 * values[0]) + Math.sin(5 * values[1]) + Math.sin(2 * values[2])];
    });
  const clean = (await patchwork().logits(pixelsOf(test.images.pixels))).data;
  const labels = Int32Array.from({ length: 12 }, (_, image) => (clean[2 * image + 1] > 0 ? 1 : 0));
  labels[5] = 1 - labels[5];
  const split = { ...test, labels };
  const classifier = patchwork();
  const record = await certificate(classifier, split);

  it('is the smallest of all distances to a clipped LFC that is wrong, over every distinct radius', async () => {
    const images = pixelsOf(test.images.pixels);
    const nearest = { l2: new Float64Array(12).fill(Infinity), linf: new Float64Array(12).fill(Infinity) };
    for (const radius of distinctRadii(32, 32)) {
      const lfc = splitFrequencies(images, radius).lfc;
      const shown = float32(
        lfc.shape,
        lfc.data.map((pixel) => Math.min(1, Math.max(0, pixel))),
      );
      const { data } = await patchwork().logits(shown);
      for (let image = 0; image < 12; image++) {
        if ((data[2 * image + 1] > 0 ? 1 : 0) === labels[image]) continue;
        let [squares, largest] = [0, 0];
        for (let at = 3072 * image; at < 3072 * (image + 1); at++) {
          squares += (shown.data[at] - images.data[at]) ** 2;
          largest = Math.max(largest, Math.abs(shown.data[at] - images.data[at]));
        }
        nearest.l2[image] = Math.min(nearest.l2[image], Math.sqrt(squares));
        nearest.linf[image] = Math.min(nearest.linf[image], largest);
      }
    }
    for (const norm of ['l2', 'linf'] as const) {
      record.broken[norm].forEach((distance, image) => {
        if (image === 5) expect(distance).toBe(0);
        else expect(distance ?? Infinity).toBeGreaterThanOrEqual(nearest[norm][image]);
        if (image !== 5) expect((distance ?? Infinity) - nearest[norm][image] || 0).toBeLessThan(2e-7);
      });
    }
  });

  it('classifies few of the components, as the nearest ones come first', () => {
    expect(record.radii).toBe(distinctRadii(32, 32).length);
    expect(record.evaluations).toBeLessThan((11 * record.radii) / 2);
    expect(classifier.seen.images).toBe(12 + record.evaluations);
  });

  it('tells how far it is', async () => {
    const seen: number[] = [];
    await certificate(patchwork(), split, {
      radii: [4],
      onProgress: (done) => seen.push(done),
    });
    expect([seen[0], seen.at(-1)]).toEqual([1, 12]);
  });
});

describe('judging attacks', async () => {
  // Images 0 and 1 are broken at distance 1, image 2 is wrong itself, image 3 is never broken.
  const record = {
    ...(await certificate(constantClassifier(1, 2), waves([1, 1], [1, 1], [1, 1], [1, 1]))),
    broken: { l2: [1, 1, 0, null], linf: [0.1, 0.2, 0, null] },
  };

  it('an attack with more robust accuracy than the certificate has failed', () => {
    const [judged] = judgeByCertificate(record, [
      { attack: 'pgd-l2@1.5', norm: 'l2', epsilon: 1.5, standing: Uint8Array.of(1, 0, 0, 1) },
    ]);
    expect(judged).toMatchObject({
      failed: true,
      missed: 1,
      robustAccuracy: { value: 0.5 },
      certificate: { value: 0.25 },
    });
  });

  it('one at the certificate has not, though it may have missed an image', () => {
    const attacks = [
      { attack: 'a', norm: 'linf', epsilon: 0.15, standing: Uint8Array.of(0, 1, 0, 1) },
      { attack: 'b', norm: 'linf', epsilon: 0.15, standing: Uint8Array.of(1, 0, 0, 1) },
    ] as const;
    expect(judgeByCertificate(record, attacks).map(({ failed, missed }) => [failed, missed])).toEqual([
      [false, 0],
      [false, 1],
    ]);
  });

  it('one on some of the images is held to those', () => {
    const some = { attack: 'a', norm: 'l2', epsilon: 1, images: [3, 0] } as const;
    const [judged] = judgeByCertificate(record, [{ ...some, standing: Uint8Array.of(1, 1) }]);
    expect(judged).toMatchObject({ failed: true, certificate: { value: 0.5, n: 2 } });
    expect(() => judgeByCertificate(record, [{ ...some, standing: Uint8Array.of(1) }])).toThrow(
      'judgeByCertificate: a must have an answer for each of 2 images, got 1',
    );
    expect(() => certificateAt(record, { norm: 'l2', epsilon: 1, images: [4] })).toThrow('in 0 … 3, got 4');
    expect(() => certificateAt(record, { norm: 'l2', epsilon: -1 })).toThrow('epsilon must be ≥ 0, got -1');
  });
});

describe('claim C2', async () => {
  const count = 10;
  const split = waves(...Array.from({ length: count }, (): [number, number] => [1, 1]));
  const record = await certificate(linearClassifier(high, 0.5), split);
  const attack = (standing: number) =>
    judgeByCertificate(record, [
      {
        attack: 'a',
        norm: 'l2',
        epsilon: 1.1,
        standing: Uint8Array.from({ length: count }, (_, image) => (image < standing ? 1 : 0)),
      },
    ]);

  it('holds at an ε at which the certificate is clearly below clean accuracy', () => {
    expect(corollaryClaim(record, attack(0), { norm: 'l2', epsilon: 1.1 })).toMatchObject({
      clean: { value: 1 },
      certificate: { value: 0 },
      test: { onlyFirst: count, onlySecond: 0 },
      verdict: 'holds',
    });
  });

  it('is undecided where no LFC is near enough, and where an attack failed', () => {
    expect(corollaryClaim(record, attack(0), { norm: 'l2', epsilon: 0.9 }).verdict).toBe('undecided');
    expect(corollaryClaim(record, attack(1), { norm: 'l2', epsilon: 1.1 })).toMatchObject({
      failedAttacks: ['a'],
      verdict: 'undecided',
    });
  });
});

function pixelsOf(bytes: Uint8Array | Float32Array) {
  return float32(
    [bytes.length / 3072, 3, 32, 32],
    Float32Array.from(bytes, (byte) => byte / 255),
  );
}
