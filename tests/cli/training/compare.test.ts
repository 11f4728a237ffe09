import { existsSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { appendHistory } from '#passband/training/run/history.ts';
import { createRun } from '#passband/training/run/runFolder.ts';
import { classification } from '#passband/training/tasks/classification/classification.ts';
import { exampleRun } from '../../report/run/exampleRun.ts';
import { exampleStudy } from '../../report/study/exampleStudy.ts';
import { folderOfRun, writeStudy } from '../../server/studyFolder.ts';
import { passbandIn } from '../../support/passband.ts';

const folder = mkdtempSync(join(tmpdir(), 'passband-compare-'));

const passband = passbandIn(folder);

/** Writes the folder of a run that has been trained. */
async function writeRun(out: string, seed = 0): Promise<void> {
  const { run, rows } = exampleRun({ epochs: 3 });
  const { schema: _, version: __, status: ___, ...content } = run;
  const made = await createRun(
    { ...content, config: { ...run.config, seed, out: join(folder, out) } },
    classification,
  );
  await appendHistory(made.folder, rows, classification.columns);
}

describe('passband compare', () => {
  beforeAll(async () => {
    await writeRun('first', 0);
    await writeRun('second', 1);
    await writeRun('later/first', 2);
  });

  it('writes one page of several runs, named after their folders, into a folder that it makes', async () => {
    const { status, stdout, stderr } = await passband(
      'compare',
      'first',
      'second',
      '--out',
      'pages/both.html',
    );
    expect([status, stdout, stderr]).toEqual([0, 'Page: pages/both.html\n', '']);
    const page = readFileSync(join(folder, 'pages/both.html'), 'utf8');
    expect(page).toContain('<b>second</b> is right on');
    expect(page).toContain('<th scope="row">seed</th><td>0</td><td>1</td>');
    expect(page).toContain('passband compare first second --out pages/both.html');
    expect(page).toContain('passband train --dataset planted');
  });

  it('tells runs of one name apart by their paths, and prints nothing with --quiet', async () => {
    const { status, stdout } = await passband(
      'compare',
      'first',
      'later/first',
      '--out',
      'names.html',
      '--quiet',
    );
    expect([status, stdout]).toEqual([0, '']);
    expect(readFileSync(join(folder, 'names.html'), 'utf8')).toContain('first · later/first');
  });

  it.each([
    [['first', '--out', 'a.html'], 'compare needs two runs or more, got 1'],
    [['first', './first', '--out', 'a.html'], 'is named twice'],
    [['first', 'nowhere', '--out', 'a.html'], 'nowhere yet (there is no such folder)'],
    [['first', 'second', '--out', 'first/run.json'], '--out must be an HTML file such as compare.html'],
    [['first', 'second'], "required option '--out <FILE.html>' not specified"],
  ])('%s is one line on stderr and exit code 2', async (words, message) => {
    const { status, stdout, stderr } = await passband('compare', ...words);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(existsSync(join(folder, 'a.html'))).toBe(false);
  });
});

describe('passband compare of a study', () => {
  const study = exampleStudy();
  const runs = study.runs.map((run, place) => ({ ...run, state: place < 2 ? 'complete' : 'running' }));
  const seeded = runs.slice(0, 2).map((run, seed) => ({ ...run, name: 'vanilla', seed }));
  const store = join(folder, 'store');
  beforeAll(async () => {
    for (const place of [0, 1]) await writeRun(`store/runs/${folderOfRun(study, place)}`);
    await writeRun('own', 3);
    writeStudy(store, 'heuristics', { ...study, runs });
    writeStudy(store, 'seeds', { ...study, seeds: [0, 1], runs: seeded });
    writeStudy(store, 'begun', { ...study, runs: runs.slice(2) });
    writeStudy(store, 'models', { ...study, runs: runs.slice(0, 1).map((run) => ({ ...run, epochs: 0 })) });
    writeStudy(store, 'one', { ...study, runs: runs.slice(0, 1) });
    writeStudy(store, 'gone', { ...study, runs: study.runs });
    writeStudy(store, 'broken', { ...study, runs: 3 });
    symlinkSync(join(store, 'heuristics'), join(folder, 'linked'));
  });

  it.each([
    [['linked'], 'vanilla · dropout'],
    [['store/seeds'], 'vanilla, seed 0 · vanilla, seed 1'],
    // A run that two studies share comes once.
    [['store/heuristics', 'store/seeds', 'own'], 'heuristics: vanilla · heuristics: dropout · own'],
  ])('%j stands for its complete runs', async (words, names) => {
    const { status, stderr } = await passband('compare', ...words, '--out', 'study.html', '--quiet');
    expect([status, stderr]).toEqual([0, '']);
    expect(readFileSync(join(folder, 'study.html'), 'utf8')).toContain(`<p class="quiet">${names}</p>`);
  });

  it.each([
    ['begun', 'store/begun: this study has no complete run yet; its command goes on with it'],
    ['models', 'store/models: this study has no complete run yet'],
    ['one', 'compare needs two runs or more, got 1'],
    ['gone', 'runs/2222222222222222, which should be mixup; the study’s command makes it again'],
    ['broken', 'store/broken/study.json: runs'],
  ])('%s is one line on stderr', async (name, message) => {
    const { status, stdout, stderr } = await passband('compare', `store/${name}`, '--out', 'a.html');
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(existsSync(join(folder, 'a.html'))).toBe(false);
  });
});
