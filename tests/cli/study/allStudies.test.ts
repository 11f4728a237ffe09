import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StudyRecord, studyRecordSchema } from '#passband/report/study/studyRecord.ts';
import { claimIds } from '#passband/studies/claims/claimTexts.ts';
import { recipeNames } from '#passband/studies/recipes/recipes.ts';
import { passbandIn, type Said } from '../../support/passband.ts';
import { writeTinyFile } from '../tinyFile.ts';

// Planted images from a file: the built-in test set of 1,000 would take most of the time.
const folder = mkdtempSync(join(tmpdir(), 'passband-studies-'));
const passband = passbandIn(folder);
writeTinyFile(join(folder, 'planted.npz'), { count: 60, testCount: 30 });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const folderOf = (name: string) => join(folder, 'studies', `${name}-planted.npz-smoke`);
const words = [
  'study',
  'all',
  '--scale',
  'smoke',
  '--dataset',
  'planted.npz',
  '--jobs',
  '1',
  '--quiet',
  '--json',
];
const recordOf = (name: string) =>
  studyRecordSchema.parse(JSON.parse(readFileSync(join(folderOf(name), 'study.json'), 'utf8')));

describe('all studies at the smallest scale', () => {
  let said: Said;
  let records: StudyRecord[];

  beforeAll(async () => {
    said = await passband(...words);
    records = recipeNames.map(recordOf);
  });

  it('are finished, and read back as they were printed', () => {
    expect(said).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(said.stdout)).toEqual(records);
    for (const { name, status, runs, secondsLeft } of records) {
      expect([name, status, secondsLeft]).toEqual([name, 'finished', null]);
      for (const run of runs)
        expect(run, `${name}: ${run.name}`).toMatchObject({ state: 'complete', failure: null });
    }
  });

  it('decide each claim of the paper once', () => {
    const ids = records.flatMap(({ claims }) => claims.map(({ id }) => id));
    expect(ids.toSorted()).toEqual([...claimIds].toSorted());
  });

  it('have each figure, table and picture as files, without a hole', () => {
    for (const { name, figures, tables, pictures } of records) {
      const made = [
        ...[...figures, ...pictures].flatMap(({ id }) => [`figures/${id}.svg`, `figures/${id}.png`]),
        ...tables.flatMap(({ id }) => ['md', 'csv', 'tex'].map((ending) => `tables/${id}.${ending}`)),
        'study.html',
      ];
      expect(figures.length + tables.length, name).toBeGreaterThan(0);
      for (const file of made) expect(existsSync(join(folderOf(name), file)), `${name}: ${file}`).toBe(true);
      for (const { panels } of figures) for (const { missing } of panels) expect(missing, name).toBeNull();
      for (const { rows } of tables) expect(rows.length, name).toBeGreaterThan(0);
    }
    expect(existsSync(join(folder, 'studies/index.html'))).toBe(true);
  });

  it('are complete: a second call trains nothing and finds the same', async () => {
    const { stdout } = await passband(...words, '--dry-run');
    expect(JSON.parse(stdout).due).toBe(0);
    expect(JSON.parse((await passband(...words)).stdout)).toEqual(records);
  });

  it('say for people what came out, and where the page of all is', async () => {
    const names = ['components', 'generalisation'];
    const { stdout } = await passband(
      ...['study', ...names, '--scale', 'smoke', '--dataset', 'planted.npz', '--jobs', '1'],
    );
    expect(stdout).toMatch(/C1 +undecided +Some images .* Why: natural is not fitted \(training accuracy /);
    expect(stdout).toMatch(/\n\nAll studies of the store: studies\/index\.html\n$/);
  });
});
