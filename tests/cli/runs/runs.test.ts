import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { takeLease } from '#passband/files/lease.ts';
import { madeStore, named } from '../../studies/store/madeStore.ts';
import { passbandIn } from '../../support/passband.ts';

const [plain, wide, failed, other] = ['1a', '1b', '2c', '3d'].map(named);

let store: ReturnType<typeof madeStore>;
let passband: ReturnType<typeof passbandIn>;

beforeEach(() => {
  store = madeStore();
  passband = passbandIn(store.parent);
  store.run(plain, { accuracy: 0.875, checkpoint: 5000 });
  store.run(wide, { batchSize: 20, seed: 1, done: 3 });
  store.run(failed, { batchSize: 20, failure: 'the loss is no number', done: 2 });
  store.run(other, { network: 'six-conv' });
  store.study('heuristics-planted-smoke', [plain, wide]);
  store.study('svd-planted-smoke', [plain]);
});

/** Lines of a table as their cells. */
const cells = (stdout: string) =>
  stdout
    .split('\n')
    .filter((line) => line.startsWith('  '))
    .map((line) => line.trim().split(/ {3,}/));
const inOrder = (rows: string[][]) => rows.toSorted(([a], [b]) => (a < b ? -1 : 1));

describe('passband runs', () => {
  it('lists runs with what tells them apart, how far they are, and which studies need them', async () => {
    const { status, stdout, stderr } = await passband('runs');
    expect([status, stderr]).toEqual([0, '']);
    const [head, ...rows] = cells(stdout);
    expect(head).toEqual([
      ...['run', 'network', 'data set', 'settings', 'status', 'test', 'training', 'size', 'needed by'],
    ]);
    expect(inOrder(rows.slice(0, 4)).map((row) => row.toSpliced(7, 1))).toEqual([
      [
        plain,
        'lenet',
        'planted',
        'batchSize=100',
        'trained, 10 epochs',
        '87.5%',
        '93.8%',
        'heuristics-planted-smoke and 1 more',
      ],
      [
        wide,
        'lenet',
        'planted',
        'seed=1',
        'stopped, epoch 3 of 10',
        '50.0%',
        '56.3%',
        'heuristics-planted-smoke',
      ],
      [failed, 'lenet', 'planted', '–', 'failed, epoch 2 of 10', '50.0%', '56.3%', '–'],
      [other, 'six-conv', 'planted', '–', 'trained, 10 epochs', '50.0%', '56.3%', '–'],
    ]);
    expect(stdout).toContain(`  ${failed}: the loss is no number\n`);
    expect(stdout).toMatch(
      /\n4 runs, \d+ kB\.\n2 runs, [\d.]+ kB, needed by no study: passband runs prune --store studies/,
    );
  });

  it('lists those that are asked for', async () => {
    const { stdout } = await passband(
      'runs',
      '--where',
      'network=lenet',
      'studies',
      '--where',
      'accuracy<0.8',
      '--json',
    );
    expect(
      JSON.parse(stdout)
        .map(({ run }: { run: string }) => run)
        .toSorted(),
    ).toEqual([wide, failed]);
    const none = await passband('runs', '--where', 'network=lennet');
    expect(none.stdout).toBe('No run of 4 fulfils network=lennet (did you mean lenet?).\n');
    const both = await passband('runs', '--where', 'status=failed');
    expect(both.stdout).toMatch(/\n1 of 4 runs, [\d.]+ kB of [\d.]+ kB\.\n/);
  });

  it('writes one JSON document', async () => {
    const { stdout } = await passband(
      'runs',
      '--json',
      '--where',
      'status=trained',
      '--where',
      'network=lenet',
    );
    const [run] = JSON.parse(stdout);
    expect(run).toMatchObject({
      ...{ run: plain, status: 'trained', accuracy: 0.875, trainAccuracy: 0.9375, epoch: 10, failure: null },
      ...{ dataset: 'planted', settings: { network: 'lenet', batchSize: 100 }, checkpointBytes: 5000 },
      ...{ neededBy: ['heuristics-planted-smoke', 'svd-planted-smoke'], holder: null },
    });
    expect(run.changed).toMatch(/^\d{4}-/);
  });

  it('lists all the same where a study’s record cannot be read, and says so', async () => {
    writeFileSync(store.at('svd-planted-smoke', 'study.json'), '{');
    const { status, stdout, stderr } = await passband('runs');
    expect(status).toBe(0);
    expect(cells(stdout)).toHaveLength(6);
    expect(stderr).toBe('passband: studies/svd-planted-smoke/study.json: not JSON\n');
  });

  it('compares settings', async () => {
    const { stdout } = await passband('runs', 'compare', '1a', '1b', '3d');
    const [head, ...rows] = cells(stdout);
    expect(head).toEqual([plain, wide, other]);
    expect(Object.fromEntries(rows.map(([key, ...values]) => [key, values]))).toMatchObject({
      ...{ network: ['lenet', 'lenet', 'six-conv'], batchSize: ['100', '20', '100'], seed: ['0', '1', '0'] },
      ...{ status: ['trained, 10 epochs', 'stopped, epoch 3 of 10', 'trained, 10 epochs'] },
      ...{
        test: ['87.5%', '50.0%', '50.0%'],
        size: [expect.any(String), expect.anything(), expect.anything()],
      },
    });
    expect(stdout).not.toMatch(/^ {2}(epochs|radius|dataset) /m);
    expect(stdout).toMatch(/\n\d+ other settings are the same\.\n/);
    const json = await passband('runs', 'compare', '1a', '1b', '--json');
    expect(JSON.parse(json.stdout)).toEqual({
      runs: [plain, wide],
      settings: { batchSize: [100, 20], seed: [0, 1] },
    });
  });

  it.each([
    [['runs', 'nowhere'], 'nowhere is no store of runs (there is no such folder); passband study makes one'],
    [['runs', 'prnue'], "there is no store 'prnue', nor a command runs prnue (did you mean prune?)"],
    [['runs', '.'], '. is no store of runs (it has no store.json)'],
    [['runs', '--where', 'netwrok=lenet'], "unknown key 'netwrok' (did you mean network?)"],
    [['runs', 'compare', '1a'], 'runs compare needs two runs or more, got 1'],
    [
      ['runs', 'compare', '1', '2c'],
      `'1' begins the names of several runs: ${plain}, ${wide}; write more of one`,
    ],
    [['runs', 'compare', '1a', '1a0'], `run ${plain} is named twice`],
    [['runs', 'remove', 'ff', '--yes'], "there is no run 'ff' in studies; passband runs studies lists them"],
    [['runs', 'remove', '1a', '--yes', '--store', 'nowhere'], 'nowhere is no store of runs'],
    [['runs', 'remove', '--yes'], "missing required argument 'RUN'"],
    [
      ['runs', '--where', 'status=failed', 'prune', '--yes'],
      '--where is a flag of passband runs, and stands before prune',
    ],
    [['runs', 'prune', '--where', 'status=failed', '--yes'], "unknown option '--where'"],
  ])('%s is one line on stderr and exit code 2', async (words, message) => {
    const { status, stdout, stderr } = await passband(...words);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(readdirSync(store.at('runs'))).toHaveLength(4);
  });

  it('says of a store of a newer version that it is one', async () => {
    writeFileSync(store.at('store.json'), '{"schema":"passband.store","version":2}');
    const { status, stderr } = await passband('runs');
    expect(status).toBe(2);
    expect(stderr).toMatch(/^passband: studies\/store\.json: written by a newer passband .*\n$/);
  });
});

