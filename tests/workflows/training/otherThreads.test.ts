import { join } from 'node:path';
import { expect, it } from 'vitest';
import { arrayImages } from '#passband/data/dataset/arrayImages.ts';
import type { Dataset, Split } from '#passband/data/dataset/dataset.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { sizeOf } from '#passband/tensor/tensor.ts';
import { type GivenConfig, resolveConfig } from '#passband/training/config/config.ts';
import { loadCheckpoint } from '#passband/training/run/checkpoint.ts';
import { readHistory } from '#passband/training/run/history.ts';
import { openRun } from '#passband/training/run/runFolder.ts';
import { noProgress } from '#passband/workflows/common/progressSink.ts';
import { trainRun } from '#passband/workflows/training/trainRun.ts';
import { temporaryFolder } from '../../support/dataFiles.ts';

const shape = [3, 8, 8] as const;
const random = seededRandom('noise');
const split = (count: number): Split => ({
  images: arrayImages(
    Uint8Array.from({ length: count * sizeOf(shape) }, () => random.integer(256)),
    shape,
  ),
  labels: Int32Array.from({ length: count }, () => random.integer(3)),
  count,
});
const dataset: Dataset = {
  ...{ name: 'noise', classes: ['a', 'b', 'c'], shape },
  ...{ train: split(18), test: split(7), notices: [], hashes: { generator: 'noise' } },
};

const configIn = (out: string, threads: number, given: Omit<GivenConfig, 'dataset'>) =>
  resolveConfig(
    {
      ...{ dataset: 'noise', network: 'six-conv', epochs: 1, batchSize: 6, holdOut: 0, radius: [2] },
      ...{ threads, out, ...given },
    },
    { threads: 2, out },
  );

async function resultOf(out: string) {
  const history = (await readHistory(out)).map(({ elapsedMs: _, ...row }) => row);
  const { tensors } = (await loadCheckpoint(out, 'latest'))!;
  return {
    history,
    tensors: [...tensors].map(([name, { data }]) => [
      name,
      Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64'),
    ]),
  };
}

const attacked = { adversarialEpsilon: '4/255', adversarialSteps: 2, adversarialSample: 7 };

it.each<[name: string, given: Omit<GivenConfig, 'dataset'>]>([
  ['in two shards', { shards: 2, ...attacked }],
  ['with batch normalisation', { batchNorm: true, ...attacked }],
])('a run %s that is begun with two threads and finished with one leaves the same bits', async (_, given) => {
  const folder = temporaryFolder();
  const options = { now: Date.now, dataset, progress: noProgress };
  const whole = join(folder, 'whole');
  await trainRun(configIn(whole, 1, given), options);

  const out = join(folder, 'stopped');
  const controller = new AbortController();
  const left = await trainRun(configIn(out, 2, given), {
    ...options,
    signal: controller.signal,
    progress: { ...noProgress, batch: () => controller.abort() },
  });
  expect(left.record.status).toBe('stopped');
  expect((await loadCheckpoint(out, 'latest'))!.progress).toMatchObject({ epoch: 0, batch: 1 });
  const { record } = await trainRun(await openRun(out), { ...options, threads: 1 });
  expect(record.status).toBe('finished');
  expect(record.config).toEqual(left.record.config);
  expect(await resultOf(out)).toEqual(await resultOf(whole));
});
