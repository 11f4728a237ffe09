import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { plantedDataset } from '#passband/data/planted/planted.ts';
import { takeLease } from '#passband/files/lease.ts';
import { resolveConfig } from '#passband/training/config/config.ts';
import { loadCheckpoint } from '#passband/training/run/checkpoint.ts';
import { openRun } from '#passband/training/run/runFolder.ts';
import { trainHeld, trainRun } from '#passband/workflows/training/trainRun.ts';
import { temporaryFolder } from '../../support/dataFiles.ts';

const dataset = plantedDataset({ seed: 0, count: 40, testCount: 10 });
const options = { dataset, now: () => 0 };

test('trains in a folder whose lease the caller holds, and goes on with a run there', async () => {
  const out = temporaryFolder();
  const given = { dataset: 'planted', epochs: 2, batchSize: 10, radius: [8], holdOut: 0 };
  const config = resolveConfig(given, { threads: 1, out });
  const lease = await takeLease(out);
  // Stopped after a batch of the first epoch.
  const stop = new AbortController();
  const stopped = await trainHeld(config, { ...options, signal: stop.signal, onStart: () => stop.abort() });
  expect(stopped.record.status).toBe('stopped');
  await expect(trainHeld(config, options)).rejects.toThrow(`${out} holds a run already`);
  const finished = await trainHeld(await openRun(out), options);
  expect(finished.record.status).toBe('finished');
  const files = await readdir(out);
  expect(files).toEqual(expect.arrayContaining(['lease.json', 'model.onnx', 'report.html', 'run.json']));

  await lease.release();
  expect(await readdir(out)).not.toContain('lease.json');
  const alone = await trainRun({ ...config, out: temporaryFolder() }, options);
  const weights = async (folder: string) => (await loadCheckpoint(folder, 'latest'))!.tensors;
  expect(await weights(alone.folder)).toEqual(await weights(out));
});
