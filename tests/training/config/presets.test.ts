import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { trainingImages } from '#passband/training/batches/trainingImages.ts';
import {
  authorsAdversarialEpsilon,
  authorsMixup,
  configSchema,
  type GivenConfig,
  givenConfigSchema,
  paperAdversarialEpsilon,
  paperMixup,
  resolveConfig,
} from '#passband/training/config/config.ts';
import { tinyDataset } from '../tinyRun.ts';

const resolved = (given: GivenConfig) =>
  resolveConfig({ ...given, dataset: 'cifar-10' }, { threads: 1, out: 'run' });
const authors = (given: GivenConfig) => resolved({ preset: 'authors', ...given });

describe('the presets', () => {
  test('batch normalisation is off, and measured with running moments by the paper, with the batch’s by the authors', () => {
    expect(resolved({})).toMatchObject({ batchNorm: false, testMoments: 'running' });
    expect(authors({})).toMatchObject({ batchNorm: false, testMoments: 'batch' });
    expect(authors({ testMoments: 'running' }).testMoments).toBe('running');
  });

  test('dropout is off, and drops from fully connected layers by the paper, from the last map by the authors', () => {
    expect(resolved({})).toMatchObject({ dropout: false, dropoutPlace: 'fully-connected' });
    expect(authors({})).toMatchObject({ dropout: false, dropoutPlace: 'last-map' });
    expect(authors({ dropoutPlace: 'fully-connected' }).dropoutPlace).toBe('fully-connected');
  });

  test('mixup is off, and α is .5 in the paper, 1 in the authors’ code', () => {
    expect([resolved({}).mixup, authors({}).mixup]).toEqual([0, 0]);
    expect([paperMixup, authorsMixup]).toEqual([0.5, 1]);
    expect(authors({ mixup: authorsMixup }).mixup).toBe(1);
  });

  test('adversarial training is off, and ε is 8/255 in the paper, .03 in the authors’ code', () => {
    expect([resolved({}), authors({})].map((config) => config.adversarialEpsilon)).toEqual(['0', '0']);
    expect([paperAdversarialEpsilon, authorsAdversarialEpsilon]).toEqual(['8/255', '0.03']);
  });

  test('adversarial training of the authors attacks every image of a batch and rescales nothing', async () => {
    const config = authors({ adversarialEpsilon: authorsAdversarialEpsilon });
    expect(config).toMatchObject({
      adversarialShare: 1,
      adversarialSteps: 10,
      augment: true,
      rescale: 'none',
    });
    const { train } = tinyDataset();
    const indices = Uint32Array.of(3, 1);
    const { images } = await trainingImages(train, config)(indices);
    expect(images).toEqual(await train.images.read(indices));
  });

  test('robust accuracy needs answers that do not depend on a batch', () => {
    for (const adversarialShare of [0, 1]) {
      const given = { adversarialEpsilon: '0.03', adversarialShare, batchNorm: true };
      expect(authors(given).testMoments).toBe('running');
      expect(() => authors({ ...given, testMoments: 'batch' })).toThrow(
        'with batchNorm it needs testMoments running, got batch',
      );
    }
  });

  test('what a person leaves out is not given, and what an old record lacks is as it was then', () => {
    expect(givenConfigSchema.parse({ dataset: 'mnist' })).toEqual({ dataset: 'mnist' });
    const { reserve: _, measureEvery: __, testMoments: ___, dropoutPlace: ____, ...old } = authors({});
    expect(configSchema.parse(old)).toMatchObject({
      ...{ reserve: 0, measureEvery: 1, testMoments: 'running', dropoutPlace: 'fully-connected' },
    });
  });

  test('each row of their table in docs/data.md names tests that there are', () => {
    const root = resolve(import.meta.dirname, '../../..');
    const page = readFileSync(resolve(root, 'docs/data.md'), 'utf8');
    const table = page.slice(page.indexOf('## What the preset `authors` covers'));
    const rows = table.split('\n').filter((line) => /^\| (?!point|-)/.test(line));
    expect(rows.length).toBeGreaterThanOrEqual(10);
    for (const row of rows) {
      const named = [...row.matchAll(/`([a-z]\w*\/[\w/]+)`: \*(.+?)\*/g)];
      expect(named.length, row).toBeGreaterThan(0);
      for (const [, file, title] of named) {
        const path = resolve(root, `tests/${file}.test.ts`);
        expect(existsSync(path), path).toBe(true);
        expect(readFileSync(path, 'utf8').includes(title), `${file}: ${title}`).toBe(true);
      }
    }
  });
});
