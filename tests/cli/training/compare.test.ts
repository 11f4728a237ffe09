import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { appendHistory } from '#passband/training/run/history.ts';
import { createRun } from '#passband/training/run/runFolder.ts';
import { classification } from '#passband/training/tasks/classification/classification.ts';
import { exampleRun } from '../../report/run/exampleRun.ts';
import { passbandIn } from '../../support/passband.ts';

const folder = mkdtempSync(join(tmpdir(), 'passband-compare-'));

const passband = passbandIn(folder);

/** Writes the folder of a run that has been trained. */
async function writeRun(out: string, seed: number): Promise<void> {
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
