import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { studyRecordSchema } from '#passband/report/study/studyRecord.ts';
import { usualPartSettings } from '#passband/studies/parts/partSettings.ts';
import { partFile } from '#passband/studies/parts/parts.ts';
import { writeRun } from '../../studies/store/madeStore.ts';
import { passbandIn } from '../../support/passband.ts';
import { writeTinyFile } from '../tinyFile.ts';

const folder = mkdtempSync(join(tmpdir(), 'passband-damaged-'));
const passband = passbandIn(folder);
const at = (...names: string[]) => join(folder, ...names);
const base = { dataset: 'tiny.npz', network: 'lenet' as const, epochs: 1, radius: [8], holdOut: 0 };
const batchSizes = [10, 20];
const show = [{ table: ['test.x'] }];
const write = (more: object) =>
  writeFileSync(
    at('mine.yaml'),
    JSON.stringify({ name: 'mine', base, vary: { batchSize: batchSizes }, show, ...more }),
  );
const study = (...words: string[]) => passband('study', 'mine.yaml', '--jobs', '1', '--quiet', ...words);
const states = () =>
  studyRecordSchema
    .parse(JSON.parse(readFileSync(at('studies/mine-tiny.npz/study.json'), 'utf8')))
    .runs.map(({ state, failure }) => [state, failure]);

let first: string;

/** A store whose two runs were never trained: what they are called is what the study calls them. */
beforeAll(async () => {
  writeTinyFile(at('tiny.npz'), { count: 20, testCount: 10 });
  write({});
  const { stdout } = await study('--dry-run', '--json');
  const names = JSON.parse(stdout).runs.map(({ run }: { run: string }) => run);
  for (const [place, name] of names.entries()) {
    writeRun(at('whole/runs', name), { ...base, batchSize: batchSizes[place] });
  }
  [first] = names;
  mkdirSync(at('outside'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeEach(() => {
  rmSync(at('studies'), { recursive: true, force: true });
  cpSync(at('whole'), at('studies'), { recursive: true });
  write({});
});

describe('a run that cannot be read is a hole in the study, whose other runs stay', () => {
  it.each([
    ['run.json', '{"schema":'],
    ['history.jsonl', 'nothing\n{}\n'],
  ])('%s', async (file, content) => {
    writeFileSync(at('studies/runs', first, file), content);
    const { status, stderr } = await study();
    expect([status, stderr]).toEqual([2, expect.stringMatching(/^passband: 1 of 2 runs failed, .*\n$/)]);
    const reason = expect.stringMatching(new RegExp(`^studies/runs/${first}/${file}(:1)?: not JSON$`));
    expect(states()).toEqual([
      ['failed', reason],
      ['complete', null],
    ]);
    // Nothing there is written over, nor is it tried again in vain.
    expect((await study('--retry')).status).toBe(2);
    expect(readFileSync(at('studies/runs', first, file), 'utf8')).toBe(content);
    await passband('runs', 'remove', first, '--yes');
    expect(existsSync(at('studies/runs', first))).toBe(false);
  });

  it('what was measured of it', async () => {
    write({ measure: ['kernels'] });
    const file = partFile('kernels', { ...usualPartSettings, decidedRadius: 8 });
    for (const run of readdirSync(at('studies/runs'))) {
      mkdirSync(at('studies/runs', run, 'parts'));
      writeFileSync(at('studies/runs', run, file), '{"schema":');
    }
    expect((await study()).status).toBe(2);
    expect(states()[0]).toEqual(['failed', `studies/runs/${first}/${file}: not JSON`]);
  });
});

it('a folder that is a link out of the store has nothing read and nothing written behind it', async () => {
  const run = at('studies/runs', first);
  renameSync(run, at('outside', first));
  symlinkSync(`../../outside/${first}`, run);
  const before = readdirSync(at('outside'), { recursive: true });
  expect((await study()).status).toBe(2);
  expect(states()).toEqual([
    ['failed', `studies/runs/${first} must be a folder, it is a link; delete it`],
    ['complete', null],
  ]);
  const { stdout } = await study('--dry-run');
  expect(stdout).toContain('unreadable (studies/runs/');
  rmSync(at('studies/mine-tiny.npz'), { recursive: true });
  symlinkSync('../outside', at('studies/mine-tiny.npz'));
  const { status, stderr } = await study();
  expect([status, stderr]).toEqual([2, expect.stringMatching(/mine-tiny\.npz is a link or lies behind one/)]);
  expect(readdirSync(at('outside'), { recursive: true })).toEqual(before);
});

it('what failed for another study concerns none that has all that it asks for', async () => {
  const failure = { schema: 'passband.failure', version: 1, message: 'no convolution' };
  for (const run of readdirSync(at('studies/runs'))) {
    writeFileSync(at('studies/runs', run, 'failure.json'), JSON.stringify(failure));
  }
  expect((await study()).status).toBe(0);
  write({ measure: ['kernels'] });
  expect((await study()).status).toBe(2);
  expect(states()[0]).toEqual(['failed', 'no convolution']);
});
