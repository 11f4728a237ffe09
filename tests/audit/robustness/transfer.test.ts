import { describe, expect, it } from 'vitest';
import { componentFlags } from '#passband/audit/frequencies/componentFlags.ts';
import { radiusCurve } from '#passband/audit/frequencies/radiusCurve.ts';
import { componentAnswers } from '#passband/audit/measures/componentAnswers.ts';
import { compareModels, compareModelsSchema } from '#passband/audit/records/compareModels.ts';
import { transfer, transferSchema } from '#passband/audit/robustness/transfer.ts';
import { arrayImages } from '#passband/data/dataset/arrayImages.ts';
import { plantedDataset } from '#passband/data/planted/planted.ts';
import { float32 } from '#passband/tensor/tensor.ts';
import { constantClassifier, constructedClassifier, gratingReader } from '../constructedClassifier.ts';

// Two pixels an image; a model looks at one of them. Classes are 1 above ½ and 0 below.
const labels = Int32Array.of(1, 1, 0, 1);
const batch = (...pixels: number[]) => float32([pixels.length / 2, 1, 1, 2], pixels);
const images = batch(1, 1, 1, 1, 0, 0, 1, 0);
const split = { images: arrayImages(images.data, [1, 1, 2]), labels, count: 4 };
const attacked = (...pixels: number[]) => ({ attack: async () => batch(...pixels) });
const looksAt = (pixel: number) => constructedClassifier(2, (image) => [0, image[pixel] - 0.5]);

describe('transfer', async () => {
  const left = { name: 'left', classifier: looksAt(0), ...attacked(0, 1, 0, 0, 1, 0, 0, 0) };
  const right = { name: 'right', classifier: looksAt(1), ...attacked(1, 0, 1, 0, 0, 1, 1, 0) };
  const record = await transfer([left, right], split);
  const cell = (from: string, to: string) =>
    record.cells.find((other) => other.from === from && other.to === to)!;

  it('has a cell for each ordered pair', () => {
    expect(record.models).toEqual(['left', 'right']);
    expect(record.cells.map(({ from, to }) => `${from} ${to}`)).toEqual([
      'left left',
      'left right',
      'right left',
      'right right',
    ]);
  });

  it('counts a model’s own images as fooled as they fooled it', () => {
    expect(cell('left', 'left').foolingRate).toMatchObject({ value: 1, n: 4 });
    // The last image is wrong for the right model from the start.
    expect(cell('right', 'right').foolingRate).toMatchObject({ value: 1, n: 3 });
    expect(cell('right', 'right').accuracy).toMatchObject({ value: 0, n: 4 });
  });

  it('counts on another model only images that both had right', () => {
    expect(cell('left', 'right').foolingRate).toMatchObject({ value: 1 / 3, n: 3 });
    expect(cell('left', 'right').accuracy.value).toBe(2 / 4);
    expect(cell('right', 'left').foolingRate).toMatchObject({ value: 0, n: 3 });
    expect(cell('right', 'left').accuracy.value).toBe(1);
  });

  it('has no rate where there is no such image', async () => {
    const wrong = {
      name: 'wrong',
      classifier: constructedClassifier(2, (image) => [image[0] - 0.5, 0]),
      attack: async () => images,
    };
    const { cells } = await transfer([left, wrong], split);
    expect(cells[1].foolingRate).toBe(null);
    expect(transferSchema.parse(JSON.parse(JSON.stringify({ models: [], cells })))).toEqual({
      models: [],
      cells,
    });
  });
});

describe('models side by side', async () => {
  const { test } = plantedDataset({
    seed: 3,
    count: 1,
    testCount: 60,
    highReliability: 1,
    amplitude: 0.04,
  });
  const options = { radii: [8, 12] };
  const reader = await componentAnswers(gratingReader(), test, options);
  const constant = await componentAnswers(constantClassifier(0, 10), test, options);

  it('flags have the names of measures, and their shares are those of the curve', () => {
    const flags = componentFlags(reader);
    expect(Object.keys(flags)).toEqual([
      'clean',
      'lfc@8',
      'hfc@8',
      'decidedByHfc@8',
      'lfc@12',
      'hfc@12',
      'decidedByHfc@12',
    ]);
    const { points, clean } = radiusCurve(reader);
    const share = (name: string) => flags[name].reduce((sum, flag) => sum + flag, 0) / 60;
    expect(share('clean')).toBe(clean.value);
    for (const { component, radius, value } of points) expect(share(`${component}@${radius}`)).toBe(value);
  });

  it('McNemar’s test says who is higher, and leaves open what it cannot tell', () => {
    const first = { name: 'reader', flags: { ...componentFlags(reader), only: new Uint8Array(60) } };
    const record = compareModels(first, { name: 'constant', flags: componentFlags(constant) });
    const row = (measure: string) => record.rows.find((other) => other.measure === measure);
    expect(row('hfc@8')).toMatchObject({ higher: 'first', second: { value: 0.1 } });
    expect(row('hfc@8')!.test.p).toBeLessThan(1e-6);
    expect(row('lfc@8')!.higher).toBe(null);
    expect(row('only')).toBe(undefined);
    expect(compareModelsSchema.parse(JSON.parse(JSON.stringify(record)))).toEqual(record);
  });

  it('needs the same images', () => {
    const model = (n: number) => ({ name: `${n}`, flags: { clean: new Uint8Array(n) } });
    expect(() => compareModels(model(3), model(4))).toThrow('the same images, got 3 and 4');
  });
});
