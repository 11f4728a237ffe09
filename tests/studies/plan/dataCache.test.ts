import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { DataCache } from '#passband/studies/plan/dataCache.ts';
import { tensor } from '#passband/tensor/tensor.ts';
import { noProgress } from '#passband/workflows/common/progressSink.ts';
import { controlsOf } from '#passband/workflows/common/workflowOptions.ts';
import { npzFile } from '../../support/dataFiles.ts';

const folder = mkdtempSync(join(tmpdir(), 'passband-cache-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('says once what is to be known of the data, however often they are read', async () => {
  const path = join(folder, 'untested.npz');
  const images = tensor('uint8', [20, 8, 8], new Uint8Array(20 * 64));
  const labels = tensor(
    'int32',
    [20],
    Int32Array.from({ length: 20 }, (_, index) => index % 2),
  );
  writeFileSync(path, npzFile({ images, labels }));
  const notes: string[] = [];
  const progress = { ...noProgress, note: (line: string) => notes.push(line) };
  const cache = new DataCache({ ...controlsOf({ progress }), maxMemory: undefined });
  const choice = { dataset: path, dataDir: null, imageSize: null, seed: 0, reserve: 0 };
  expect((await cache.whole({ ...choice, limit: null })).train.count).toBe(16);
  expect((await cache.whole({ ...choice, limit: 10 })).train.count).toBe(10);
  expect(notes).toEqual([expect.stringContaining('test')]);
});
