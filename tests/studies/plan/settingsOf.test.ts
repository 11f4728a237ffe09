import { describe, expect, it } from 'vitest';
import { settingsOf } from '#passband/studies/plan/settingsOf.ts';
import type { StudySpec } from '#passband/studies/spec/studySpec.ts';

const settings = (vary: StudySpec['vary'], models: string[] = []) =>
  settingsOf({ name: 'mine', vary, models: models.map((file) => ({ file })) });

describe('settingsOf', () => {
  it('of a grid is each point, the last key quickest', () => {
    expect(settings({ batchSize: [50, 100], dropout: [false, true] })).toEqual([
      { name: 'batchSize 50, dropout false', values: { batchSize: 50, dropout: false } },
      { name: 'batchSize 50, dropout true', values: { batchSize: 50, dropout: true } },
      { name: 'batchSize 100, dropout false', values: { batchSize: 100, dropout: false } },
      { name: 'batchSize 100, dropout true', values: { batchSize: 100, dropout: true } },
    ]);
  });

  it('of a list is each by its name', () => {
    expect(settings([{ name: 'plain' }, { name: 'large', batchSize: 400 }])).toEqual([
      { name: 'plain', values: {} },
      { name: 'large', values: { batchSize: 400 } },
    ]);
  });

  it('where nothing varies is the base, or nothing beside models', () => {
    expect(settings(undefined)).toEqual([{ name: 'base', values: {} }]);
    expect(settings(undefined, ['model.onnx'])).toEqual([]);
  });

  it.each<[StudySpec['vary'], string]>([
    [{ batchsize: [50] }, "mine: vary: unknown key 'batchsize'; did you mean 'batchSize'?"],
    [{ seed: [1, 2] }, 'mine: vary: seed has no place here; name seeds beside base and vary in place of it'],
    [{ threads: [1] }, 'mine: vary: threads has no place here; it changes no number of a run'],
    [[{ name: 'a' }, { name: 'a' }], "mine: vary has two settings called 'a'"],
    [{ epochs: [0] }, 'mine: vary: epochs: Too small: expected number to be >=1, got 0'],
  ])('refuses %j', (vary, message) => {
    expect(() => settings(vary)).toThrow(message);
  });

  it('refuses a grid that no memory holds, before it makes it', () => {
    const values = Array.from({ length: 1000 }, (_, index) => index + 1);
    expect(() => settings({ epochs: values, batchSize: values, limit: values })).toThrow(
      'mine: vary has 1,000,000,000 settings; at most 100,000 can be',
    );
  });
});
