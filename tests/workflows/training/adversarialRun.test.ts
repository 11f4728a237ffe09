import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { plantedDataset } from '#passband/data/planted/planted.ts';
import { resolveConfig } from '#passband/training/config/config.ts';
import { loadCheckpoint } from '#passband/training/run/checkpoint.ts';
import { readHistory } from '#passband/training/run/history.ts';
import { openRun, type Run } from '#passband/training/run/runFolder.ts';
import { noProgress } from '#passband/workflows/common/progressSink.ts';
import { trainRun } from '#passband/workflows/training/trainRun.ts';
import { temporaryFolder } from '../../support/dataFiles.ts';

const dataset = plantedDataset({ seed: 0, count: 60, testCount: 20 });

const configIn = (out: string) =>
  resolveConfig(
    {
      ...{
        dataset: 'planted',
        network: 'six-conv',
        batchNorm: true,
        dropout: true,
        epochs: 2,
        batchSize: 20,
      },
      ...{ radius: [8], holdOut: 10, augment: true },
      ...{ adversarialEpsilon: '4/255', adversarialSteps: 2, adversarialShare: 0.5 },
      ...{ adversarialWarmupEpochs: 2, adversarialSample: 12 },
    },
    { threads: 2, out },
  );

/** Trains in this process; `stop` is asked after each batch. */
async function go(start: Parameters<typeof trainRun>[0], stop?: (batches: number) => void): Promise<Run> {
  let batches = 0;
  return trainRun(start, {
    progress: { ...noProgress, batch: () => stop?.(++batches) },
    now: Date.now,
    signal: controller.signal,
    dataset,
  });
}

let controller = new AbortController();

async function resultOf(out: string) {
  const history = (await readHistory(out)).map(({ elapsedMs: _, ...row }) => row);
  const { tensors } = (await loadCheckpoint(out, 'latest'))!;
  return { history, tensors: [...tensors], model: readFileSync(join(out, 'model.onnx')).toString('base64') };
}

it('a run by adversarial training measures robust accuracy, and leaves the same bits when stopped and killed', async () => {
  const folder = temporaryFolder();
  const whole = join(folder, 'whole');
  expect((await go(configIn(whole))).record.status).toBe('finished');
  const expected = await resultOf(whole);

  const rows = expected.history.filter(({ component }) => component === 'adversarial');
  expect(rows.map(({ epoch, split, radius, n }) => [epoch, split, radius, n])).toEqual([
    ...[1, 2].flatMap((epoch) => [
      [epoch, 'train', null, 12],
      [epoch, 'test', null, 12],
    ]),
  ]);
  expect(readFileSync(join(whole, 'history.csv'), 'utf8')).toContain('\n2,test,adversarial,,');
  expect(readFileSync(join(whole, 'report.html'), 'utf8')).toContain('PGD, ε = 4/255, 2 steps');

  // Stopped in its first epoch and killed when it goes on.
  const out = join(folder, 'interrupted');
  const left = await go(configIn(out), (batches) => batches === 1 && controller.abort());
  expect(left.record.status).toBe('stopped');
  controller = new AbortController();
  const die = (batches: number) => {
    if (batches === 2) throw new Error('killed');
  };
  await expect(go(await openRun(out), die)).rejects.toThrow('killed');
  await go(await openRun(out));
  expect(await resultOf(out)).toEqual(expected);
});

it('without a share of each batch robust accuracy is measured, and the weights are those of plain training', async () => {
  const folder = temporaryFolder();
  const [measured, plain] = [join(folder, 'measured'), join(folder, 'plain')];
  await go({ ...configIn(measured), epochs: 1, adversarialShare: 0 });
  await go({ ...configIn(plain), epochs: 1, adversarialEpsilon: '0' });
  const [one, other] = [await resultOf(measured), await resultOf(plain)];
  expect(one.tensors).toEqual(other.tensors);
  expect(one.history.filter(({ component }) => component !== 'adversarial')).toEqual(other.history);
  expect(one.history.length).toBe(other.history.length + 2);
});
