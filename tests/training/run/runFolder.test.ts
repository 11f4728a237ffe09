import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { temporaryName } from '#passband/files/temporaryName.ts';
import { resolveConfig } from '#passband/training/config/config.ts';
import { appendHistory, readHistory, writeHistory } from '#passband/training/run/history.ts';
import {
  checkFree,
  checkSameDataset,
  createRun,
  datasetRecord,
  openRun,
  type RunRecord,
  setRunStatus,
} from '#passband/training/run/runFolder.ts';
import {
  type ClassificationRow,
  classification,
} from '#passband/training/tasks/classification/classification.ts';
import { temporaryFolder } from '../../support/dataFiles.ts';
import { tinyDataset } from '../tinyRun.ts';

let parent: string;
beforeEach(async () => {
  parent = temporaryFolder();
});

function contentFor(out: string): Omit<RunRecord, 'schema' | 'version' | 'status'> {
  const config = resolveConfig({ dataset: 'mnist' }, { threads: 2, out });
  return {
    config,
    versions: { passband: '0.1.0', node: '20', onnxruntime: '1' },
    dataset: datasetRecord(tinyDataset(), config),
    parameters: 99,
  };
}

describe('run folder', () => {
  test('a new run is opened again as it was made', async () => {
    const folder = join(parent, 'a', 'run');
    const made = await createRun(contentFor(folder), classification);
    expect(made.record).toEqual({
      schema: 'passband.run',
      version: 2,
      ...contentFor(folder),
      status: 'running',
    });
    expect(await openRun(folder)).toEqual(made);
    expect((await readdir(folder)).sort()).toEqual(['history.csv', 'history.jsonl', 'run.json']);
  });

  test('the record counts the images as they are used, whatever was asked for', () => {
    const dataset = tinyDataset(47);
    const counts = (holdOut: number, evaluationSample: number) => {
      const { trainCount, learnedCount, heldOutCount, measuredCount, testCount } = datasetRecord(dataset, {
        holdOut,
        evaluationSample,
      });
      return [trainCount, learnedCount, heldOutCount, measuredCount, testCount];
    };
    // At most a tenth is held out, and what is measured is learned.
    expect(counts(1000, 10_000)).toEqual([47, 43, 4, 43, 20]);
    expect(counts(2, 15)).toEqual([47, 45, 2, 15, 20]);
    expect(counts(0, 0)).toEqual([47, 47, 0, 47, 20]);
  });

  test('the record counts the reserve where there is one, and another reserve is other data', async () => {
    const usual = contentFor(join(parent, 'run'));
    expect(usual.dataset).not.toHaveProperty('reserveCount');
    const dataset = { ...tinyDataset(), reserve: { count: 9 } };
    const counted = datasetRecord(dataset, usual.config);
    expect(counted.reserveCount).toBe(9);
    const content = { ...usual, dataset: counted };
    const { record } = await createRun(content, classification);
    expect((await openRun(record.config.out)).record.dataset.reserveCount).toBe(9);
    checkSameDataset(record, dataset);
    expect(() => checkSameDataset(record, { ...dataset, reserve: { count: 8 } })).toThrow(
      'reserveCount of the data was 9 when the run began, now it is 8',
    );
    expect(() => checkSameDataset(record, tinyDataset())).toThrow('now it is null');
  });

  test('an existing empty folder, or one with the start of a killed creation, is taken', async () => {
    await createRun(contentFor(parent), classification);
    const other = temporaryFolder();
    await writeFile(join(other, 'run.json.tmp'), '{"sch');
    await writeFile(temporaryName(join(other, 'run.json')), '{"sch');
    await createRun(contentFor(other), classification);
    expect((await openRun(other)).record.status).toBe('running');
  });

  test('a folder with a run, a folder with anything else, and a file are refused and left alone', async () => {
    const run = join(parent, 'run');
    await createRun(contentFor(run), classification);
    const before = await readFile(join(run, 'run.json'), 'utf8');
    await expect(createRun(contentFor(run), classification)).rejects.toThrow(
      /holds a run already; resume it or choose another/,
    );
    expect(await readFile(join(run, 'run.json'), 'utf8')).toBe(before);
    await expect(createRun(contentFor(parent), classification)).rejects.toThrow(
      'must be empty or new, it holds run',
    );
    await writeFile(join(parent, 'file'), 'x');
    await expect(checkFree(join(parent, 'file'))).rejects.toThrow('is a file, and a run needs a folder');
  });

  test('the status is written into the record', async () => {
    const folder = join(parent, 'run');
    await setRunStatus(await createRun(contentFor(folder), classification), 'stopped');
    expect((await openRun(folder)).record.status).toBe('stopped');
  });

  test('a run of a version that kept no shards has those that followed from its threads', async () => {
    const cases = [
      [{ threads: 2, batchSize: 6, batchNorm: false }, 2],
      [{ threads: 9, batchSize: 6, batchNorm: false }, 6],
      [{ threads: 2, batchSize: 6, batchNorm: true }, 1],
    ] as const;
    for (const [index, [settings, shards]] of cases.entries()) {
      const folder = join(parent, `run${index}`);
      const { record } = await createRun(contentFor(folder), classification);
      const { shards: _, ...config } = { ...record.config, ...settings };
      await writeFile(join(folder, 'run.json'), JSON.stringify({ ...record, config }));
      expect((await openRun(folder)).record.config).toMatchObject({ ...settings, shards });
    }
  });

  test('the layouts in which a run was computed are kept until others are told', async () => {
    const folder = join(parent, 'run');
    const run = await createRun(contentFor(folder), classification);
    await setRunStatus(await setRunStatus(run, 'running', { layouts: [8, 16] }), 'stopped');
    expect((await openRun(folder)).record).toMatchObject({ status: 'stopped', layouts: [8, 16] });
    await setRunStatus(run, 'running', {});
    expect((await openRun(folder)).record.layouts).toBeUndefined();
  });

  test.each<[what: string, change: (record: RunRecord) => unknown, message: RegExp]>([
    [
      'of a newer passband, whatever else is in it',
      () => ({ schema: 'passband.run', version: 3, anything: [] }),
      /run\.json: written by a newer passband \(passband\.run 3, this one reads 2\); update passband to open it$/,
    ],
    [
      'of an older passband',
      (record) => ({ ...record, version: 1 }),
      /run\.json: written by an older passband \(passband\.run 1, this one reads 2\); make it anew, or open it with/,
    ],
    [
      'of another kind',
      (record) => ({ ...record, schema: 'x' }),
      /its schema must be passband\.run, got "x"$/,
    ],
    ['without a version', ({ version: _, ...record }) => record, /its version must be 2, got undefined$/],
    ['that is a list', () => [], /its schema must be passband\.run/],
    ['that is null', () => null, /its schema must be passband\.run/],
    [
      'with a bad setting',
      (record) => ({ ...record, config: { ...record.config, epochs: 0 } }),
      /run\.json: config: epochs: /,
    ],
    ['with an unknown member', (record) => ({ ...record, extra: 1 }), /run\.json: .*extra/],
  ])('a record %s is refused with one line', async (_, change, message) => {
    const folder = join(parent, 'run');
    const { record } = await createRun(contentFor(folder), classification);
    await writeFile(join(folder, 'run.json'), JSON.stringify(change(record)));
    const error: Error = await openRun(folder).then(
      () => new Error('was opened'),
      (caught) => caught,
    );
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain('\n');
  });

  test('a run that was killed before it saved anything is to be started again', async () => {
    const missing = join(parent, 'none');
    await expect(openRun(missing)).rejects.toThrow(
      new Error(
        `openRun: nothing was saved in ${missing} yet (there is no such folder); start the run again`,
      ),
    );
    const empty = new Error(`openRun: nothing was saved in ${parent} yet (it is empty); start the run again`);
    await expect(openRun(parent)).rejects.toThrow(empty);
    await writeFile(temporaryName(join(parent, 'run.json')), '{"sch');
    await expect(openRun(parent)).rejects.toThrow(empty);
  });

  test('a folder or file without a record and a record that is not JSON are refused', async () => {
    await writeFile(join(parent, 'notes.txt'), 'x');
    await expect(openRun(parent)).rejects.toThrow('holds no run (there is no run.json)');
    await expect(openRun(join(parent, 'notes.txt'))).rejects.toThrow('holds no run (there is no run.json)');
    await writeFile(join(parent, 'run.json'), '{"schema":');
    await expect(openRun(parent)).rejects.toThrow(/run\.json: not JSON$/);
  });
});