describe('passband runs remove', () => {
  it('says what it would delete, and deletes it with --yes', async () => {
    const asked = await passband('runs', 'remove', '1a', '2c');
    expect(asked.status).toBe(0);
    expect(asked.stdout).toMatch(
      /\nWould be deleted: 2 runs, [\d.]+ kB\.\nNeeded by studies, which would train them again: 1 run, /,
    );
    expect(asked.stdout).toContain('\nTo delete: passband runs remove 1a 2c --store studies --yes\n');
    expect(readdirSync(store.at('runs'))).toHaveLength(4);
    const done = await passband('runs', 'remove', '1a', '2c', '--yes');
    expect([done.status, done.stderr]).toEqual([0, '']);
    expect(done.stdout).toMatch(/^Deleted: 2 runs, [\d.]+ kB\.\n$/);
    expect(readdirSync(store.at('runs')).toSorted()).toEqual([wide, other]);
    const left = await passband('runs', '--json');
    expect(JSON.parse(left.stdout)).toHaveLength(2);
  });

  it('leaves a run that a process is at, and deletes the others', async () => {
    const lease = await takeLease(store.at('runs', failed));
    const { status, stdout, stderr } = await passband('runs', 'remove', '2c', '3d', '--yes');
    expect(status).toBe(2);
    expect(stdout).toMatch(/^Deleted: 1 run, /);
    expect(stderr).toMatch(
      /^passband: .*2c0+ is being written by process \d+ on .* since .*; it is left: .*\n$/,
    );
    expect(readdirSync(store.at('runs')).toSorted()).toEqual([plain, wide, failed]);
    await lease.release();
  });
});

