import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { expect, it, vi } from 'vitest';
import { smoothRecordSchema } from '#passband/audit/records/smoothRecord.ts';
import { addSmoothCommand } from '#passband/cli/smooth/smooth.ts';
import { firstConvolution } from '#passband/networks/classifier/firstConvolution.ts';
import { readModel } from '#passband/onnx/read/readModel.ts';
import { smoothKernel } from '#passband/spectrum/kernels/smoothKernel.ts';
import { seededRandom } from '#passband/tensor/random.ts';
import { float32, tensor } from '#passband/tensor/tensor.ts';
import { withoutOwnScript } from '../../report/page/ownScript.ts';
import { npzFile, temporaryFolder, writeFiles } from '../../support/dataFiles.ts';
import { tinyModel } from '../../support/models/tinyModels.ts';

/** A folder with a model and images for it. */
function modelFolder(): string {
  const folder = temporaryFolder();
  const random = seededRandom('smooth');
  const data = npzFile({
    images: float32([24, 3, 6, 6], Float32Array.from({ length: 24 * 108 }, random.uniform)),
    labels: tensor(
      'int32',
      [24],
      Int32Array.from({ length: 24 }, (_, image) => image % 4),
    ),
    test_images: float32([12, 3, 6, 6], Float32Array.from({ length: 12 * 108 }, random.uniform)),
    test_labels: tensor(
      'int32',
      [12],
      Int32Array.from({ length: 12 }, (_, image) => image % 4),
    ),
  });
  writeFiles(folder, { 'tiny.onnx': tinyModel(), 'data.npz': data });
  return folder;
}

/** The command in this process. */
async function smooth(...words: string[]) {
  const printed = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      printed[name] += text;
      return true;
    }),
  );
  const program = new Command().exitOverride();
  addSmoothCommand(program);
  try {
    await program.parseAsync(['smooth', ...words], { from: 'user' });
    return { ...printed, error: undefined };
  } catch (error) {
    return { ...printed, error: (error as Error).message };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

it('writes smoothed models that take what the model takes, pictures, a record and a page', async () => {
  const folder = modelFolder();
  const out = join(folder, 'out');
  const model = join(folder, 'tiny.onnx');
  const { stdout, error } = await smooth(model, '--rho', '1,0.25', '--out', out);
  expect(error).toBeUndefined();
  expect(readdirSync(out).sort()).toEqual([
    'kernel-spectrum.svg',
    'kernels.svg',
    'smooth.html',
    'smooth.json',
    'tiny-rho-0.25.onnx',
    'tiny-rho-1.onnx',
  ]);
  const [before, after] = [readModel(model), readModel(join(out, 'tiny-rho-0.25.onnx'))];
  expect([after.inputs, after.outputs]).toEqual([before.inputs, before.outputs]);
  expect(firstConvolution(after).weights).toEqual(
    smoothKernel(firstConvolution(before).weights, { rho: 0.25 }),
  );
  const record = smoothRecordSchema.parse(JSON.parse(readFileSync(join(out, 'smooth.json'), 'utf8')));
  expect(record.dataset).toBeNull();
  expect(record.files).toEqual([
    { rho: 0.25, file: 'tiny-rho-0.25.onnx' },
    { rho: 1, file: 'tiny-rho-1.onnx' },
  ]);
  expect(stdout).toContain('ρ = 0.25');
  expect(withoutOwnScript(readFileSync(join(out, 'smooth.html'), 'utf8'))).not.toContain('<script');
});

it('attacks the models where a data set is named, and says it all as JSON', async () => {
  const folder = modelFolder();
  const words = [
    '--dataset',
    join(folder, 'data.npz'),
    '--rho',
    '0.5',
    '--epsilon',
    '8/255',
    '--threads',
    '1',
  ];
  const plain = ['--mean', '0', '--json', '--out', join(folder, 'out')];
  const { stdout, error } = await smooth(join(folder, 'tiny.onnx'), ...words, ...plain);
  expect(error).toBeUndefined();
  const record = smoothRecordSchema.parse(JSON.parse(stdout));
  expect(record.dataset).toMatchObject({ shape: [3, 6, 6], convention: { mean: [0] } });
  expect(record.smoothing.n).toBe(12);
  expect(Object.keys(record.smoothing.rows[1].measures)).toEqual([
    'clean',
    'fgsm@8/255',
    'pgd@8/255',
    'smoothness',
  ]);
  expect(readFileSync(join(folder, 'out/smooth.html'), 'utf8')).toContain('ε = 8/255');
});

it('attacks the models on as many images as --limit says', async () => {
  const folder = modelFolder();
  const words = ['--dataset', join(folder, 'data.npz'), '--limit', '5', '--rho', '0.5', '--epsilon', '8/255'];
  const plain = ['--threads', '1', '--mean', '0', '--json', '--out', join(folder, 'out')];
  const { stdout } = await smooth(join(folder, 'tiny.onnx'), ...words, ...plain);
  expect(smoothRecordSchema.parse(JSON.parse(stdout)).smoothing.n).toBe(5);
});

it('refuses flags, folders and models that it can make nothing of, in a line', async () => {
  const folder = modelFolder();
  const model = join(folder, 'tiny.onnx');
  const out = ['--out', join(folder, 'out')];
  const errorOf = async (...words: string[]) => (await smooth(...words)).error;
  expect(await errorOf(model)).toBe('smooth needs a folder for its results, as --out DIR');
  expect(await errorOf(model, ...out, '--rho', '0.1,-1')).toBe(
    '--rho must be numbers > 0 with commas between them, as 0.1,0.25, got 0.1,-1',
  );
  expect(await errorOf(model, ...out, '--epsilon', '8/x')).toBe(
    "--epsilon must be a size such as 8/255 or 0.0314, got '8/x'",
  );
  expect(await errorOf(join(folder, 'none.onnx'), ...out)).toContain('there is no such file');
  writeFileSync(join(folder, 'bad.onnx'), 'no model');
  expect(await errorOf(join(folder, 'bad.onnx'), ...out)).toContain('not an ONNX model');
  writeFiles(folder, { 'old/smooth.json': '{}' });
  expect(await errorOf(model, '--out', join(folder, 'old'))).toContain(
    'holds the results of an earlier smooth',
  );
  expect(await errorOf(model, '--out', join(model, 'below'))).toContain('cannot be made');
});
