import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { datasetForms } from '#passband/data/datasetNames.ts';
import { plantedDataset } from '#passband/data/planted/planted.ts';
import { loadCheckpoint } from '#passband/training/run/checkpoint.ts';
import type { ClassificationRow } from '#passband/training/tasks/classification/classification.ts';
import { onnxVerdict } from '../../support/models/onnxChecker.ts';
import { passbandIn, type Said } from '../../support/passband.ts';
import { writeTinyFile } from '../tinyFile.ts';

const main = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'passband-train-'));
const dataset = join(folder, 'planted.npz');
const out = join(folder, 'run');
const counts = { count: 100, testCount: 30 };
const short = ['--dataset', dataset, '--network', 'six-conv', '--batch-size', '20', '--threads', '2'];

const passband = passbandIn(folder);

afterAll(() => rmSync(folder, { recursive: true }));

describe('passband train and measure', () => {
  let result: Said;

  beforeAll(async () => {
    writeTinyFile(dataset, counts);
    writeFileSync(join(folder, 'run.yaml'), 'epochs: 5\nradius: [4, 12]\nhold-out: 10\nseed: 3\n');
    result = await passband(
      'train',
      ...short,
      '--config',
      'run.yaml',
      '--epochs',
      '2',
      '--out',
      out,
      '--json',
    );
  });

  it('leave a folder with everything that a run is', () => {
    expect(result.status, result.stderr).toBe(0);
    expect(readdirSync(out).sort()).toEqual([
      'checkpoints',
      'history.csv',
      'history.jsonl',
      'model.onnx',
      'report.html',
      'run.json',
    ]);
    expect(readdirSync(join(out, 'checkpoints')).sort()).toEqual(['best.safetensors', 'latest.safetensors']);
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain('six-conv on planted.npz');
  });

  it('print one JSON document with --json, with the settings of file and flags', () => {
    const { config, status, history } = JSON.parse(result.stdout);
    expect(config).toMatchObject({ epochs: 2, radius: [4, 12], holdOut: 10, seed: 3, batchSize: 20 });
    expect(status).toBe('finished');
    const seen = new Set(history.map(({ split }: ClassificationRow) => split));
    expect(seen).toEqual(new Set(['running', 'train', 'test', 'held-out']));
    expect(history).toHaveLength(2 * (1 + 5 + 5 + 1));
  });

  const noHfc = 'passband: warning: r = 40 leaves no HFC in images of 32 × 32\n';

  it('warn in one line of a radius that leaves no HFC', async () => {
    const { stderr, status } = await passband('measure', out, '--radius', '8,40');
    expect([stderr, status]).toEqual([noHfc, 0]);
  });

  it('store the size that was chosen for the images of a folder, and warn of a radius that is too large for it', async () => {
    const images = join(folder, 'images');
    for (const [index, name] of ['dark', 'light'].entries()) {
      mkdirSync(join(images, name), { recursive: true });
      const background = index === 0 ? 'black' : 'white';
      const file = sharp({ create: { width: 40, height: 36, channels: 3, background } }).png();
      for (let each = 0; each < 5; each++)
        writeFileSync(join(images, name, `${each}.png`), await file.clone().toBuffer());
    }
    const words = ['--dataset', images, '--network', 'six-conv', '--epochs', '1', '--radius', '4,40'];
    const run = join(folder, 'folder-run');
    const { stderr } = await passband('train', ...words, '--threads', '1', '--out', run);
    const { config, dataset } = JSON.parse(readFileSync(join(run, 'run.json'), 'utf8'));
    expect([config.imageSize, dataset.shape]).toEqual([32, [3, 32, 32]]);
    expect(stderr).toMatch(/^ {2}imageSize +32$/m);
    expect(stderr).toContain(`\n${noHfc}`);
    expect(dataset).toMatchObject({ trainCount: 8, learnedCount: 8, heldOutCount: 0, measuredCount: 8 });
  });

  it('tell settings and each epoch on stderr in whole lines where that is no terminal', () => {
    expect(result.stderr).toMatch(/^ {2}learningRate +0\.0001$/m);
    expect(result.stderr).toContain(
      [
        'Learns from 90 of 100 training images. 10 held out choose the best checkpoint.',
        'After each epoch: accuracy on 90 of them and on 30 test images, and on LFC and HFC at r = 4, 12.',
        '',
      ].join('\n'),
    );
    expect(result.stderr).toMatch(/^epoch 1\/2 · .* · test .* · LFC +\d+ +\d+% · HFC +\d+ +\d+%$/m);
    expect(result.stderr).not.toContain('\r');
  });

  it('measure refuses a run of another task in one line', async () => {
    const boxes = join(folder, 'boxes');
    mkdirSync(boxes);
    const record = JSON.parse(readFileSync(join(out, 'run.json'), 'utf8'));
    writeFileSync(join(boxes, 'run.json'), JSON.stringify({ ...record, task: 'boxes' }));
    expect(await passband('measure', boxes, '--radius', '4')).toMatchObject({
      ...{ status: 2, stdout: '' },
      stderr: `passband: ${boxes} is a run of boxes, and only runs of classification can be measured\n`,
    });
  });

  it('measure at the radii of the run what the run measured', async () => {
    const { stdout } = await passband('measure', out, '--radius', '4,12', '--json');
    const { rows, ...head } = JSON.parse(stdout);
    expect(head).toEqual({
      schema: 'passband.measure',
      version: 1,
      run: out,
      checkpoint: 'latest',
      epoch: 2,
      preset: 'paper',
      distance: 'l2',
      rescale: 'none',
      radius: [4, 12],
      warnings: [],
    });
    const numbersOf = (measured: ClassificationRow[]) =>
      measured
        .filter(({ epoch, split }) => epoch === 2 && (split === 'train' || split === 'test'))
        .map(({ split, component, radius, loss, correct, n }) => ({
          split,
          component,
          radius,
          loss,
          correct,
          n,
        }));
    expect(numbersOf(rows)).toEqual(numbersOf(JSON.parse(result.stdout).history));
  });

  it('leave a model that the ONNX checker accepts', (context) => {
    const verdict = onnxVerdict(readFileSync(join(out, 'model.onnx')));
    if (verdict === undefined) return context.skip();
    expect(verdict).toBe('accepted');
  });

  it('leave a model that is right in plain ONNX Runtime on as many test images as in the last epoch', async () => {
    const { shape, test } = plantedDataset({ seed: 0, ...counts });
    const pixels = Float32Array.from(test.images.pixels, (byte) => byte / 255);
    const session = await InferenceSession.create(join(out, 'model.onnx'));
    const { logits } = await session.run({ images: new Tensor('float32', pixels, [test.count, ...shape]) });
    await session.release();
    const [, classes] = logits.dims;
    const correct = test.labels.filter((label, image) => {
      const row = [...(logits.data as Float32Array).subarray(image * classes, (image + 1) * classes)];
      return row.indexOf(Math.max(...row)) === label;
    }).length;
    const rows: ClassificationRow[] = JSON.parse(result.stdout).history;
    const last = rows.findLast(({ split, component }) => split === 'test' && component === 'x')!;
    expect([last.epoch, last.n, last.correct]).toEqual([2, test.count, correct]);
  });

  it('set images aside and measure fewer epochs where that is asked for', async () => {
    const run = join(folder, 'thinned');
    const words = [
      '--reserve',
      '20',
      '--measure-every',
      '2',
      '--epochs',
      '3',
      '--radius',
      '8',
      '--tensorboard',
      '--preset',
      'authors',
      '--batch-norm',
      '--dropout',
    ];
    const { stdout, stderr } = await passband('train', ...short, ...words, '--seed', '1', '--out', run);
    expect(stderr).toContain(
      [
        'Learns from 72 of 80 training images. 8 held out choose the best checkpoint.',
        'After the first epoch, every 2 epochs and the last one: accuracy on 72 of them and on 30 test images, and on LFC and HFC at r = 8. After the last one also on 20 reserve images.',
        '',
      ].join('\n'),
    );
    expect(stdout).toMatch(/^ +training \(n = 72\) +test \(n = 30\) +reserve \(n = 20\)$/m);
    const { config, dataset } = JSON.parse(readFileSync(join(run, 'run.json'), 'utf8'));
    expect(config).toMatchObject({ reserve: 20, measureEvery: 2 });
    expect(config).toMatchObject({ testMoments: 'batch', dropoutPlace: 'last-map' });
    expect(dataset).toMatchObject({ trainCount: 80, reserveCount: 20 });
    const events = readFileSync(join(run, 'tensorboard/events.out.tfevents.passband'), 'latin1');
    expect(events).toContain('accuracy/reserve/lfc@8');
    const page = readFileSync(join(run, 'report.html'), 'utf8');
    expect(page).toContain('reserve images<small>n = 20</small>');
    expect(page).toContain('--reserve 20');
    expect(page).toContain('the moments of each 20 images that are measured together');

    const measured = await passband('measure', run, '--radius', '8', '--json');
    const [history, again]: ClassificationRow[][] = [
      readFileSync(join(run, 'history.jsonl'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
      JSON.parse(measured.stdout).rows,
    ];
    const numbers = (rows: ClassificationRow[]) =>
      rows
        .filter(({ epoch, split }) => epoch === 3 && split === 'reserve')
        .map(({ loss, correct, n }) => [loss, correct, n]);
    expect(JSON.parse(measured.stdout).testMoments).toBe('batch');
    expect(numbers(again)).toHaveLength(3);
    expect(numbers(again)).toEqual(numbers(history));
  });

  it('print nothing with --quiet', async () => {
    const measured = await passband('measure', out, '--radius', '40', '--quiet');
    expect([measured.stdout, measured.stderr, measured.status]).toEqual(['', '', 0]);
    const { stdout, stderr, status } = await passband(
      'train',
      ...short,
      '--epochs',
      '1',
      '--radius',
      '8',
      '--quiet',
    );
    expect([stdout, stderr, status]).toEqual(['', '', 0]);
    expect(existsSync(join(folder, 'runs/planted-six-conv/report.html'))).toBe(true);
  });

  it('stopped in the first epoch, show no table and no page without numbers', async () => {
    const stopped = join(folder, 'stopped');
    // A hundred steps, so that the first epoch is not over before the signal arrives.
    const words = ['--batch-size', '1', '--epochs', '9', '--radius', '8', '--out', stopped];
    const child = spawn(process.execPath, [main, 'train', ...short, ...words], { cwd: folder });
    const said = { stdout: '', stderr: '' };
    child.stdout.on('data', (text) => (said.stdout += text));
    child.stderr.on('data', (text) => {
      if (!said.stderr.includes('After each epoch') && `${text}`.includes('After each epoch'))
        child.kill('SIGINT');
      said.stderr += text;
    });
    const [code] = await once(child, 'close');
    expect([code, said.stdout]).toEqual([130, '']);
    expect(said.stderr.endsWith(`Stopped. To go on: passband train --resume ${stopped}\n`)).toBe(true);
    expect(said.stderr).not.toContain('epoch 1/');
  });

  it('keep the last good checkpoint of a run that diverges, and say what may help', async () => {
    const wild = join(folder, 'wild');
    cpSync(out, wild, { recursive: true });
    const record = JSON.parse(readFileSync(join(wild, 'run.json'), 'utf8'));
    const config = { ...record.config, epochs: 3, learningRate: 1e30, out: wild };
    writeFileSync(join(wild, 'run.json'), JSON.stringify({ ...record, config }));
    const { stderr, status } = await passband('train', '--resume', wild, '--quiet');
    expect(stderr).toMatch(
      /^passband: epoch 3, [^\n]* not finite\. The last good checkpoint is kept; try a learning rate below 1e\+30[^\n]*\n$/,
    );
    expect(status).toBe(2);
    expect(JSON.parse(readFileSync(join(wild, 'run.json'), 'utf8')).status).toBe('diverged');
    const latest = await loadCheckpoint(wild, 'latest');
    expect(latest?.progress.epoch).toBe(2);
    for (const { data } of latest!.tensors.values())
      expect((data as Float32Array).every(Number.isFinite)).toBe(true);
  });

  it('do not speak of a checkpoint where a run diverges before it has one', async () => {
    const wild = join(folder, 'wild-at-once');
    const words = ['--epochs', '2', '--radius', '8', '--learning-rate', '1e30', '--out', wild];
    const { stderr, status } = await passband('train', ...short, ...words, '--quiet');
    expect(stderr).toMatch(
      /^passband: epoch 1, [^\n]* not finite\. No checkpoint was saved before; try a learning rate below 1e\+30[^\n]*\n$/,
    );
    expect(status).toBe(2);
    expect(existsSync(join(wild, 'checkpoints'))).toBe(false);
  });

  it.each([
    [['train', ...short, '--out', out], `${out} holds a run already; resume it or choose another folder`],
    [['train'], `train needs a data set: --dataset ${datasetForms}`],
    [['train', '--resume', folder], `${folder} holds no run (there is no run.json)`],
    [
      ['train', '--resume', 'none'],
      'nothing was saved in none yet (there is no such folder); start the run again',
    ],
    [
      ['train', '--resume', out, '--batch-norm', '--seed', '3'],
      "--resume goes on with the run's own configuration; leave out --batch-norm, --seed",
    ],
    [['train', ...short, '--train-on', 'lfc'], '--train-on lfc needs --train-radius'],
    [['train', '--config', 'none.yaml'], 'none.yaml: cannot be read: there is no such file'],
    [
      ['train', '--dataset', 'cifar'],
      `no data set 'cifar'; did you mean 'cifar-10'? (known: ${datasetForms})`,
    ],
    [
      ['train', ...short, '--reserve', '100'],
      `planted.npz: reserve must be a whole number below that of the training images (100), got 100`,
    ],
    [['train', ...short, '--measure-every', '0'], '--measure-every must be a whole number ≥ 1, got 0'],
    [['measure', out], 'measure needs radii, as --radius 4,8,12,16'],
    [['measure', folder, '--radius', '4'], `${folder} holds no run (there is no run.json)`],
  ])('%j is refused in one line, and nothing is written over', async (words, message) => {
    const before = readFileSync(join(out, 'run.json'), 'utf8');
    const { status, stdout, stderr } = await passband(...words);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toBe(`passband: ${message}\n`);
    expect(readFileSync(join(out, 'run.json'), 'utf8')).toBe(before);
  });
});
