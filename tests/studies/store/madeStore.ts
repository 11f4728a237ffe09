import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type GivenConfig, resolveConfig } from '#passband/training/config/config.ts';

export interface MadeRun extends Omit<GivenConfig, 'dataset'> {
  /** Epochs in its history; all of them by default. */
  readonly done?: number;
  /** Test accuracy of the last one; training accuracy is 1/16 higher, and that of the epoch's batches 1/8. */
  readonly accuracy?: number;
  readonly failure?: string;
  /** Bytes of a checkpoint; none without it. */
  readonly checkpoint?: number;
}

/** A store of runs that were never trained, as `passband study` leaves them. */
export function madeStore() {
  const parent = mkdtempSync(join(tmpdir(), 'passband-store-'));
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  const folder = join(parent, 'studies');
  mkdirSync(join(folder, 'runs'), { recursive: true });
  writeFileSync(join(folder, 'store.json'), '{"schema":"passband.store","version":1}\n');
  const at = (...names: string[]) => join(folder, ...names);
  return {
    folder,
    /** Where `folder` lies. */
    parent,
    at,
    run(name: string, made: MadeRun = {}) {
      writeRun(at('runs', name), made);
    },
    /** A study's folder, whose record names runs by the beginnings of their hashes. */
    study(name: string, runs: readonly string[]) {
      mkdirSync(at(name), { recursive: true });
      const hashes = runs.map((run) => ({ hash: run.padEnd(64, '0') }));
      const record = { schema: 'passband.study', version: 1, name, runs: hashes };
      writeFileSync(at(name, 'study.json'), JSON.stringify(record));
    },
  };
}

/** Writes a run's folder, or writes it anew. */
export function writeRun(
  folder: string,
  { done, accuracy = 0.5, failure, checkpoint, ...given }: MadeRun,
): void {
  const config = resolveConfig(
    { dataset: 'planted', epochs: 10, network: 'lenet', radius: [4], ...given },
    { threads: 1, out: folder },
  );
  const epochs = done ?? config.epochs;
  const record = {
    schema: 'passband.run',
    version: 2,
    config,
    versions: { passband: '0.1.0', node: '20', onnxruntime: '1' },
    dataset: {
      ...{
        name: config.dataset,
        classes: ['a', 'b'],
        shape: [3, 8, 8],
        hashes: { planted: 'abc' },
        notices: [],
      },
      ...{ trainCount: 10, learnedCount: 10, heldOutCount: 0, measuredCount: 10, testCount: 10 },
    },
    parameters: 100,
    status: epochs === config.epochs ? 'finished' : 'stopped',
  };
  const row = (epoch: number, split: string, share: number) => ({
    ...{ epoch, split, component: 'x', radius: null, loss: 1 },
    ...{ accuracy: share, correct: 5, n: 10, elapsedMs: 1000 * epoch },
  });
  const rows =
    epochs === 0
      ? []
      : [
          row(epochs, 'running', accuracy + 1 / 8),
          row(epochs, 'train', accuracy + 1 / 16),
          row(epochs, 'test', accuracy),
        ];
  mkdirSync(folder, { recursive: true });
  const write = (name: string, content: string) => writeFileSync(join(folder, name), content);
  write('run.json', JSON.stringify(record));
  write('history.jsonl', rows.map((each) => `${JSON.stringify(each)}\n`).join(''));
  if (record.status === 'finished') write('model.onnx', 'a model');
  if (failure !== undefined) {
    write('failure.json', JSON.stringify({ schema: 'passband.failure', version: 1, message: failure }));
  }
  if (checkpoint !== undefined) {
    mkdirSync(join(folder, 'checkpoints'), { recursive: true });
    write('checkpoints/latest.safetensors', 'x'.repeat(checkpoint));
  }
}

/** Names of runs: sixteen digits, of which the first are given. */
export const named = (beginning: string) => beginning.padEnd(16, '0');
