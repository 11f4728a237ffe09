import { mkdtempSync, rmSync } from 'node:fs';
import { appendFile, copyFile, cp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { takeLease } from '#passband/files/lease.ts';
import { temporaryName } from '#passband/files/temporaryName.ts';
import { permutation, seededRandom } from '#passband/tensor/random.ts';
import type { BatchReport, MeasuringReport } from '#passband/training/batchReporter.ts';
import type { Batch, Engine } from '#passband/training/engine/engine.ts';
import { checkpointPath, loadCheckpoint } from '#passband/training/run/checkpoint.ts';
import { readHistory } from '#passband/training/run/history.ts';
import { openRun } from '#passband/training/run/runFolder.ts';
import { classification } from '#passband/training/tasks/classification/classification.ts';
import { runContent, tinyDataset, tinyRun } from './tinyRun.ts';

// 47 images, 4 held out, batches of 6: seven batches an epoch and one image left over.
const batches = 7;
const epochs = 4;

/** @param parent of the run's folder */
async function uninterrupted(parent?: string) {
  const { run, go } = await tinyRun({}, { parent });
  const steps: Batch[] = [];
  const finished = await go({ wrap: recording(steps) });
  return { folder: run.folder, finished, steps, files: await runContent(run.folder) };
}

const recording =
  (steps: Batch[]) =>
  (engine: Engine): Engine => ({
    ...engine,
    step: (batch, hyper) => {
      steps.push(batch);
      return engine.step(batch, hyper);
    },
  });

/** An engine that breaks down when it should take its `at`th step, as a killed process does. */
const dying =
  (at: number) =>
  (engine: Engine): Engine => {
    let taken = 0;
    return {
      ...engine,
      step: async (batch, hyper) => {
        if (taken++ === at) throw new Error('killed');
        return engine.step(batch, hyper);
      },
    };
  };

/** Five steps of the run, drawn anew by a seed that is stated. */
const moments = [...permutation(batches * epochs, seededRandom('moments')).slice(0, 5)];

describe('train', () => {
  const parent = mkdtempSync(join(tmpdir(), 'passband-train-'));
  let whole: Awaited<ReturnType<typeof uninterrupted>>;
  beforeAll(async () => {
    whole = await uninterrupted(parent);
  });
  afterAll(() => rmSync(parent, { recursive: true }));

  test('a run ends with history, event file, latest and best checkpoint', async () => {
    expect(whole.finished.record.status).toBe('finished');
    expect((await openRun(whole.folder)).record.status).toBe('finished');
    expect([...whole.files.keys()]).toEqual([
      '/checkpoints/best.safetensors',
      '/checkpoints/latest.safetensors',
      '/history.csv',
      '/history.jsonl',
      '/tensorboard/events.out.tfevents.passband',
    ]);
  });

  test('every epoch has a row for its batches, for each component of train and test, and for the held-out images', async () => {
    const rows = await readHistory(whole.folder, classification.columns);
    const components = ['x null', 'lfc 2', 'hfc 2', 'lfc 4', 'hfc 4'];
    const expected = [
      'running x null 42',
      ...components.map((component) => `train ${component} 15`),
      ...components.map((component) => `test ${component} 20`),
      'held-out x null 4',
    ];
    for (let epoch = 1; epoch <= epochs; epoch++) {
      const own = rows.filter((row) => row.epoch === epoch);
      expect(own.map(({ split, component, radius, n }) => `${split} ${component} ${radius} ${n}`)).toEqual(
        expected,
      );
    }
    expect(rows).toHaveLength(epochs * expected.length);
    for (const { accuracy, correct, n } of rows) expect(accuracy).toBe(correct / n);
  });

  test('the network learns', async () => {
    const { run, go } = await tinyRun({ mixup: 0, augment: false, learningRate: 0.02, epochs: 20 });
    await go();
    const accuracy = (await readHistory(run.folder, classification.columns))
      .filter(({ split, component }) => split === 'train' && component === 'x')
      .map((row) => row.accuracy);
    expect(accuracy.at(-1)).toBeGreaterThan(0.75);
  });

  test('two runs of one seed are equal byte for byte, and another seed differs', async () => {
    expect((await uninterrupted()).files).toEqual(whole.files);
    const other = await tinyRun({ seed: 8 });
    await other.go();
    const weights = '/checkpoints/latest.safetensors';
    expect((await runContent(other.run.folder)).get(weights)).not.toEqual(whole.files.get(weights));
  });

  test.each(moments)('stopped after %d batches and resumed, a run leaves the same bytes', async (moment) => {
    const { run, go } = await tinyRun();
    const controller = new AbortController();
    const stopped = await go({
      signal: controller.signal,
      onBatch: ({ epoch, batch }) => {
        if ((epoch - 1) * batches + batch === moment) controller.abort();
      },
      wrap: (engine) => {
        if (moment === 0) controller.abort();
        return engine;
      },
    });
    expect(stopped.record.status).toBe('stopped');
    expect((await openRun(run.folder)).record.status).toBe('stopped');
    const saved = await loadCheckpoint(run.folder, 'latest');
    expect(saved!.progress.step).toBe(moment);
    const steps: Batch[] = [];
    expect((await go({ wrap: recording(steps) })).record.status).toBe('finished');
    // Images, targets and masks after the resume are those that would have come.
    expect(steps).toEqual(whole.steps.slice(moment));
    expect(await runContent(run.folder)).toEqual(whole.files);
  });

  test.each(moments)('killed at step %d and started again, a run leaves the same bytes', async (moment) => {
    const { run, go } = await tinyRun();
    await expect(go({ wrap: dying(moment) })).rejects.toThrow('killed');
    const latest = await loadCheckpoint(run.folder, 'latest');
    expect(latest?.progress.epoch ?? 0).toBe(Math.floor(moment / batches));
    await go();
    expect(await runContent(run.folder)).toEqual(whole.files);
  });

  test('killed while a checkpoint or a line is written, a run leaves the same bytes', async () => {
    const { run, go } = await tinyRun();
    const { folder } = run;
    const latest = checkpointPath(folder, 'latest');
    await expect(go({ wrap: dying(batches) })).rejects.toThrow('killed');
    const [first, older] = [await readFile(latest), `${folder}-older`];
    await cp(folder, older, { recursive: true });
    await expect(go({ wrap: dying(batches) })).rejects.toThrow('killed');
    // History, events and best of epoch 2 are written, its latest checkpoint is half written beside that of epoch 1.
    await copyFile(join(older, 'checkpoints', 'latest.safetensors'), latest);
    await writeFile(temporaryName(latest), first.subarray(0, first.length / 2));
    await go({ wrap: dying(batches) }).catch(() => undefined);
    expect((await loadCheckpoint(run.folder, 'latest'))!.progress.epoch).toBe(2);
    // A measurement of epoch 3 is torn, and its line in the table too.
    await appendFile(join(folder, 'history.jsonl'), '{"epoch":3,"split":"running","compo');
    await appendFile(join(folder, 'history.csv'), '3,running,x,,0.');
    await appendFile(join(folder, 'tensorboard', 'events.out.tfevents.passband'), 'torn');
    // Whoever goes on takes the folder, which clears away what is half written.
    const lease = await takeLease(folder);
    await go();
    await lease.release();
    expect(await runContent(folder)).toEqual(whole.files);
  });

  test('stopped while an epoch is measured, a run measures it anew and leaves the same bytes', async () => {
    const { run, go } = await tinyRun();
    const controller = new AbortController();
    const stopped = await go({
      signal: controller.signal,
      evaluate: async (_, { signal }) => {
        controller.abort();
        signal!.throwIfAborted();
        return [];
      },
    });
    expect(stopped.record.status).toBe('stopped');
    const { progress } = (await loadCheckpoint(run.folder, 'latest'))!;
    expect(progress).toMatchObject({ epoch: 0, batch: batches, step: batches });
    await go();
    expect(await runContent(run.folder)).toEqual(whole.files);
  });

  test('each epoch sees each image at most once, in an order of its own, and never a held-out one', async () => {
    const seen: string[][] = [];
    const { go } = await tinyRun({ mixup: 0, augment: false });
    const steps: Batch[] = [];
    await go({ wrap: recording(steps) });
    for (let epoch = 0; epoch < epochs; epoch++) {
      const images = steps.slice(epoch * batches, (epoch + 1) * batches).flatMap(({ images }) => {
        const size = images.data.length / images.shape[0];
        return Array.from({ length: images.shape[0] }, (_, row) =>
          images.data.subarray(row * size, (row + 1) * size).join(),
        );
      });
      expect(new Set(images).size).toBe(42);
      seen.push(images);
    }
    expect(seen[0]).not.toEqual(seen[1]);
    // Four of the 47 are held out; every other one is met in some epoch.
    expect(new Set(seen.flat()).size).toBe(43);
  });

  test('best is the epoch with the highest accuracy on the held-out images, the first of equals', async () => {
    const { run, go } = await tinyRun({ learningRate: 0.02 });
    // Accuracies by epoch, made up so that the test set disagrees.
    const heldOut = [2, 3, 3, 1];
    const weights: Float32Array[] = [];
    let live: Float32Array;
    await go({
      wrap: (engine) => {
        live = engine.parameters.get('fc.weight')!.data;
        return engine;
      },
      evaluate: async (split, { radii }) => {
        const epoch = weights.length;
        const correct = split.count === 4 ? heldOut[epoch] : epoch + 1;
        if (split.count === 4) weights.push(live.slice());
        return [
          { component: 'x', radius: null, loss: 1, correct, n: split.count },
          ...radii.map((radius) => ({
            component: 'lfc' as const,
            radius,
            loss: 1,
            correct: 0,
            n: split.count,
          })),
        ];
      },
    });
    const best = (await loadCheckpoint(run.folder, 'best'))!;
    expect(best.progress.best).toEqual({ epoch: 2, accuracy: 0.75 });
    expect(best.tensors.get('fc.weight')!.data).toEqual(weights[1]);
    const latest = (await loadCheckpoint(run.folder, 'latest'))!;
    expect(latest.progress.best).toEqual({ epoch: 2, accuracy: 0.75 });
    expect(latest.tensors.get('fc.weight')!.data).toEqual(weights[3]);
  });

  test('without held-out images there is no best checkpoint and every image is learned from', async () => {
    const { run, go } = await tinyRun({ holdOut: 0, epochs: 1 });
    const steps: Batch[] = [];
    await go({ wrap: recording(steps) });
    expect(await loadCheckpoint(run.folder, 'best')).toBeNull();
    expect(steps).toHaveLength(7);
    expect(
      (await readHistory(run.folder, classification.columns)).some(({ split }) => split === 'held-out'),
    ).toBe(false);
  });

  test('fewer images than a batch make one smaller batch', async () => {
    const { run, go } = await tinyRun({ batchSize: 100, epochs: 1 });
    const steps: Batch[] = [];
    await go({ wrap: recording(steps) });
    expect(steps.map(({ images }) => images.shape[0])).toEqual([43]);
    expect((await readHistory(run.folder, classification.columns))[0]).toMatchObject({
      split: 'running',
      n: 43,
    });
  });

  test('a loss that is not finite stops the run and keeps the checkpoint of before', async () => {
    const { run, go } = await tinyRun();
    const latest = checkpointPath(run.folder, 'latest');
    await expect(go({ wrap: dying(batches + 3) })).rejects.toThrow('killed');
    const before = await readFile(latest);
    const poisoned = (engine: Engine): Engine => ({
      ...engine,
      step: async (batch, hyper) => {
        const made = await engine.step(batch, hyper);
        return hyper.step === batches + 3 ? { ...made, loss: Number.NaN } : made;
      },
    });
    await expect(go({ wrap: poisoned })).rejects.toThrow(
      /^epoch 2, batch 3: the loss is not finite\. The last good checkpoint is kept; try a learning rate below 0\.2/,
    );
    expect(await readFile(latest)).toEqual(before);
    expect((await openRun(run.folder)).record.status).toBe('diverged');
    expect((await readHistory(run.folder, classification.columns)).every(({ epoch }) => epoch === 1)).toBe(
      true,
    );
  });

  test('a learning rate that is far too high diverges by itself', async () => {
    const { run, go } = await tinyRun({ learningRate: 1e38, optimizer: 'sgd', weightDecay: 1 });
    await expect(go()).rejects.toThrow(/^epoch 1, .* not finite\. No checkpoint was saved before; try a/);
    expect(await loadCheckpoint(run.folder, 'latest')).toBeNull();
    expect((await openRun(run.folder)).record.status).toBe('diverged');
  });

  test('weights that the last update broke are not saved, at an epoch end as little as at a stop', async () => {
    for (const stopping of [false, true]) {
      const { run, go } = await tinyRun();
      const controller = new AbortController();
      const breaking = (engine: Engine): Engine => ({
        ...engine,
        step: async (batch, hyper) => {
          const made = await engine.step(batch, hyper);
          if (hyper.step === batches) {
            engine.parameters.get('fc.bias')!.data[1] = Number.POSITIVE_INFINITY;
            if (stopping) controller.abort();
          }
          return made;
        },
      });
      await expect(go({ wrap: breaking, signal: controller.signal })).rejects.toThrow(
        'fc.bias has values that are not finite',
      );
      expect(await loadCheckpoint(run.folder, 'latest')).toBeNull();
    }
  });

  test('transformBatch has the last word on images and targets, with a stream of its own for each batch', async () => {
    const { go } = await tinyRun({ epochs: 2 });
    const calls: string[] = [];
    const draws = new Set<number>();
    const steps: Batch[] = [];
    await go({
      wrap: recording(steps),
      transformBatch: async ({ images, targets }, { epoch, batch, random }) => {
        calls.push(`${epoch} ${batch}`);
        draws.add(random.uniform());
        return { images: { ...images, data: images.data.map(() => epoch) }, targets };
      },
    });
    expect(calls).toEqual(
      [1, 2].flatMap((epoch) => [0, 1, 2, 3, 4, 5, 6].map((batch) => `${epoch} ${batch}`)),
    );
    expect(draws.size).toBe(14);
    expect(steps.map(({ images }) => images.data[5])).toEqual([...Array(7).fill(1), ...Array(7).fill(2)]);
  });

  test('a run on LFC learns from the component divided by its maximum, and its own batches say so', async () => {
    const { run, go } = await tinyRun({
      trainOn: 'lfc',
      trainRadius: 1,
      mixup: 0,
      augment: false,
      epochs: 2,
    });
    const steps: Batch[] = [];
    await go({ wrap: recording(steps) });
    for (const { images } of steps) {
      const size = images.data.length / images.shape[0];
      for (let row = 0; row < images.shape[0]; row++) {
        expect(Math.max(...images.data.subarray(row * size, (row + 1) * size))).toBeCloseTo(1, 6);
      }
    }
    const rows = await readHistory(run.folder, classification.columns);
    expect(rows.filter(({ split }) => split === 'running')).toMatchObject([
      { component: 'lfc', radius: 1 },
      { component: 'lfc', radius: 1 },
    ]);
  });

  test('progress counts batches and epochs, and estimates the time that is left', async () => {
    const { go } = await tinyRun({ epochs: 2 });
    const reports: BatchReport[] = [];
    const measuring: MeasuringReport[] = [];
    let time = 0;
    await go({
      now: () => time,
      // A step takes 2 s, a measurement of a split 1 s.
      wrap: (engine) => ({
        ...engine,
        step: (batch, hyper) => {
          time += 2000;
          return engine.step(batch, hyper);
        },
      }),
      evaluate: async (split, { onProgress }) => {
        time += 500;
        onProgress?.(1, 2);
        time += 500;
        return [{ component: 'x', radius: null, loss: 1, correct: 1, n: split.count }];
      },
      onBatch: (report) => reports.push(report),
      onMeasuring: (report) => measuring.push(report),
    });
    expect(reports).toHaveLength(14);
    expect(reports[0]).toMatchObject({ epoch: 1, epochs: 2, batch: 1, batches: 7, imagesPerSecond: 3 });
    // Before the first measurement by its passes, of which a step takes three an image: here x alone of 47 + 20 images at each of two epochs' ends.
    expect(reports[0].etaSeconds).toBeGreaterThan(13 * 2);
    expect(reports[0].etaSeconds).toBeLessThan(13 * 2 + 200);
    expect(reports[7]).toMatchObject({ epoch: 2, batch: 1, etaSeconds: 6 * 2 + 3 });
    expect(reports[13]).toMatchObject({ epoch: 2, batch: 7, etaSeconds: 3 });
    // Three splits, each told of before it begins and when it is half done.
    const ofEpoch = (wanted: number) => measuring.filter(({ epoch }) => epoch === wanted);
    for (const epoch of [1, 2]) {
      const done = ofEpoch(epoch).map((report) => report.done);
      expect(done).toHaveLength(6);
      expect(done).toEqual(done.toSorted((a, b) => a - b));
      expect(done.at(-1)).toBeLessThan(ofEpoch(epoch)[0].total);
    }
    const [first] = ofEpoch(1);
    expect(first).toMatchObject({ done: 0, epochs: 2 });
    expect(first.etaSeconds).toBeGreaterThan(14);
    expect(ofEpoch(2)[0].etaSeconds).toBe(3);
    expect(ofEpoch(2).at(-1)!.etaSeconds).toBeLessThan(1);
  });

  test('elapsed time leaves out the pause between a stop and a resume', async () => {
    const { run, go } = await tinyRun({ epochs: 1 });
    const controller = new AbortController();
    let time = 1e12;
    const wrap = (engine: Engine): Engine => ({
      ...engine,
      step: (batch, hyper) => {
        time += 10;
        return engine.step(batch, hyper);
      },
    });
    await go({ now: () => time, wrap, signal: controller.signal, onBatch: () => controller.abort() });
    time += 1e9;
    await go({ now: () => time, wrap });
    expect(
      new Set((await readHistory(run.folder, classification.columns)).map(({ elapsedMs }) => elapsedMs)),
    ).toEqual(new Set([70]));
  });

  test('the record says where a run goes on in the layout of another processor', async () => {
    const { run, go } = await tinyRun();
    const inBlocksOf =
      (block: number) =>
      (engine: Engine): Engine => ({ ...engine, block });
    const layouts = async () => [
      (await openRun(run.folder)).record.layouts,
      (await loadCheckpoint(run.folder, 'latest'))!.progress.layouts,
    ];
    const stopAt = async (step: number, block: number) => {
      const controller = new AbortController();
      const onBatch = ({ epoch, batch }: BatchReport) => {
        if ((epoch - 1) * batches + batch === step) controller.abort();
      };
      await go({ wrap: inBlocksOf(block), signal: controller.signal, onBatch });
    };
    await stopAt(2, 8);
    expect(await layouts()).toEqual([undefined, [8]]);
    // One that is killed before it saves anything is no part of what the next one goes on with.
    await expect(go({ wrap: (engine) => dying(0)(inBlocksOf(1)(engine)) })).rejects.toThrow('killed');
    expect(await layouts()).toEqual([[8, 1], [8]]);
    await stopAt(3, 8);
    expect(await layouts()).toEqual([undefined, [8]]);
    await stopAt(batches + 1, 16);
    expect(await layouts()).toEqual([
      [8, 16],
      [8, 16],
    ]);
    expect((await go({ wrap: inBlocksOf(16) })).record).toMatchObject({
      status: 'finished',
      layouts: [8, 16],
    });
  });

  test('other data, another batch or other streams than the run began with are refused', async () => {
    const { dataset, go } = await tinyRun();
    const other = { ...dataset, hashes: { generator: 'other' } };
    await expect(go({ dataset: other })).rejects.toThrow(
      'checkSameDataset: hashes of the data was {"generator":"tiny"}',
    );
    await expect(go({ dataset: tinyDataset(46) })).rejects.toThrow('trainCount of the data was 47');
    await expect(go({ wrap: (engine) => ({ ...engine, batchSize: 5 }) })).rejects.toThrow(
      "the engine's batch must have 6 images, got 5",
    );
    await expect(go({ wrap: dying(batches) })).rejects.toThrow('killed');
    await expect(go({ random: seededRandom(8) })).rejects.toThrow('the random streams of 7, got 8');
  });

  test('a damaged checkpoint stops a resume with one line, and nothing is written over', async () => {
    const { run, go } = await tinyRun();
    await expect(go({ wrap: dying(batches) })).rejects.toThrow('killed');
    const latest = checkpointPath(run.folder, 'latest');
    const good = await readFile(latest);
    const torn = good.subarray(0, good.length - 7);
    await writeFile(latest, torn);
    const before = await runContent(run.folder);
    const error = await go().catch((caught: Error) => caught);
    expect((error as Error).message).toMatch(
      /latest\.safetensors is damaged \(safetensors: the file ends inside .*\)$/,
    );
    expect((error as Error).message).not.toContain('\n');
    expect(await runContent(run.folder)).toEqual(before);
    await rm(latest);
    await writeFile(latest, good);
    await go();
    expect(await runContent(run.folder)).toEqual(whole.files);
  });
});
