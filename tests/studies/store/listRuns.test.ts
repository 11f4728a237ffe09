import fs, {
  appendFileSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import files from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { takeLease } from '#passband/files/lease.ts';
import { listRuns } from '#passband/studies/store/listRuns.ts';
import type { RunEntry } from '#passband/studies/store/runEntry.ts';
import { writeRunIndex } from '#passband/studies/store/runIndex.ts';
import { runStamp } from '#passband/studies/store/runStamp.ts';
import { madeStore, named, writeRun } from './madeStore.ts';

const [first, second, third] = ['1a', '2b', '3c'].map(named);

function threeRuns() {
  const store = madeStore();
  store.run(first, { accuracy: 0.875, checkpoint: 1000 });
  store.run(second, { batchSize: 20, done: 3 });
  store.run(third, { failure: 'the loss is no number', done: 2 });
  store.study('heuristics-planted-smoke', [first, second]);
  store.study('svd-planted-smoke', [first]);
  return store;
}

/** Names of the files that are opened until the test ends, in the folder of a store. */
function opened(folder: string): string[] {
  const { open } = files;
  const found: string[] = [];
  const replace = (by: typeof open) => {
    Object.assign(files, { open: by });
    syncBuiltinESMExports();
  };
  replace((path, ...rest) => {
    // But for folders, which are opened to be flushed, and what is being written.
    const name = String(path).slice(folder.length + 1);
    if (String(path).startsWith(folder) && /\.jsonl?$/.test(name)) found.push(name);
    return open(path, ...rest);
  });
  onTestFinished(() => replace(open));
  return found;
}

/** How often the file system is asked without waiting, until the test ends, of what lies in a folder. */
function askedOf(folder: string): { count: number } {
  const { readdirSync, lstatSync } = fs;
  const asked = { count: 0 };
  const counting =
    <F extends (...given: never[]) => unknown>(original: F) =>
    (...given: Parameters<F>) => {
      if (String(given[0]).startsWith(folder)) asked.count++;
      return original(...given);
    };
  const replace = (by: object) => {
    Object.assign(fs, by);
    syncBuiltinESMExports();
  };
  replace({ readdirSync: counting(readdirSync), lstatSync: counting(lstatSync) });
  onTestFinished(() => replace({ readdirSync, lstatSync }));
  return asked;
}

const readOf = (names: readonly string[]) =>
  names.filter((name) => /\/(run|failure|study|history)\.jsonl?$/.test(name));

const indexed = (file: string) => Object.keys(JSON.parse(readFileSync(file, 'utf8')).runs);

describe('listRuns', () => {
  it('says of each run what it is, how far it is, what it found, how large it is, and which studies need it', async () => {
    const store = threeRuns();
    mkdirSync(store.at('runs', named('4d')));
    const { runs } = await listRuns(store);
    const of = (name: string) => runs.find((run) => run.name === name)!;
    expect(runs).toHaveLength(4);
    expect(of(first)).toMatchObject({
      ...{ status: 'trained', failure: null, dataset: 'planted', epoch: 10, seconds: 10, holder: null },
      ...{ testAccuracy: 0.875, trainAccuracy: 0.9375, checkpointBytes: 1000 },
      neededBy: ['heuristics-planted-smoke', 'svd-planted-smoke'],
    });
    expect(of(first).settings).toMatchObject({ network: 'lenet', batchSize: 100, adversarialEpsilon: '0' });
    // Where it lies and how many threads it had decide nothing, and neither do settings of an attack where there is none.
    const undecided = /^(out|threads|dataDir|adversarialSteps)$/;
    expect(Object.keys(of(first).settings).filter((key) => undecided.test(key))).toEqual([]);
    const names = ['run.json', 'history.jsonl', 'model.onnx', 'checkpoints/latest.safetensors'];
    const bytes = names.reduce((sum, name) => sum + statSync(store.at('runs', first, name)).size, 0);
    expect(of(first).bytes).toBe(bytes);
    expect(of(second)).toMatchObject({ status: 'stopped', epoch: 3, neededBy: ['heuristics-planted-smoke'] });
    expect(of(third)).toMatchObject({ status: 'failed', failure: 'the loss is no number', neededBy: [] });
    expect(of(named('4d'))).toMatchObject({ status: 'empty', settings: {}, dataset: null, changedMs: 0 });
  });

  it('takes the batches of a run that learns from a component, as its training accuracy', async () => {
    const store = madeStore();
    store.run(first, { trainOn: 'lfc', trainRadius: 4 });
    const { runs } = await listRuns(store);
    expect(runs[0]).toMatchObject({ testAccuracy: 0.5, trainAccuracy: 0.625 });
  });

  it('ends with the run that got on last', async () => {
    const store = madeStore();
    store.run(first);
    store.run(second);
    const soon = new Date(Date.now() + 5000);
    await files.utimes(store.at('runs', first, 'history.jsonl'), soon, soon);
    const { runs } = await listRuns(store);
    expect(runs.map(({ name }) => name)).toEqual([second, first]);
  });

  it('opens the index alone where nothing has changed, and asks four times a run', async () => {
    const store = madeStore();
    store.study('heuristics', [first]);
    const said: RunEntry = {
      ...{ status: 'trained', failure: null, dataset: 'planted', settings: { network: 'lenet' }, epoch: 1 },
      ...{ testAccuracy: 0.5, trainAccuracy: 0.5, seconds: 1, bytes: 10, checkpointBytes: 0 },
    };
    const index: Record<string, { stamp: string; said: RunEntry }> = {};
    for (let at = 0; at < 100; at++) {
      const name = at.toString(16).padStart(16, '0');
      mkdirSync(store.at('runs', name, 'parts'), { recursive: true });
      // What is not read may be anything.
      writeFileSync(store.at('runs', name, 'run.json'), '');
      writeFileSync(store.at('runs', name, 'history.jsonl'), '');
      index[name] = { stamp: runStamp(store.at('runs', name))!.text, said };
    }
    const { mtimeMs, size } = statSync(store.at('heuristics', 'study.json'));
    const studies = { heuristics: { stamp: `${mtimeMs}/${size}`, said: [first] } };
    await writeRunIndex(store, { runs: index, studies });
    const names = opened(store.folder);
    const asked = askedOf(store.at('runs'));
    const { runs } = await listRuns(store);
    expect(runs).toHaveLength(100);
    expect(runs.every(({ status }) => status === 'trained')).toBe(true);
    expect(names).toEqual(['index.json']);
    expect(asked.count).toBe(400);
  });

  it('reads a run that changed, and no other', async () => {
    const store = threeRuns();
    await listRuns(store);
    const names = opened(store.folder);
    const changes: [change: () => void, name: string, found: object][] = [
      [() => writeRun(store.at('runs', second), { batchSize: 20, done: 4 }), second, { epoch: 4 }],
      [() => rmSync(store.at('runs', third, 'failure.json')), third, { status: 'stopped', failure: null }],
      [
        () => rmSync(store.at('runs', first, 'checkpoints'), { recursive: true }),
        first,
        { checkpointBytes: 0 },
      ],
      [() => writeFileSync(store.at('runs', second, 'model.onnx'), ''), second, { status: 'stopped' }],
    ];
    for (const [change, name, found] of changes) {
      change();
      names.length = 0;
      const { runs } = await listRuns(store);
      expect(runs.find((run) => run.name === name)).toMatchObject(found);
      const folders = readOf(names).map((path) => path.split('/')[1]);
      expect(new Set(folders), String(change)).toEqual(new Set([name]));
      names.length = 0;
      await listRuns(store);
      expect(names, String(change)).toEqual(['index.json']);
    }
  });

  it('takes a row that was added for a change, and new names of a study', async () => {
    const store = threeRuns();
    await listRuns(store);
    const row = { epoch: 4, split: 'test', component: 'x', radius: null, loss: 1 };
    const rest = { accuracy: 0.75, correct: 5, n: 10, elapsedMs: 9 };
    appendFileSync(store.at('runs', second, 'history.jsonl'), `${JSON.stringify({ ...row, ...rest })}\n`);
    store.study('svd-planted-smoke', [third]);
    const { runs } = await listRuns(store);
    expect(runs.find(({ name }) => name === second)).toMatchObject({ epoch: 4, testAccuracy: 0.75 });
    expect(runs.map(({ neededBy }) => neededBy.length).toSorted()).toEqual([1, 1, 1]);
  });

  it('makes the same index anew where it is missing, damaged or of another version', async () => {
    const store = threeRuns();
    const before = await listRuns(store);
    const index = readFileSync(store.at('index.json'), 'utf8');
    const damages: (() => void)[] = [
      () => rmSync(store.at('index.json')),
      () => writeFileSync(store.at('index.json'), index.slice(0, 200)),
      () => writeFileSync(store.at('index.json'), index.replace('"version":1', '"version":2')),
      () => writeFileSync(store.at('index.json'), index.replace('"status":"trained"', '"status":"odd"')),
    ];
    for (const damage of damages) {
      damage();
      expect(await listRuns(store), String(damage)).toEqual(before);
      expect(readFileSync(store.at('index.json'), 'utf8'), String(damage)).toBe(index);
    }
  });

  it('forgets a run that is gone, and passes over what is none', async () => {
    const store = threeRuns();
    await listRuns(store);
    rmSync(store.at('runs', first), { recursive: true });
    mkdirSync(store.at('runs', 'notes'));
    writeFileSync(store.at('runs', named('5e')), '');
    symlinkSync(store.at('runs', second), store.at('runs', named('6f')));
    const { runs } = await listRuns(store);
    expect(runs.map(({ name }) => name).toSorted()).toEqual([second, third]);
    expect(indexed(store.at('index.json'))).toEqual([second, third]);
  });

  it('lists a run that may not be read with the reason, beside the others, and reads it once it may be', async () => {
    const store = threeRuns();
    const { open } = files;
    const path = store.at('runs', first, 'run.json');
    const replace = (by: typeof open) => {
      Object.assign(files, { open: by });
      syncBuiltinESMExports();
    };
    onTestFinished(() => replace(open));
    // Root may read everything.
    replace(async (opened, ...rest) => {
      if (opened === path)
        throw Object.assign(new Error('no'), { code: 'EACCES', syscall: 'open', path, errno: -13 });
      return open(opened, ...rest);
    });
    const found = async () => (await listRuns(store)).runs.find(({ name }) => name === first);
    expect(await found()).toMatchObject({ status: 'unreadable', failure: `${path}: no permission (EACCES)` });
    expect((await listRuns(store)).runs).toHaveLength(3);
    replace(open);
    expect(await found()).toMatchObject({ status: 'trained', epoch: 10 });
  });

  it('says of a finished run whose history is gone or short that it cannot be read', async () => {
    const store = threeRuns();
    rmSync(store.at('runs', first, 'history.jsonl'));
    const { runs } = await listRuns(store);
    expect(runs.find(({ name }) => name === first)).toMatchObject({
      status: 'unreadable',
      failure: `${store.at('runs', first)} is finished, but its history ends at epoch 0 of 10; delete the folder to train it again`,
    });
  });

  it('lists where no index can be written', async () => {
    const store = threeRuns();
    // As root may write everywhere, a folder stands in the index's place.
    mkdirSync(join(store.folder, 'index.json', 'in the way'), { recursive: true });
    expect((await listRuns(store)).runs).toHaveLength(3);
  });

  it('lists a run that cannot be read with the reason, and reads it again each time', async () => {
    const store = threeRuns();
    const good = readFileSync(store.at('runs', second, 'run.json'), 'utf8');
    writeFileSync(store.at('runs', second, 'run.json'), good.replace('"version":2', '"version":9'));
    for (let time = 0; time < 2; time++) {
      const { runs } = await listRuns(store);
      expect(runs.find(({ name }) => name === second)).toMatchObject({
        status: 'unreadable',
        failure: expect.stringContaining('written by a newer passband'),
      });
    }
    expect(indexed(store.at('index.json'))).toEqual([first, third]);
  });

  it('says which runs a process holds', async () => {
    const store = threeRuns();
    const lease = await takeLease(store.at('runs', second));
    // One whose process has ended.
    const text = readFileSync(store.at('runs', second, 'lease.json'), 'utf8');
    const ended = { ...JSON.parse(text), process: 2 ** 22 + 1 };
    writeFileSync(store.at('runs', third, 'lease.json'), JSON.stringify(ended));
    // What is no file may be anybody's.
    mkdirSync(store.at('runs', first, 'lease.json'));
    const { runs } = await listRuns(store);
    const of = (name: string) => runs.find((run) => run.name === name)!;
    expect(of(second)).toMatchObject({ status: 'running', epoch: 3 });
    expect(of(second).holder?.holder?.process).toBe(process.pid);
    expect(of(third)).toMatchObject({ status: 'failed', holder: null });
    expect(of(first).status).toBe('running');
    await lease.release();
    expect((await listRuns(store)).runs.find(({ name }) => name === second)?.status).toBe('stopped');
  });

  it('says of a study’s record that cannot be read why', async () => {
    const store = threeRuns();
    writeFileSync(store.at('svd-planted-smoke', 'study.json'), '{"schema":"passband.study","version":2}');
    const { studies } = await listRuns(store);
    expect(studies.map(({ problem }) => problem)).toEqual([
      null,
      expect.stringContaining('svd-planted-smoke/study.json: written by a newer passband'),
    ]);
  });
});
