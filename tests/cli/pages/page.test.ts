import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const main = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));
const web = fileURLToPath(new URL('../../../dist/web/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'passband-page-'));

const page = (...words: string[]) =>
  spawnSync(process.execPath, [main, 'page', ...words], { cwd: folder, encoding: 'utf8' });

const filesIn = (path: string) => readdirSync(join(folder, path), { recursive: true, encoding: 'utf8' });

describe('passband page', () => {
  afterAll(() => rmSync(folder, { recursive: true }));

  it('copies what a visitor needs, and says how to host it and how large it is', () => {
    const { status, stdout, stderr } = page('--out', 'a/site');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^The page is in a\/site: \d+ files, \d+\.\d MB\.\nAny static host serves it/);
    const files = filesIn('a/site');
    expect(files).toContain('index.html');
    expect(files.filter((name) => /\.map$|^(report|live)\.js$/.test(name))).toEqual([]);
    expect(readFileSync(join(folder, 'a/site/index.html'))).toEqual(readFileSync(join(web, 'index.html')));
    expect(readdirSync(join(folder, 'a'))).toEqual(['site']);
  });

  it('replaces an earlier export and fills an empty folder', () => {
    page('--out', 'again');
    const before = filesIn('again');
    writeFileSync(join(folder, 'again/index.html'), 'older');
    const { status, stdout } = page('--out', 'again', '--json');
    expect(status).toBe(0);
    expect(filesIn('again')).toEqual(before);
    expect(readFileSync(join(folder, 'again/index.html'), 'utf8')).not.toBe('older');
    const { out, files, bytes } = JSON.parse(stdout) as { out: string; files: string[]; bytes: number };
    expect([out, files.includes('index.html'), bytes > 10_000]).toEqual(['again', true, true]);
    mkdirSync(join(folder, 'empty'));
    expect(page('--out', 'empty', '--quiet')).toMatchObject({ status: 0, stdout: '' });
    expect(filesIn('empty')).toContain('index.html');
  });

  it("never touches a folder that holds anything else, nor another's file", () => {
    mkdirSync(join(folder, 'work'));
    writeFileSync(join(folder, 'work/thesis.tex'), 'x');
    expect(page('--out', 'work')).toMatchObject({
      status: 2,
      stderr:
        'passband: --out: work holds thesis.tex, which is of no earlier export; name a new or an empty folder\n',
    });
    expect(filesIn('work')).toEqual(['thesis.tex']);
    page('--out', 'mixed');
    writeFileSync(join(folder, 'mixed/CNAME'), 'example.org');
    expect(page('--out', 'mixed').stderr).toContain('mixed holds CNAME');
    expect(readFileSync(join(folder, 'mixed/CNAME'), 'utf8')).toBe('example.org');
    expect(page('--out', 'work/thesis.tex').stderr).toBe(
      'passband: --out: work/thesis.tex is a file, and the page needs a folder\n',
    );
  });

  it('needs --out', () => {
    expect(page()).toMatchObject({
      status: 2,
      stderr: "passband: required option '--out <DIR>' not specified\n",
    });
  });
});
