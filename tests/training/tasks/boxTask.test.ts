import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readComparedRun } from '#passband/report/run/readComparedRun.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import type { BatchReport } from '#passband/training/batchReporter.ts';
import { resolveConfig } from '#passband/training/config/config.ts';
import { optimizerSettings } from '#passband/training/config/optimizerSettings.ts';
import { createEngine } from '#passband/training/engine/createEngine.ts';
import type { Engine } from '#passband/training/engine/engine.ts';
import { loadCheckpoint } from '#passband/training/run/checkpoint.ts';
import { readHistory } from '#passband/training/run/history.ts';
import { createRun, datasetRecord, openRun } from '#passband/training/run/runFolder.ts';
import { classification } from '#passband/training/tasks/classification/classification.ts';
import { type TrainOptions, train } from '#passband/training/train.ts';
import { startServer } from '../../server/startServer.ts';
import { temporaryFolder } from '../../support/dataFiles.ts';
import { runContent } from '../tinyRun.ts';
import { boxDataset, boxes, boxLoss, boxNetwork, boxTask } from './boxTask.ts';

const epochs = 4;
const batchSize = 9;

/** A new run of boxes in two shards; the clock stands still. */
async function boxRun(parent = temporaryFolder()) {
  const folder = join(parent, 'run');
  const dataset = boxDataset();
  const config = resolveConfig(
    {
      ...{ dataset: 'boxes', epochs, batchSize, seed: 3, learningRate: 0.02 },
      ...{ holdOut: 6, evaluationSample: 30, tensorboard: true },
    },
    { threads: 2, out: folder },
  );
  const { data } = boxTask(dataset, { parameters: new Map() });
  const content = {
    config,
    versions: { passband: '0', node: '0', onnxruntime: '0' },
    dataset: datasetRecord(data, config),
    parameters: 0,
  };
  const run = await createRun(content, boxes);
  return {
    folder,
    run,
    /** Goes on as a new process would: with all made anew. */
    go: async (options: Partial<TrainOptions> & { readonly wrap?: (engine: Engine) => Engine } = {}) => {
      const { wrap = (engine: Engine) => engine, ...others } = options;
      const engine = await createEngine({
        build: (images) => boxNetwork(images, seededRandom('weights')),
        loss: boxLoss,
        batchSize,
        optimizer: optimizerSettings(config),
        shards: config.shards,
        threads: config.threads,
        block: 1,
      });
      try {
        const task = boxTask(dataset, engine);
        const random = seededRandom(config.seed);
        return await train({ run, engine: wrap(engine), task, random, now: () => 0, ...others });
      } finally {
        await engine.release();
      }
    },
  };
}