describe('passband runs prune', () => {
  it('deletes runs that no study needs, and folders without a run', async () => {
    mkdirSync(store.at('runs', named('4e')));
    mkdirSync(store.at('runs', '.removed-5f.0123456789abcdef.tmp'));
    const asked = await passband('runs', 'prune');
    expect(
      cells(asked.stdout)
        .slice(1)
        .map(([name]) => name)
        .toSorted(),
    ).toEqual([failed, other, named('4e')]);
    expect(asked.stdout).toContain('what earlier removals left');
    expect(readdirSync(store.at('runs'))).toHaveLength(6);
    const done = await passband('runs', 'prune', '--yes');
    expect([done.status, done.stderr]).toEqual([0, '']);
    expect(readdirSync(store.at('runs')).toSorted()).toEqual([plain, wide]);
    expect(existsSync(store.at('runs', plain, 'checkpoints'))).toBe(true);
    expect((await passband('runs', 'prune')).stdout).toBe('There is nothing to delete.\n');
  });

  it('deletes what was measured of models of others that no study names', async () => {
    for (const name of [named('7a'), named('8b')]) {
      mkdirSync(store.at('models', name), { recursive: true });
      writeFileSync(store.at('models', name, 'kernels.json'), '0123456789');
    }
    mkdirSync(store.at('models', '.removed-6f.0123456789abcdef.tmp'));
    store.study('mine', [named('7a')]);
    expect((await passband('runs', 'prune')).stdout).toContain(
      'what was measured of 1 model of others, 10 B; what earlier removals left',
    );
    const { stdout } = await passband('runs', 'prune', '--yes', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      models: [{ model: named('8b'), bytes: 10 }],
      leftovers: [{ name: '.removed-6f.0123456789abcdef.tmp', bytes: 0 }],
    });
    expect(readdirSync(store.at('models'))).toEqual([named('7a')]);
  });

  it('deletes checkpoints of trained runs where that is asked for', async () => {
    store.run(wide, { batchSize: 20, seed: 1, done: 3, checkpoint: 100 });
    const { stdout } = await passband('runs', 'prune', '--checkpoints', '--yes', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ deleted: true, leftovers: [], left: [] },
      checkpoints: [{ run: plain, bytes: 5000 }],
    });
    expect(existsSync(store.at('runs', plain, 'checkpoints'))).toBe(false);
    expect(existsSync(store.at('runs', plain, 'model.onnx'))).toBe(true);
    // That one still goes on from there.
    expect(existsSync(store.at('runs', wide, 'checkpoints'))).toBe(true);
  });

  it('leaves runs that a process is at, and all while a study is at work', async () => {
    const run = await takeLease(store.at('runs', failed));
    const { status, stdout, stderr } = await passband('runs', 'prune', '--yes');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Deleted: 1 run, /);
    expect(stderr).toContain('2c00000000000000 is being written');
    await run.release();
    const study = await takeLease(store.at('svd-planted-smoke'));
    const refused = await passband('runs', 'prune', '--yes');
    expect([refused.status, refused.stdout]).toEqual([2, '']);
    expect(refused.stderr).toContain('nothing is pruned while a study is at work');
    expect(readdirSync(store.at('runs')).toSorted()).toEqual([plain, wide, failed]);
    await study.release();
  });
});