describe('history', () => {
  const row: ClassificationRow = {
    epoch: 1,
    split: 'train',
    component: 'x',
    radius: null,
    loss: 0.1 + 0.2,
    accuracy: 0.5,
    correct: 1,
    n: 2,
    elapsedMs: 12.5,
  };
  const rows: ClassificationRow[] = [row, { ...row, component: 'hfc', radius: 4, split: 'held-out' }];

  test('rows come back as they were added, exactly', async () => {
    await writeHistory(parent, rows.slice(0, 1), classification.columns);
    await appendHistory(parent, rows.slice(1), classification.columns);
    expect(await readHistory(parent, classification.columns)).toEqual(rows);
  });

  test('the table has the same rows, with a header and an empty radius for x', async () => {
    await writeHistory(parent, [], classification.columns);
    await appendHistory(parent, rows, classification.columns);
    expect(await readFile(join(parent, 'history.csv'), 'utf8')).toBe(
      'epoch,split,component,radius,loss,accuracy,correct,n,elapsedMs\n' +
        '1,train,x,,0.30000000000000004,0.5,1,2,12.5\n' +
        '1,held-out,hfc,4,0.30000000000000004,0.5,1,2,12.5\n',
    );
  });

  test('a torn last line is passed over, cut at any character', async () => {
    await writeHistory(parent, rows, classification.columns);
    const path = join(parent, 'history.jsonl');
    const text = await readFile(path, 'utf8');
    const lineStart = text.indexOf('\n') + 1;
    for (let length = lineStart; length < text.length; length += 7) {
      await writeFile(path, text.slice(0, length));
      expect(await readHistory(parent, classification.columns)).toEqual(rows.slice(0, 1));
    }
  });

  test('a missing history is empty', async () => {
    expect(await readHistory(parent, classification.columns)).toEqual([]);
  });

  test('a damaged line is named', async () => {
    await writeFile(join(parent, 'history.jsonl'), `${JSON.stringify(row)}\n{}}\n${JSON.stringify(row)}\n`);
    await expect(readHistory(parent, classification.columns)).rejects.toThrow(/history\.jsonl:2: not JSON$/);
    await writeFile(join(parent, 'history.jsonl'), `${JSON.stringify({ ...row, accuracy: 2 })}\n`);
    await expect(readHistory(parent, classification.columns)).rejects.toThrow(/history\.jsonl:1: accuracy: /);
  });
});
