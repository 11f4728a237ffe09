import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { studyRecordSchema } from '#passband/report/study/studyRecord.ts';
import { tinyModel } from '../../support/models/tinyModels.ts';
import { passbandIn, type Said } from '../../support/passband.ts';
import { writeTinyFile } from '../tinyFile.ts';

const folder = mkdtempSync(join(tmpdir(), 'passband-study-'));
const passband = passbandIn(folder);
writeTinyFile(join(folder, 'tiny.npz'), { count: 20, testCount: 10 });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const base = { dataset: 'tiny.npz', network: 'six-conv', batchSize: 10, epochs: 2, radius: [8], holdOut: 0 };
const write = (name: string, vary: object) =>
  writeFileSync(
    join(folder, `${name}.yaml`),
    JSON.stringify({
      name,
      base,
      vary,
      measure: ['kernels'],
      show: [{ table: ['train.x', 'smoothness'] }, { curves: ['test.x'] }],
    }),
  );
/** A class of the model for each of the data set. */
const mapOf = (target: (place: number) => number) =>
  Object.fromEntries(Array.from({ length: 10 }, (_, place) => [String(place), target(place)]));
const readStudy = (name: string) =>
  studyRecordSchema.parse(
    JSON.parse(readFileSync(join(folder, `studies/${name}-tiny.npz/study.json`), 'utf8')),
  );
const runs = () => readdirSync(join(folder, 'studies/runs'));
const reasons = async (name: string) => {
  const { stdout } = await passband('study', `${name}.yaml`, '--dry-run', '--json', '--jobs', '1', '--quiet');
  return JSON.parse(stdout).runs.map(({ reason }: { reason: string }) => reason);
};

describe('a study of two runs', () => {
  let first: Said;

  beforeAll(async () => {
    write('rates', { learningRate: [0.001, 0.002] });
    expect(await reasons('rates')).toEqual(['new', 'new']);
    // A dry run makes nothing.
    expect(existsSync(join(folder, 'studies'))).toBe(false);
    first = await passband('study', 'rates.yaml', '--jobs', '1', '--quiet', '--json');
  });

  it('does what the dry run said, and is complete then', async () => {
    expect(first).toMatchObject({ status: 0, stderr: '' });
    const record = readStudy('rates');
    expect(studyRecordSchema.parse(JSON.parse(first.stdout))).toEqual(record);
    expect(record).toMatchObject({ status: 'finished', secondsLeft: null, scale: 'own' });
    expect(record.runs.map(({ state, epoch, epochs }) => [state, epoch, epochs])).toEqual([
      ['complete', 2, 2],
      ['complete', 2, 2],
    ]);
    expect(record.tables[0].rows.map(({ cells }) => cells.every(({ ours }) => ours !== null))).toEqual([
      true,
      true,
    ]);
    expect(record.figures[0].panels.map(({ curves }) => curves[0].points.map(({ x }) => x))).toEqual([
      [1, 2],
      [1, 2],
    ]);
    const files = readdirSync(join(folder, 'studies/rates-tiny.npz'), { recursive: true });
    for (const file of ['study.html', 'figures/figure-2.svg', 'figures/figure-2.png'])
      expect(files).toContain(file);
    for (const ending of ['md', 'csv', 'tex']) expect(files).toContain(`tables/table-1.${ending}`);
    expect(await reasons('rates')).toEqual(['complete', 'complete']);
  });

  it('done again it trains nothing, and another study shares its runs', async () => {
    const before = runs();
    const models = () =>
      before.map((run) => readFileSync(join(folder, 'studies/runs', run, 'model.onnx')).toString('base64'));
    const was = models();
    expect(await passband('study', 'rates.yaml', '--quiet')).toEqual({ status: 0, stdout: '', stderr: '' });
    write('more', { learningRate: [0.002, 0.004] });
    expect(await reasons('more')).toEqual(['complete', 'new']);
    expect(runs()).toEqual(before);
    expect(models()).toEqual(was);
  });

  it('says its methods', async () => {
    const { stdout } = await passband('study', 'rates.yaml', '--methods');
    expect(stdout).toContain('a network of six convolutions (');
    expect(stdout).toContain('for 2 epochs with Adam');
    expect(stdout).toMatch(/Settings: .* \(learning rate 0\.001\); .* \(learning rate 0\.002\)\./);
  });
});

