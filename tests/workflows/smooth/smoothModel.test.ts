import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { smoothModel } from '#passband/workflows/smooth/smoothModel.ts';
import { temporaryFolder, writeFiles } from '../../support/dataFiles.ts';
import { tinyModel } from '../../support/models/tinyModels.ts';

it('a model is smoothed without the command line', async () => {
  const folder = temporaryFolder();
  writeFiles(folder, { 'tiny.onnx': tinyModel() });
  const path = join(folder, 'tiny.onnx');
  const out = join(folder, 'smoothed');
  const record = await smoothModel(path, { rho: [0.5] }, { out });
  expect(record).toMatchObject({
    command: `passband smooth ${path} --rho 0.5 --out ${out}`,
    seed: 0,
    dataset: null,
    files: [{ rho: 0.5, file: 'tiny-rho-0.5.onnx' }],
  });
  expect(JSON.parse(readFileSync(join(out, 'smooth.json'), 'utf8'))).toEqual(record);
  expect(readdirSync(out)).toContain('smooth.html');
  await expect(smoothModel(path, {}, { out })).rejects.toThrow('holds the results of an earlier smooth');
});
