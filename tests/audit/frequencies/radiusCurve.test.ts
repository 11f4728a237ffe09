import { describe, expect, it } from 'vitest';
import { radiusCurve, radiusCurveSchema } from '#passband/audit/frequencies/radiusCurve.ts';
import { NO_ANSWER } from '#passband/audit/measures/answers.ts';
import {
  answersTo,
  componentAnswers,
  componentAnswersSchema,
} from '#passband/audit/measures/componentAnswers.ts';
import { radiusGrid } from '#passband/audit/measures/radiusGrid.ts';
import { arrayImages } from '#passband/data/dataset/arrayImages.ts';
import { plantedDataset } from '#passband/data/planted/planted.ts';
import { checkFinite } from '#passband/runtime/notFiniteError.ts';
import { fourierWave } from '#passband/spectrum/transform/fourierWave.ts';
import type { Tensor } from '#passband/tensor/tensor.ts';
import {
  constantClassifier,
  constructedClassifier,
  gratingReader,
  linearClassifier,
} from '../constructedClassifier.ts';

const shape = [1, 16, 12] as const;
const size = 16 * 12;
const count = 30;

/** Mid-grey, with a wave at (0, 5) where the label is 1, and a louder one at (2, 0) at random. */
const wave = fourierWave(16, 12, 0, 5);
const other = fourierWave(16, 12, 2, 0);
const labels = Int32Array.from({ length: count }, (_, image) => (image % 3 === 0 ? 1 : 0));
const pixels = Float32Array.from({ length: count * size }, (_, at) => {
  const image = Math.floor(at / size);
  return 0.5 + labels[image] * wave[at % size] + 2 * ((image % 5) / 5) * other[at % size];
});
const split = { images: arrayImages(pixels, shape), labels, count };
const reader = () => linearClassifier(wave, 0.5);
const grid = radiusGrid(16, 12);

describe('radiusGrid', () => {
  it('is every whole number up to the corner, with the marks in it', () => {
    expect(radiusGrid(32, 32)).toEqual(Array.from({ length: 23 }, (_, radius) => radius));
    expect(radiusGrid(32, 32, { step: 5 })).toEqual([0, 4, 5, 8, 10, 12, 15, 16, 20]);
    expect(radiusGrid(5, 4)).toEqual([0, 1, 2]);
    expect(radiusGrid(9, 12, { marks: [2.5, 90] })).toEqual([0, 1, 2, 2.5, 3, 4, 5, 6, 7]);
  });
});

describe('the radius curve', () => {
  it('of a reader of one coefficient rises on LFC and falls on HFC where the radius reaches it', async () => {
    const curve = radiusCurve(await componentAnswers(reader(), split, { radii: grid }));
    expect(curve.clean).toMatchObject({ value: 1, n: count, high: 1 });
    for (const { component, radius, value } of curve.points) {
      const sees = component === 'lfc' ? radius >= 5 : radius < 5;
      expect(value, `${component} at ${radius}`).toBe(sees ? 1 : 20 / 30);
    }
    expect(
      curve.points.find(({ component, radius }) => component === 'lfc' && radius === 4)!.pAgainstClean,
    ).toBe(2 * 0.5 ** 10);
  });

  it('leaves out the bin at exactly r where the boundary is exclusive', async () => {
    const answers = await componentAnswers(reader(), split, { radii: [5], boundary: 'exclusive' });
    expect(radiusCurve(answers).points.map(({ value }) => value)).toEqual([20 / 30, 1]);
  });

  it('of a constant classifier is that class’s share at every radius', async () => {
    const curve = radiusCurve(await componentAnswers(constantClassifier(1, 3), split, { radii: grid }));
    for (const { most } of curve.points) expect(most).toEqual({ label: 1, share: 1 });
    expect(new Set(curve.points.map(({ value }) => value))).toEqual(new Set([10 / 30]));
    expect(curve.points.every(({ pAgainstClean }) => pAgainstClean === 1)).toBe(true);
  });

  it('has LFC’s share of the energy beside it, which grows to 1', async () => {
    const { energy } = radiusCurve(await componentAnswers(reader(), split, { radii: [0, 3, 5, 9, 10] }));
    energy.forEach(({ meanShare, pooledShare }, index) => {
      expect(meanShare).toBeLessThanOrEqual(1 + 1e-6);
      if (index > 0) expect(meanShare).toBeGreaterThanOrEqual(energy[index - 1].meanShare - 1e-6);
      if (index > 0) expect(pooledShare).toBeGreaterThanOrEqual(energy[index - 1].pooledShare - 1e-6);
    });
    // ‖0.5‖² = 48, one third have the wave of energy 1, and (2k/5)² of the other.
    const waves = Array.from({ length: count }, (_, image) => ({
      low: ((image % 5) * 0.4) ** 2,
      high: labels[image],
    }));
    const mean = waves.reduce((sum, { low, high }) => sum + (48 + low) / (48 + low + high), 0) / count;
    expect(energy[1].meanShare).toBeCloseTo(mean, 6);
    const sum = (part: 'low' | 'high') => waves.reduce((total, image) => total + image[part], 0);
    const pooled = (48 * count + sum('low')) / (48 * count + sum('low') + sum('high'));
    expect(energy[1].pooledShare).toBeCloseTo(pooled, 6);
  });

  it('shows both rescalings, and the radii where they differ', async () => {
    // Class 1 where the largest pixel is below 0.9: raw LFC at r = 0 is 0.5, divided by its maximum it is 1.
    const peak = constructedClassifier(2, (image) => [0, Math.max(...image) < 0.9 ? 1 : -1]);
    const ones = { ...split, labels: new Int32Array(count).fill(1) };
    const answers = await componentAnswers(peak, ones, { radii: [0, 12], rescales: ['none', 'max'] });
    const curve = radiusCurve(answers);
    const values = curve.points.filter(({ component }) => component === 'lfc').map(({ value }) => value);
    expect(values).toEqual([1, 0, 1, 0]);
    expect(curve.rescaled).toMatchObject([
      {
        component: 'lfc',
        radius: 0,
        rescales: ['none', 'max'],
        onlyFirst: count,
        onlySecond: 0,
        differ: true,
      },
      { component: 'lfc', radius: 12, differ: true },
      { component: 'hfc', radius: 0 },
      { component: 'hfc', radius: 12, onlyFirst: 0, onlySecond: 0, p: 1, differ: false },
    ]);
  });

  it('of a reader of gratings shows on planted images that it lives on HFC', async () => {
    const { test } = plantedDataset({
      seed: 2,
      count: 1,
      testCount: 100,
      highReliability: 1,
      amplitude: 0.04,
    });
    const { clean, points } = radiusCurve(await componentAnswers(gratingReader(), test, { radii: [8] }));
    expect(clean.value).toBeGreaterThan(0.9);
    expect(points[0].value).toBeLessThan(0.3);
    expect(points[1].value).toBeGreaterThan(0.9);
  });
});

