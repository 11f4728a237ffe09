import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { readRecord } from '#passband/files/readRecord.ts';
import { studyKind, studyRecordSchema } from '#passband/report/study/studyRecord.ts';
import type { Random } from '#passband/tensor/random.ts';
import { readHistory } from '#passband/training/run/history.ts';
import { filesOf } from '../../torture/support/jobs.ts';
import { done, startCommand } from '../../torture/support/processes.ts';
import { writeTinyFile } from '../tinyFile.ts';

export interface SharedStoreOptions {
  readonly folder: string;
  /** How many start at once, and how many of them are killed at a random moment. */
  readonly processes: number;
  readonly kills: number;
  readonly runs: number;
  readonly random: Random;
}

/**
 * Starts several processes on one study in one store at once, kills some of them, and holds what is left against what a single process
 * leaves: every run complete, trained exactly once, equal in all bits.
 */
export async function shareStore({
  folder,
  processes,
  kills,
  runs,
  random,
}: SharedStoreOptions): Promise<void> {
  writeTinyFile(join(folder, 'planted.npz'), { count: 60, testCount: 20 });
  const rates = Array.from({ length: runs }, (_, index) => 1e-3 * (index + 1));
  const study = {
    name: 'rates',
    base: {
      dataset: join(folder, 'planted.npz'),
      ...{ network: 'six-conv', batchSize: 20, epochs: 3, radius: [8], holdOut: 0 },
    },
    vary: { learningRate: rates },
    measure: ['kernels'],
    show: [{ table: ['train.x', 'test.x'] }],
  };
  writeFileSync(join(folder, 'rates.yaml'), JSON.stringify(study));
  const words = (store: string) => [
    'study',
    join(folder, 'rates.yaml'),
    '--store',
    join(folder, store),
    '--jobs',
    '1',
  ];
  const since = performance.now();
  await done(startCommand([...words('alone'), '--quiet']));
  const aloneMs = performance.now() - since;

  const started = Array.from({ length: processes }, () => startCommand([...words('shared'), '--quiet']));
  const watched = watchModels(join(folder, 'shared', 'runs'));
  for (let kill = 0; kill < kills; kill++) {
    await pause((random.uniform() * aloneMs) / 2);
    started[kill].child.kill('SIGKILL');
  }
  for (const command of started.slice(kills)) await done(command);
  await Promise.all(started.map(({ ended }) => ended));
  const rewritten = watched.end();

  expect(rewritten).toEqual([]);
  const [alone, shared] = [join(folder, 'alone', 'runs'), join(folder, 'shared', 'runs')];
  expect(readdirSync(shared).toSorted()).toEqual(readdirSync(alone).toSorted());
  expect(readdirSync(shared)).toHaveLength(runs);
  for (const name of readdirSync(alone)) {
    const [one, other] = [join(alone, name), join(shared, name)];
    const rowsOf = async (run: string) => (await readHistory(run)).map(({ elapsedMs: _, ...row }) => row);
    expect(await rowsOf(other)).toEqual(await rowsOf(one));
    expect(filesOf(other, '.onnx')).toEqual(filesOf(one, '.onnx'));
    expect(filesOf(join(other, 'parts'))).toEqual(filesOf(join(one, 'parts')));
    expect(Object.keys(filesOf(other))).toEqual(Object.keys(filesOf(one)));
  }
  const records = await Promise.all(
    ['alone', 'shared'].map((store) =>
      readRecord(join(folder, store, 'rates-planted.npz'), 'study.json', studyRecordSchema, studyKind),
    ),
  );
  const [own, theirs] = records.map((record) => ({
    ...record,
    command: '',
    runs: record!.runs.map((run) => ({ ...run, elapsedMs: 0 })),
  }));
  expect(theirs).toEqual(own);
  expect(own.status).toBe('finished');
}

/** Notes when each run's model comes; a model that comes again was trained again. */
function watchModels(folder: string): { end(): string[] } {
  const seen = new Map<string, number>();
  const again = new Set<string>();
  const look = () => {
    for (const name of existsSync(folder) ? readdirSync(folder) : []) {
      const model = statSync(join(folder, name, 'model.onnx'), { throwIfNoEntry: false });
      if (!model) continue;
      const known = seen.get(name);
      if (known !== undefined && known !== model.mtimeMs) again.add(name);
      seen.set(name, model.mtimeMs);
    }
  };
  const timer = setInterval(look, 50);
  return {
    end() {
      clearInterval(timer);
      look();
      return [...again];
    },
  };
}
