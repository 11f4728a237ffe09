import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { passbandIn } from '../../support/passband.ts';

const web = fileURLToPath(new URL('../../../dist/web/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'passband-page-'));

const page = (...words: string[]) => passbandIn(folder)('page', ...words);

const filesIn = (path: string) => readdirSync(join(folder, path), { recursive: true, encoding: 'utf8' });

describe('passband page', () => {
  afterAll(() => rmSync(folder, { recursive: true }));

  it('copies what a visitor needs, and says how to host it and how large it is', async () => {
    const { status, stdout, stderr } = await page('--out', 'a/site');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^The page is in a\/site: \d+ files, \d+\.\d MB\.\nAny static host serves it/);
    const files = filesIn('a/site');
    expect(files).toEqual(expect.arrayContaining(['index.html', 'third-party-notices.txt']));
    expect(files.filter((name) => /\.map$|^(report|live)\.js$/.test(name))).toEqual([]);
    expect(readFileSync(join(folder, 'a/site/index.html'))).toEqual(readFileSync(join(web, 'index.html')));
    expect(readdirSync(join(folder, 'a'))).toEqual(['site']);
  });

  it('replaces an earlier export and fills an empty folder', async () => {
    await page('--out', 'again');
    const before = filesIn('again');
    writeFileSync(join(folder, 'again/index.html'), 'older');
    const { status, stdout } = await page('--out', 'again', '--json');
    expect(status).toBe(0);
    expect(filesIn('again')).toEqual(before);
    expect(readFileSync(join(folder, 'again/index.html'), 'utf8')).not.toBe('older');
    const { out, files, bytes } = JSON.parse(stdout) as { out: string; files: string[]; bytes: number };
    expect([out, files.includes('index.html'), bytes > 10_000]).toEqual(['again', true, true]);
    mkdirSync(join(folder, 'empty'));
    expect(await page('--out', 'empty', '--quiet')).toMatchObject({ status: 0, stdout: '' });
    expect(filesIn('empty')).toContain('index.html');
  });

  it("never touches a folder that holds anything else, nor another's file", async () => {
    mkdirSync(join(folder, 'work'));
    writeFileSync(join(folder, 'work/thesis.tex'), 'x');
    expect(await page('--out', 'work')).toMatchObject({
      status: 2,
      stderr:
        'passband: --out: work holds thesis.tex, which is of no earlier export; name a new or an empty folder\n',
    });
    expect(filesIn('work')).toEqual(['thesis.tex']);
    await page('--out', 'mixed');
    writeFileSync(join(folder, 'mixed/CNAME'), 'example.org');
    expect((await page('--out', 'mixed')).stderr).toContain('mixed holds CNAME');
    expect(readFileSync(join(folder, 'mixed/CNAME'), 'utf8')).toBe('example.org');
    expect((await page('--out', 'work/thesis.tex')).stderr).toBe(
      'passband: --out: work/thesis.tex is a file, and the page needs a folder\n',
    );
  });

  it('needs --out', async () => {
    expect(await page()).toMatchObject({
      status: 2,
      stderr: "passband: required option '--out <DIR>' not specified\n",
    });
  });
});