describe('a run that diverges', () => {
  it('is said with its reason, the other goes on, and it is tried again when that is asked for', async () => {
    write('wild', { learningRate: [1e30, 0.001], optimizer: ['sgd'] });
    const said = await passband('study', 'wild.yaml', '--jobs', '1');
    expect(said.status).toBe(2);
    expect(said.stderr).toMatch(
      /\npassband: 1 of 2 runs failed, for which studies\/wild-tiny\.npz\/study\.html has no numbers and says why; .*--retry\n$/,
    );
    expect(said.stderr).toMatch(/learningRate 1e\+30, optimizer sgd failed: /);
    // Behind the last run nothing is left.
    expect(said.stderr).toMatch(/\n2\/2 runs · learningRate 0\.001, optimizer sgd: [^\n]*, \d+:\d\d\n/);
    const record = readStudy('wild');
    expect(record.runs.map(({ state }) => state)).toEqual(['failed', 'complete']);
    const [{ failure }] = record.runs;
    expect(failure).toBeTruthy();
    const [hole, whole] = record.tables[0].rows;
    expect(hole.cells[1]).toMatchObject({ ours: null, note: `failed: ${failure}` });
    expect(whole.cells[1].ours).not.toBeNull();
    expect(record.figures[0].panels[0].missing).toBe(`failed: ${failure}`);
    expect(await reasons('wild')).toEqual([`failed before (${failure}); --retry tries again`, 'complete']);
    const again = await passband('study', 'wild.yaml', '--jobs', '1', '--retry');
    expect(again.stderr).toMatch(/failed: /);
    expect(readStudy('wild').runs.map(({ state }) => state)).toEqual(['failed', 'complete']);
  });
});

describe('a model of others', () => {
  const known = { file: 'wide.onnx', 'class-map': 'map.json', mean: [0], std: [1] };
  const study = async (model: object | string, ...words: string[]) => {
    const content = { name: 'foreign', base, models: [model], measure: ['components'] };
    writeFileSync(join(folder, 'foreign.yaml'), JSON.stringify(content));
    return passband('study', 'foreign.yaml', ...words);
  };

  beforeAll(() => {
    writeFileSync(join(folder, 'wide.onnx'), tinyModel({ size: 32, classes: 12 }));
    writeFileSync(join(folder, 'map.json'), JSON.stringify(mapOf((place) => place + 1)));
  });

  it('is measured with what the file says of it', async () => {
    expect((await study('wide.onnx', '--quiet')).status).toBe(2);
    expect(readStudy('foreign').runs[0].failure).toContain(
      'the model has 12 classes, the data set 10; say which class is which with --class-map FILE (in a study: classMap beside its file)',
    );
    expect(await study(known, '--quiet')).toMatchObject({ status: 0, stderr: '' });
    expect(readStudy('foreign').runs).toMatchObject([{ state: 'complete', name: 'wide' }]);
  });

  it('is measured anew where that says something else', async () => {
    const reason = async () => JSON.parse((await study(known, '--dry-run', '--json')).stdout).runs[0].reason;
    expect(await reason()).toBe('complete');
    writeFileSync(join(folder, 'map.json'), JSON.stringify(mapOf((place) => 11 - place)));
    expect(await reason()).toBe('to be measured');
  });

  it('is refused with keys that nobody knows, or without a file', async () => {
    expect((await study({ ...known, clases: 'a.txt' })).stderr).toBe(
      "passband: foreign.yaml: models: unknown key 'clases' (did you mean classes?)\n",
    );
    expect((await study({ mean: [0] })).stderr).toContain(
      'models: each is the path of an ONNX file, or keys as "{file: model.onnx, classMap: map.json}", got {"mean":[0]}',
    );
  });
});
