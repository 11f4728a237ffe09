import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import files from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { takeLease } from '#passband/files/lease.ts';
import { listRuns } from '#passband/studies/store/listRuns.ts';
import {
  findLeftovers,
  removeCheckpoints,
  removeLeftover,
  removeRun,
} from '#passband/studies/store/removeRun.ts';
import { findStore, openStore } from '#passband/studies/store/store.ts';
import { unneededRuns } from '#passband/studies/store/unneededRuns.ts';
import { madeStore, named } from './madeStore.ts';

const [first, second] = ['1a', '2b'].map(named);

function twoRuns() {
  const store = madeStore();
  store.run(first, { checkpoint: 10 });
  store.run(second);
  return store;
}

describe('removeRun', () => {
  it('deletes a run and nothing else', async () => {
    const store = twoRuns();
    await removeRun(store, first);
    expect(readdirSync(store.at('runs'))).toEqual([second]);
  });

  it('leaves a run that a process holds as it is', async () => {
    const store = twoRuns();
    const before = readdirSync(store.at('runs', first));
    const lease = await takeLease(store.at('runs', first));
    for (const remove of [removeRun, removeCheckpoints]) {
      await expect(remove(store, first)).rejects.toThrow('is being written');
    }
    await lease.release();
    expect(readdirSync(store.at('runs', first))).toEqual(before);
  });

  it('leaves no half run where it ends in between, and what it left is found and goes', async () => {
    const store = twoRuns();
    const { rm } = files;
    const replace = (by: typeof rm) => {
      Object.assign(files, { rm: by });
      syncBuiltinESMExports();
    };
    onTestFinished(() => replace(rm));
    // As if it were killed before it has deleted anything.
    replace(async (path, options) => {
      if (options?.recursive) throw new Error('killed');
      return rm(path, options);
    });
    await expect(removeRun(store, first)).rejects.toThrow('killed');
    replace(rm);
    expect((await listRuns(store)).runs.map(({ name }) => name)).toEqual([second]);
    const left = await findLeftovers(store);
    expect(left).toEqual([
      {
        name: expect.stringMatching(/^\.removed-1a0+\.[0-9a-f]{16}\.tmp$/),
        bytes: expect.any(Number),
        parent: store.at('runs'),
      },
    ]);
    expect(left[0].bytes).toBeGreaterThan(1000);
    await removeLeftover(left[0]);
    expect(readdirSync(store.at('runs'))).toEqual([second]);
  });

  it('deletes checkpoints alone', async () => {
    const store = twoRuns();
    await removeCheckpoints(store, first);
    expect(existsSync(store.at('runs', first, 'checkpoints'))).toBe(false);
    expect(existsSync(store.at('runs', first, 'model.onnx'))).toBe(true);
    expect(existsSync(store.at('runs', first, 'lease.json'))).toBe(false);
  });
});

describe('unneededRuns', () => {
  it('are those that no study names, and folders without a run', async () => {
    const store = twoRuns();
    mkdirSync(store.at('runs', named('3c')));
    mkdirSync(store.at('runs', named('4d')));
    const lease = await takeLease(store.at('runs', named('4d')));
    store.study('svd', [first, named('3c'), named('4d')]);
    const { runs } = await unneededRuns(store, await listRuns(store));
    const names = runs.map(({ name }) => name);
    // The last one has been begun by a process that is at it.
    expect(names.toSorted()).toEqual([second, named('3c')]);
    await lease.release();
  });

  it('are not known where a study’s record cannot be read, or a study is at work', async () => {
    const store = twoRuns();
    store.study('svd', [first]);
    const unneeded = async () => unneededRuns(store, await listRuns(store));
    const lease = await takeLease(store.at('svd'));
    await expect(unneeded()).rejects.toThrow(/svd is being written by process \d+ .* nothing is pruned/);
    await lease.release();
    expect((await unneeded()).runs).toHaveLength(1);
    writeFileSync(store.at('svd', 'study.json'), '{');
    await expect(unneeded()).rejects.toThrow('svd/study.json: not JSON; nothing is pruned');
  });
});

describe('findStore', () => {
  it('opens a store, and makes none', async () => {
    const store = madeStore();
    expect(await findStore(store.folder)).toEqual({ folder: store.folder });
    await expect(findStore(store.parent)).rejects.toThrow('is no store of runs (it has no store.json)');
    expect(readdirSync(store.parent)).toEqual(['studies']);
    await expect(findStore(store.at('nowhere'))).rejects.toThrow('(there is no such folder)');
    writeFileSync(store.at('store.json'), '{"schema":"passband.store","version":2}');
    await expect(findStore(store.folder)).rejects.toThrow('written by a newer passband');
  });

  it('finds none whose runs or models lie behind a link, where none would be deleted and none written', async () => {
    for (const name of ['runs', 'models']) {
      const store = madeStore();
      rmSync(store.at('runs'), { recursive: true });
      mkdirSync(join(store.parent, 'elsewhere'));
      symlinkSync('../elsewhere', store.at(name));
      const message = `${name} is a link or lies behind one, which is not followed here`;
      await expect(findStore(store.folder)).rejects.toThrow(message);
      await expect(openStore(store.folder)).rejects.toThrow(message);
    }
  });
});