describe('componentAnswers', () => {
  const options = { radii: [2, 5, 9], rescales: ['none', 'max'] as const };

  it('asks once for each image and component, and the batch does not matter', async () => {
    const classifier = reader();
    const answers = await componentAnswers(classifier, split, options);
    expect(classifier.seen.images).toBe(count * (1 + 2 * 3 * 2));
    expect(await componentAnswers(reader(), split, { ...options, batch: 7 })).toEqual(answers);
  });

  it('shows a batch of one component at a time', async () => {
    const classifier = reader();
    await componentAnswers(classifier, split, { ...options, batch: 10 });
    expect(classifier.seen.calls).toBe(3 * (1 + 2 * 3 * 2));
  });

  it('goes through JSON and back', async () => {
    const answers = await componentAnswers(reader(), split, options);
    const text = JSON.stringify(componentAnswersSchema.encode(answers));
    expect(componentAnswersSchema.decode(JSON.parse(text))).toEqual(answers);
    const curve = radiusCurve(answers);
    expect(radiusCurveSchema.parse(JSON.parse(JSON.stringify(curve)))).toEqual(curve);
  });

  it('has no answer that was not asked for', async () => {
    const answers = await componentAnswers(reader(), split, options);
    expect(() => answersTo(answers, { component: 'lfc', radius: 3, rescale: 'none' })).toThrow(
      "answersTo: lfc at r = 3, rescaled 'none', must have been asked for",
    );
  });

  it('stops when it is told to, and tells how far it is', async () => {
    const control = new AbortController();
    const progress: number[] = [];
    const onProgress = (done: number) => {
      progress.push(done);
      if (done === 20) control.abort(new Error('enough'));
    };
    const stopped = componentAnswers(reader(), split, {
      ...options,
      batch: 10,
      signal: control.signal,
      onProgress,
    });
    await expect(stopped).rejects.toThrow('enough');
    expect(progress).toEqual([10, 20]);
  });

  it('refuses logits of the images themselves that are no numbers', async () => {
    const broken = constructedClassifier(2, (image) => [0, image[0] > 0.5 ? 1 : NaN]);
    await expect(componentAnswers(broken, split, options)).rejects.toThrow('must be finite, got NaN');
  });

  it('takes a component without an answer for wrong', async () => {
    const isFlat = (image: ArrayLike<number>) =>
      Array.from(image).every((pixel) => Math.abs(pixel - image[0]) < 1e-6);
    const own = constructedClassifier(2, (image) => (isFlat(image) ? [NaN, NaN] : [1, 0]));
    // As a classifier that checks its logits does.
    const checked = {
      async logits(images: Tensor<'float32'>) {
        const logits = await own.logits(images);
        checkFinite('logits', logits);
        return logits;
      },
    };
    // Images 1 to 4 have a wave.
    const waves = {
      images: arrayImages(pixels.slice(size, 5 * size), shape),
      labels: labels.slice(1, 5),
      count: 4,
    };
    const found = await componentAnswers(checked, waves, { ...options, radii: [0] });
    const { predictions, confidences } = answersTo(found, { component: 'lfc', radius: 0, rescale: 'none' });
    expect(new Set(predictions)).toEqual(new Set([NO_ANSWER]));
    expect(new Set(confidences)).toEqual(new Set([0]));
    expect(radiusCurve(found).points.find(({ component }) => component === 'lfc')?.value).toBe(0);
    expect(new Set(found.x.predictions)).toEqual(new Set([0]));
  });
});
