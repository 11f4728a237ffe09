import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { recipeNames } from '#passband/studies/recipes/recipes.ts';
import { passbandIn } from '../../support/passband.ts';
import { writeTinyFile } from '../tinyFile.ts';

const folder = mkdtempSync(join(tmpdir(), 'passband-study-'));
const passband = passbandIn(folder);
writeTinyFile(join(folder, 'tiny.npz'), { count: 20, testCount: 10 });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const usual = { name: 'mine', base: { dataset: 'tiny.npz' }, vary: { batchSize: [5, 10] } };

/** Runs a study from a file. */
async function study(content: unknown, ...words: string[]) {
  writeFileSync(join(folder, 'mine.yaml'), typeof content === 'string' ? content : stringify(content));
  return passband('study', 'mine.yaml', ...words);
}

/** A refusal is one line on stderr, and leaves nothing behind. */
async function expectRefusal(said: Awaited<ReturnType<typeof passband>>, message: string): Promise<void> {
  expect(said).toMatchObject({ status: 2, stdout: '' });
  expect(said.stderr.split('\n').slice(-2)).toEqual([expect.stringContaining(message), '']);
  expect(existsSync(join(folder, 'studies'))).toBe(false);
}

describe('passband study refuses in one line', () => {
  it.each<[string[], string]>([
    [['heuristic'], "there is no study 'heuristic' (did you mean heuristics?)"],
    [['batchsize'], "there is no study 'batchsize' (did you mean batch-size?)"],
    [[], `study needs a name: ${recipeNames[0]}`],
    [['a.yaml', 'b.yaml'], 'study takes one file alone, got a.yaml b.yaml'],
    [['gone.yaml'], 'gone.yaml'],
    [['components', '--scale', 'large'], '--scale'],
    [['components', '--seeds', '0'], '--seeds'],
    [['components', '--seeds', '1000000000'], '--seeds must be at most 100, got 1000000000'],
    [
      ['components', '--dataset', 'tiny.npz', '--radius', '40'],
      'no high frequencies beyond r = 40; give smaller ones with --radius',
    ],
    [['components', '--dataset', 'plantd'], "did you mean 'planted'?"],
  ])('%j', async (words, message) => {
    await expectRefusal(await passband('study', ...words), message);
  });

  it.each<[string, unknown, string]>([
    ['a list', '- a\n', 'a study is a list of lines such as "name: my-study"'],
    ['no name', { ...usual, name: undefined }, 'mine.yaml: name'],
    [
      'a hostile name',
      { ...usual, name: '../x' },
      'mine.yaml: name: must be a name of small letters, digits and single hyphens, got "../x"',
    ],
    ['an unknown member', { ...usual, varry: {} }, "mine.yaml: unknown key 'varry' (did you mean vary?)"],
    [
      'an unknown key in base',
      { ...usual, base: { networc: 'lenet' } },
      "base: unknown key 'networc'; did you mean 'network'?",
    ],
    [
      'a seed in base',
      { ...usual, base: { seed: 3 } },
      'base: seed has no place here; name seeds beside base and vary',
    ],
    [
      'an unknown key in vary',
      { ...usual, vary: { 'batch-sise': [5] } },
      "vary: unknown key 'batchSise'; did you mean 'batchSize'?",
    ],
    [
      'no list in vary',
      { ...usual, vary: { batchSize: 5 } },
      'vary: batchSize takes a list of values, got 5',
    ],
    [
      'an empty list',
      { ...usual, vary: { batchSize: [] } },
      'vary: batchSize takes a list of values, got []',
    ],
    ['a setting without a name', { ...usual, vary: [{ batchSize: 5 }] }, 'vary: each setting takes a name'],
    ['a value of another kind', { ...usual, vary: { network: ['lenett'] } }, 'vary: network'],
    [
      'nothing that varies',
      { ...usual, vary: undefined },
      'vary names nothing, so that there is nothing to compare',
    ],
    ['an empty vary', { ...usual, vary: {} }, 'vary names nothing, so that there is nothing to compare'],
    [
      'an unknown quantity',
      { ...usual, show: [{ curves: ['test.y'] }] },
      "show: unknown quantity 'test.y'; known are train.x",
    ],
    ['an unknown kind', { ...usual, show: [{ curve: ['test.x'] }] }, 'show: each takes curves, bars, table'],
    [
      'an unknown member of show',
      { ...usual, show: [{ table: ['test.x'], row: 'batchSize' }] },
      "show: unknown key 'row' (did you mean rows?)",
    ],
    [
      'an unknown key to draw against',
      { ...usual, show: [{ curves: ['test.x'], against: 'batch-sise' }] },
      "show: against: unknown key 'batchSise'; did you mean 'batchSize'?",
    ],
    ['no quantity', { ...usual, show: [{ curves: [] }] }, 'mine.yaml: show: curves: Too small'],
    [
      'a key that is none',
      { ...usual, show: [{ curves: ['test.x'], against: 3 }] },
      'show: against: Invalid input: expected string, received number, got 3',
    ],
    [
      'a component of held-out images',
      { ...usual, show: [{ curves: ['held-out.lfc@8'] }] },
      "show: unknown quantity 'held-out.lfc@8'",
    ],
    [
      'one seed twice',
      { ...usual, seeds: [1, 1] },
      'mine.yaml: seeds: must be how many seeds, 1 to 100, or a list of different whole numbers ≥ 0, got [1,1]',
    ],
    [
      'seeds in words',
      { ...usual, seeds: 'three' },
      'mine.yaml: seeds: must be how many seeds, 1 to 100, or a list of different whole numbers ≥ 0, got "three"',
    ],
    [
      'a base that is none',
      { ...usual, base: 'lenet' },
      'mine.yaml: base: Invalid input: expected object, received string, got "lenet"',
    ],
    [
      'a key in both forms',
      { ...usual, base: { batchSize: 5, 'batch-size': 6 } },
      'mine.yaml: batchSize and batch-size are one key; keep one of them',
    ],
    [
      'a long name',
      { ...usual, name: 'a'.repeat(65) },
      'mine.yaml: name: must be a name of at most 64 characters, got "aaa',
    ],
    ['two documents', 'name: a\n---\nname: b\n', 'mine.yaml: it must be one document, without a line of ---'],
    [
      'an unknown part',
      { ...usual, measure: ['atacks'] },
      "measure: unknown part 'atacks' (did you mean attacks?)",
    ],
    ['no data set', { ...usual, base: {} }, 'mine: base names no dataset; add it there, or give --dataset'],
    [
      'what it does not measure',
      { ...usual, show: [{ bars: ['pgd@0.03'] }] },
      'show: pgd@0.03 needs attacks; add attacks to measure',
    ],
  ])('%s', async (_, content, message) => {
    await expectRefusal(await study(content), message);
  });

  it('what a study of one’s own says itself', async () => {
    await expectRefusal(
      await study(usual, '--scale', 'smoke'),
      '--scale smoke is for the studies of the paper; mine.yaml says in base how much there is of everything',
    );
    await expectRefusal(
      await study({ ...usual, base: { ...usual.base, preset: 'paper' } }, '--preset', 'authors'),
      '--preset authors: base in mine.yaml has preset paper; change it there',
    );
  });

  it('a grid of 10,000 runs, with how long it would take', async () => {
    const values = Array.from({ length: 100 }, (_, index) => index + 1);
    const base = { ...usual.base, network: 'lenet', batchSize: 5 };
    const grid = { ...usual, base, vary: { epochs: values, weightDecay: values } };
    const said = await study(grid, '--jobs', '1', '--quiet');
    await expectRefusal(said, 'mine: there are 10,000 runs to do, about ');
    expect(said.stderr).toMatch(
      /about [\d,.]+ (minutes|hours); add --yes to run them, or --dry-run to see each\n$/,
    );
  });

  it('a store of a newer version, and one that cannot be made', async () => {
    mkdirSync(join(folder, 'newer'));
    writeFileSync(join(folder, 'newer/store.json'), '{"schema":"passband.store","version":99}');
    await expectRefusal(
      await study(usual, '--store', 'newer'),
      'newer/store.json: written by a newer passband (passband.store 99, this one reads 1); update passband to open it',
    );
    writeFileSync(join(folder, 'file'), '');
    await expectRefusal(
      await study(usual, '--store', 'file/store'),
      "--store: folder 'file/store' cannot be made: ",
    );
    await expectRefusal(
      await study(usual, '--store', 'file', '--dry-run'),
      "--store: 'file' must be a folder, it is a file; name another one",
    );
  });

  it('a folder that has the results of another study', async () => {
    // As those of mine-tiny on a data set called npz.
    mkdirSync(join(folder, 'taken/mine-tiny.npz'), { recursive: true });
    const record = { schema: 'passband.study', version: 1, name: 'mine-tiny', runs: [] };
    writeFileSync(join(folder, 'taken/mine-tiny.npz/study.json'), JSON.stringify(record));
    await expectRefusal(
      await study(usual, '--store', 'taken'),
      'taken/mine-tiny.npz has the results of the study mine-tiny; give mine another name, or another --store',
    );
  });
});

it('--list names every study, as text and as JSON', async () => {
  const { stdout } = await passband('study', '--list');
  const lines = stdout.trim().split('\n');
  expect(lines.slice(0, -2).map((line) => line.trim().split(/\s+/)[0])).toEqual(recipeNames);
  expect(lines.slice(-2)).toEqual(['', 'How long one takes: passband study NAME --dry-run']);
  const { stdout: json } = await passband('study', '--list', '--json');
  expect(JSON.parse(json).map(({ name }: { name: string }) => name)).toEqual(recipeNames);
});

it('--print writes a study that plans as it does, and makes nothing', async () => {
  const { stdout } = await passband(
    ...['study', 'batch-size', '--dataset', 'tiny.npz', '--print', '--store', 'printed'],
  );
  expect(stdout).toMatch(/^# The claims of the paper are left out/);
  expect(stdout).toContain('batchSize: 400');
  expect(existsSync(join(folder, 'printed'))).toBe(false);
});