describe('a task that learns boxes, none to three an image', () => {
  const parent = mkdtempSync(join(tmpdir(), 'passband-boxes-'));
  let whole: Awaited<ReturnType<typeof boxRun>>;
  let content: Awaited<ReturnType<typeof runContent>>;
  const reports: BatchReport[] = [];
  beforeAll(async () => {
    whole = await boxRun(parent);
    await whole.go({ onBatch: (report) => reports.push(report) });
    content = await runContent(whole.folder);
  });
  afterAll(() => rmSync(parent, { recursive: true }));
  const textOf = (name: string) => readFile(join(whole.folder, name), 'utf8');

  test('learns', async () => {
    const errors = (await readHistory(whole.folder, boxes.columns))
      .filter(({ split }) => split === 'test')
      .map(({ edgeError }) => edgeError!);
    expect(errors.at(-1)).toBeLessThan(0.6 * errors[0]);
  });

  test('has columns of its own in the history, in the order in which it names them', async () => {
    const rows = await readHistory(whole.folder, boxes.columns);
    expect(rows.map(({ epoch, split }) => `${epoch} ${split}`)).toEqual(
      [1, 2, 3, 4].flatMap((epoch) =>
        ['running', 'train', 'test', 'held-out'].map((split) => `${epoch} ${split}`),
      ),
    );
    const names = [
      'epoch',
      'split',
      'component',
      'radius',
      'loss',
      'edgeError',
      'found',
      'boxes',
      'n',
      'elapsedMs',
    ];
    for (const row of rows) expect(Object.keys(row)).toEqual(names);
    const [header, ...lines] = (await textOf('history.csv')).trim().split('\n');
    expect(header).toBe(names.join(','));
    expect(lines).toHaveLength(rows.length);
    // Sums of the batches, of which the engine added up one over its shards.
    const { edgeError, boxes: count, n } = rows[0];
    expect(n).toBe(54);
    expect(count).toBeGreaterThan(n);
    expect(edgeError).toBeGreaterThan(0);
  });

  test('is read by who knows nothing of it, and not taken for another', async () => {
    const rows = await readHistory(whole.folder);
    expect(rows).toMatchObject(await readHistory(whole.folder, boxes.columns));
    await expect(readHistory(whole.folder, classification.columns)).rejects.toThrow('history.jsonl:1: ');
    expect((await openRun(whole.folder)).record.task).toBe('boxes');
  });

  test('has a page that shows every column, and a line in the list of results', async () => {
    const { url } = await startServer({ runs: dirname(whole.folder) });
    const [list, page] = await Promise.all(
      [url, `${url}/runs/run/`].map(async (address) => (await fetch(address)).text()),
    );
    expect(list).toContain('boxes on boxes');
    expect(list).toContain('4 of 4 epochs');
    expect(page).toContain('The task of this run is boxes.');
    for (const column of ['loss', 'edgeError', 'found', 'boxes']) {
      expect(page).toContain(`aria-label="${column} on x by epoch, of training and test images"`);
      expect(page).toContain(`<th scope="col">${column}</th>`);
    }
    await expect(readComparedRun(whole.folder, 'a')).rejects.toThrow(
      /is a run of boxes, and only runs of classification can be compared$/,
    );
  });

  test('has its shown columns in the event file', async () => {
    const events = await textOf(join('tensorboard', 'events.out.tfevents.passband'));
    expect([...new Set(events.match(/[a-zA-Z]+\/test\/x/g))]).toEqual([
      'loss/test/x',
      'edgeError/test/x',
      'found/test/x',
    ]);
  });

  test('is reported after each batch', () => {
    expect(reports).toHaveLength(epochs * 6);
    expect(reports[0].shown).toEqual([
      { name: 'edgeError', as: 'number', value: expect.any(Number) },
      { name: 'found', as: 'share', value: expect.any(Number) },
    ]);
  });

  test('has the epoch of the lowest error as its best checkpoint', async () => {
    const rows = (await readHistory(whole.folder, boxes.columns)).filter(({ split }) => split === 'held-out');
    const errors = rows.map(({ edgeError }) => edgeError!);
    const lowest = Math.min(...errors);
    const best = await loadCheckpoint(whole.folder, 'best');
    expect(best!.progress.best).toEqual({ epoch: errors.indexOf(lowest) + 1, edgeError: lowest });
  });

  test('leaves the same bytes when it is stopped in one epoch, killed in another, and resumed', async () => {
    const { folder, go } = await boxRun();
    const controller = new AbortController();
    const { record } = await go({
      signal: controller.signal,
      onBatch: ({ epoch, batch }) => {
        if (epoch === 2 && batch === 2) controller.abort();
      },
    });
    expect(record.status).toBe('stopped');
    const dying = (engine: Engine): Engine => ({
      ...engine,
      step: async (batch, hyper) => {
        if (hyper.step === 16) throw new Error('killed');
        return engine.step(batch, hyper);
      },
    });
    await expect(go({ wrap: dying })).rejects.toThrow('killed');
    await go();
    expect(await runContent(folder)).toEqual(content);
  });

  test('is not mistaken for classification by the loop', async () => {
    const task = { ...boxTask(boxDataset(), { parameters: new Map() }), ...classification };
    const others = { random: seededRandom(3), now: () => 0, engine: {} as Engine };
    await expect(train({ run: whole.run, task, ...others })).rejects.toThrow(
      /^train: .* is a run of boxes, got the task classification$/,
    );
  });
});
