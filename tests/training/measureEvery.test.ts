import { describe, expect, test } from 'vitest';
import type { BatchReport, MeasuringReport } from '#passband/training/batchReporter.ts';
import type { Engine } from '#passband/training/engine/engine.ts';
import { measurementsAfter } from '#passband/training/measuredEpochs.ts';
import { loadCheckpoint } from '#passband/training/run/checkpoint.ts';
import { lastMeasured, readHistory } from '#passband/training/run/history.ts';
import { classification } from '#passband/training/tasks/classification/classification.ts';
import { runContent, tinyRun } from './tinyRun.ts';

// Seven batches an epoch, as in `train.test.ts`.
const batches = 7;
const thinned = { epochs: 7, measureEvery: 3 };

async function rowsOf(given: Parameters<typeof tinyRun>[0]) {
  const { run, go } = await tinyRun(given);
  await go();
  return { folder: run.folder, rows: await readHistory(run.folder, classification.columns) };
}

/** An engine that takes two seconds a step by `tick`, and breaks down at its `at`th one. */
const timed =
  (tick: (ms: number) => void, at = Infinity) =>
  (engine: Engine): Engine => {
    let taken = 0;
    return {
      ...engine,
      step: (batch, hyper) => {
        if (taken++ === at) throw new Error('killed');
        tick(2000);
        return engine.step(batch, hyper);
      },
    };
  };

describe('measureEvery', () => {
  test('measures the first, every third and the last epoch; the others have the mean over their batches', async () => {
    const [few, all] = [await rowsOf(thinned), await rowsOf({ ...thinned, measureEvery: 1 })];
    for (let epoch = 1; epoch <= 7; epoch++) {
      const own = all.rows.filter((row) => row.epoch === epoch);
      const expected = [1, 3, 6, 7].includes(epoch) ? own : own.filter(({ split }) => split === 'running');
      expect(few.rows.filter((row) => row.epoch === epoch)).toEqual(expected);
    }
    expect(lastMeasured(few.rows)).toBe(7);
    expect(lastMeasured(few.rows.filter(({ epoch }) => epoch <= 5))).toBe(3);
    expect(lastMeasured([])).toBe(0);
    // What is learned does not depend on it.
    const [weights, usual] = await Promise.all(
      [few, all].map(async ({ folder }) => (await loadCheckpoint(folder, 'latest'))!),
    );
    expect(weights.tensors).toEqual(usual.tensors);
  });

  test('the best checkpoint is that of the best epoch among the measured ones', async () => {
    const { folder, rows } = await rowsOf(thinned);
    const heldOut = rows.filter(({ split }) => split === 'held-out');
    const best = Math.max(...heldOut.map(({ accuracy }) => accuracy));
    const { epoch } = heldOut.find(({ accuracy }) => accuracy === best)!;
    const checkpoint = await loadCheckpoint(folder, 'best');
    expect(checkpoint!.progress).toMatchObject({ epoch, best: { epoch, accuracy: best } });
  });

  // In an epoch without measurements, at its end, and in the one after it.
  test.each([batches + 3, 2 * batches, 2 * batches + 1, 5 * batches])(
    'stopped after %d batches, or killed there, and resumed, a run leaves the same bytes',
    async (moment) => {
      const whole = await runContent((await rowsOf(thinned)).folder);
      const stopped = await tinyRun(thinned);
      const controller = new AbortController();
      const onBatch = ({ epoch, batch }: BatchReport) => {
        if ((epoch - 1) * batches + batch === moment) controller.abort();
      };
      await stopped.go({ signal: controller.signal, onBatch });
      await stopped.go();
      expect(await runContent(stopped.run.folder)).toEqual(whole);
      const killed = await tinyRun(thinned);
      await expect(killed.go({ wrap: timed(() => {}, moment) })).rejects.toThrow('killed');
      await killed.go();
      expect(await runContent(killed.run.folder)).toEqual(whole);
    },
  );

  test('the time left counts the measurements that are to come, and no others', async () => {
    const { go } = await tinyRun(thinned);
    const reports: BatchReport[] = [];
    const measuring: MeasuringReport[] = [];
    let time = 0;
    await go({
      now: () => time,
      wrap: timed((ms) => {
        time += ms;
      }),
      // Training, test and held-out images, a second each.
      evaluate: async (split) => {
        time += 1000;
        return [{ component: 'x', radius: null, loss: 1, correct: 1, n: split.count }];
      },
      onBatch: (report) => reports.push(report),
      onMeasuring: (report) => measuring.push(report),
    });
    const left = (epoch: number, batch: number) =>
      reports.find((report) => report.epoch === epoch && report.batch === batch)!.etaSeconds;
    const step = 2;
    // After epochs 3, 6 and 7 each.
    expect(left(2, 1)).toBe((6 * batches - 1) * step + 3 * 3);
    expect(left(4, batches)).toBe(3 * batches * step + 2 * 3);
    expect(left(7, batches)).toBe(3);
    expect([...new Set(measuring.map(({ epoch }) => epoch))]).toEqual([1, 3, 6, 7]);
    expect(measuring.find(({ epoch }) => epoch === 3)!.etaSeconds).toBe(4 * batches * step + 3 * 3);
  });

  test.each([
    [0, { epochs: 1, measureEvery: 1 }, 1],
    [0, { epochs: 7, measureEvery: 100 }, 2],
    [1, { epochs: 7, measureEvery: 100 }, 1],
    [3, { epochs: 9, measureEvery: 3 }, 2],
    [9, { epochs: 9, measureEvery: 1 }, 0],
  ])('after %d epochs of %o there are %d measurements to come', (done, choice, count) => {
    expect(measurementsAfter(done, choice)).toBe(count);
  });
});
