import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writePng } from '#passband/data/images/imageFile.ts';
import { float32 } from '#passband/tensor/tensor.ts';
import { loadCheckpoint } from '#passband/training/run/checkpoint.ts';
import { readHistory } from '#passband/training/run/history.ts';
import { colourImages, writeTinyAudit } from '../../cli/tinyAudit.ts';
import { writeTinyFile } from '../../cli/tinyFile.ts';

/** A command that writes into a folder, and goes on there when it is started again. */
export interface Job {
  readonly name: string;
  /** The words of the command line that begin it in `out`, or go on with it. */
  words(out: string): readonly string[];
  /** All that it leaves, without times: the same after any number of kills. */
  result(out: string): Promise<unknown>;
}

/** Every file of a folder by its name, as text of which each byte is a character. */
export function filesOf(folder: string, ending = ''): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
      .map(({ parentPath, name }) => join(parentPath, name))
      .toSorted()
      .map((path) => [path.slice(folder.length), readFileSync(path, 'latin1')]),
  );
}

/** Makes the inputs of all jobs in a folder. */
export async function makeJobs(inputs: string): Promise<readonly Job[]> {
  const data = join(inputs, 'planted.npz');
  writeTinyFile(data, { count: 90, testCount: 30 });
  await writeTinyAudit(inputs, { count: 30, size: 8 });
  const model = [join(inputs, 'tiny.onnx'), '--dataset', join(inputs, 'data.npz'), '--mean', '0'];
  const images = join(inputs, 'images');
  mkdirSync(images);
  const pixels = colourImages(6, 48);
  for (let image = 0; image < 6; image++) {
    const size = 3 * 48 * 48;
    await writePng(
      join(images, `${image}.png`),
      float32([3, 48, 48], pixels.data.slice(image * size, (image + 1) * size)),
    );
  }
  const train = ['train', '--dataset', data, '--network', 'six-conv', '--batch-norm', '--batch-size', '25'];
  train.push('--epochs', '6', '--learning-rate', '2e-3', '--radius', '8', '--threads', '2', '--tensorboard');
  train.push('--dropout', '--mixup', '0.5', '--augment', '--hold-out', '15');
  const audit = ['audit', ...model, '--threads', '1', '--plan', join(inputs, 'plan.json')];
  const attack = ['attack', ...model, '--threads', '1', '--steps', '200', '--restarts', '5'];
  attack.push('--epsilon', '1/255,2/255,4/255');
  const resumable = (name: string, words: readonly string[], record: string) => (out: string) =>
    existsSync(join(out, record)) ? [name, '--resume', out] : [...words, '--out', out];
  return [
    {
      name: 'train',
      words: resumable('train', train, 'run.json'),
      async result(out) {
        const history = (await readHistory(out)).map(({ elapsedMs: _, ...row }) => row);
        const lines = ['history.jsonl', 'history.csv'].map(
          (name) => readFileSync(join(out, name), 'utf8').split('\n').length,
        );
        const weights = await Promise.all(
          (['latest', 'best'] as const).map(async (name) => {
            const { tensors, progress } = (await loadCheckpoint(out, name))!;
            return { tensors: [...tensors], progress: { ...progress, elapsedMs: 0 } };
          }),
        );
        const { status } = JSON.parse(readFileSync(join(out, 'run.json'), 'utf8'));
        const names = Object.keys(filesOf(out));
        return { status, history, lines, weights, names, model: filesOf(out, '.onnx') };
      },
    },
    {
      name: 'audit',
      words: resumable('audit', audit, 'audit.json'),
      // Not the order of its keys, in which the parts came.
      result: async (out) => ({
        names: Object.keys(filesOf(out)),
        record: JSON.parse(readFileSync(join(out, 'audit.json'), 'utf8')),
      }),
    },
    {
      name: 'attack',
      words: resumable('attack', attack, 'attack.json'),
      result: async (out) => filesOf(out),
    },
    {
      name: 'smooth',
      words: (out) => ['smooth', ...model, '--rho', '0.5,1', '--out', out],
      // What it was asked for names the folder.
      result: async (out) => ({ names: Object.keys(filesOf(out)), models: filesOf(out, '.onnx') }),
    },
    {
      name: 'split',
      words: (out) => ['split', images, '--radius', '4,8,12', '--out', out],
      result: async (out) => filesOf(out),
    },
  ];
}
