import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { setRunStatus } from '#passband/training/runFolder.ts';
import { exampleAudit, exampleComparison } from '../report/exampleAudit.ts';
import { writeFiles } from '../support/dataFiles.ts';
import { startServer, temporaryFolder, writeRun } from './startServer.ts';

const textOf = async (url: string) => (await fetch(url)).text();
const linksOf = (page: string) => [...page.matchAll(/<a href="([^"]*)"/g)].map(([, href]) => href);

describe('the list of results', () => {
  it('says what each is, how far it came and what it found', async () => {
    const runs = temporaryFolder();
    await writeRun(join(runs, 'first'), { epochs: 3, status: 'running' });
    const { url } = await startServer({ runs });
    const page = await textOf(url);
    expect(page).toContain('six-conv on planted');
    expect(page).toContain('3 of 12 epochs');
    expect(page).toContain('class="running">running');
    expect(page).toMatch(/<td class="lfc"[^>]*>\d+\.\d\u202f%/);
    expect(page).toMatch(/<td class="hfc"[^>]*>\d+\.\d\u202f%/);
  });

  it('has results of every kind, in folders of folders too, the latest first', async () => {
    const runs = temporaryFolder();
    const audit = exampleAudit();
    await writeRun(join(runs, 'old'));
    await writeRun(join(runs, 'new'));
    for (const name of ['run.json', 'history.jsonl']) utimesSync(join(runs, 'old', name), 1e9, 1e9);
    writeFiles(runs, {
      'deep/two/comparison.json': JSON.stringify(exampleComparison().comparison),
      'deep/two/audit.html': 'page',
      'deep/two/a/audit.json': JSON.stringify(audit),
      'smooth/smooth.json': '{"schema":"passband.smooth","version":1}',
    });
    const { url } = await startServer({ runs });
    const page = await textOf(url);
    expect(linksOf(page).filter((href) => href.startsWith('runs/'))).toEqual([
      ...['runs/new/', 'runs/old/'],
      'runs/deep/two/a/',
      'runs/deep/two/',
      'runs/smooth/smooth.json',
    ]);
    expect(page).toContain('datetime="2001-09-09T01:46:40.000Z"');
  });

  it('names a result that it cannot read, and says why', async () => {
    const runs = temporaryFolder();
    writeFiles(runs, {
      'a/run.json': '{"schema":"passband.run","version":1}',
      'b/audit.json': '{',
    });
    const { url } = await startServer({ runs });
    const page = await textOf(url);
    expect(page).toContain('run.json: written by an older passband');
    expect(page).toContain('audit.json: not JSON');
    expect(page).not.toContain(`${runs.slice(1)}/a`);
    expect((await fetch(`${url}/runs/a/`)).status).toBe(500);
  });

  it('of an empty folder says what to do', async () => {
    const { url } = await startServer({ runs: temporaryFolder() });
    const page = await textOf(url);
    expect(page).toContain('There is nothing here yet');
    expect(page).toContain('passband demo');
  });

  it('leads to the page where there is no folder of results', async () => {
    const { url } = await startServer({ runs: null });
    const response = await fetch(url);
    expect(response.url).toBe(`${url}/lens/`);
    expect(await response.text()).toContain('the page');
    expect((await fetch(`${url}/runs/`)).status).toBe(404);
  });

  it('shows a run whose own folder is served', async () => {
    const folder = join(temporaryFolder(), 'only');
    await writeRun(folder);
    const { url } = await startServer({ runs: folder });
    const [, href] = linksOf(await textOf(url));
    expect(href).toBe('runs/');
    expect(await textOf(`${url}/${href}`)).toContain('six-conv on planted');
  });
});

describe('a result', () => {
  it('is shown by the report in its folder', async () => {
    const runs = temporaryFolder();
    await writeRun(join(runs, 'a'));
    writeFileSync(join(runs, 'a', 'report.html'), '<p>the report');
    const { url } = await startServer({ runs });
    for (const path of ['/runs/a/', '/runs/a', '/runs/a/report.html']) {
      expect(await textOf(url + path)).toBe('<p>the report');
    }
  });

  it('is shown by a page made of its history while it runs, whatever report an earlier stop left', async () => {
    const runs = temporaryFolder();
    const run = await writeRun(join(runs, 'a'), { epochs: 2, status: 'stopped' });
    writeFileSync(join(runs, 'a', 'report.html'), '<p>the report');
    const { url } = await startServer({ runs });
    expect(await textOf(`${url}/runs/a/`)).toBe('<p>the report');
    await setRunStatus(run, 'running');
    const page = await textOf(`${url}/runs/a/`);
    expect(page).toContain('2 of 12 epochs (running)');
    expect(page).toContain('src="/live.js?seen=');
    expect(page).toMatch(/script-src [^;]*'self'/);
  });

  it('is shown by a page made of its history where the report is older or was lost', async () => {
    const runs = temporaryFolder();
    await writeRun(join(runs, 'a'));
    const report = join(runs, 'a', 'report.html');
    writeFileSync(report, '<p>the report');
    utimesSync(report, 1e9, 1e9);
    const { url } = await startServer({ runs });
    expect(await textOf(`${url}/runs/a/`)).toContain('12 of 12 epochs (finished)');
    rmSync(report);
    expect(await textOf(`${url}/runs/a/`)).toContain('12 of 12 epochs (finished)');
  });

  it('that is an audit has a page while it goes on', async () => {
    const runs = temporaryFolder();
    writeFiles(runs, { 'a/audit.json': JSON.stringify({ ...exampleAudit(), status: 'running' }) });
    const { url } = await startServer({ runs });
    const page = await textOf(`${url}/runs/a/`);
    expect(page).toContain('Passband audit');
    expect(page).toContain('src="/live.js?seen=');
  });

  it('that is a comparison to come lists its audits', async () => {
    const runs = temporaryFolder();
    const audit = exampleAudit();
    const { comparison } = exampleComparison();
    writeFiles(runs, {
      'two/comparison.json': JSON.stringify({ ...comparison, status: 'running' }),
      'two/a/audit.json': JSON.stringify(audit),
    });
    const { url } = await startServer({ runs });
    const page = await textOf(`${url}/runs/two/`);
    expect(linksOf(page)).toContain('a/');
    expect(await textOf(`${url}/runs/two/a/`)).toContain('Passband audit');
  });

  it('gives its files with their types, for download what a browser does not show', async () => {
    const runs = temporaryFolder();
    await writeRun(join(runs, 'a'));
    writeFileSync(join(runs, 'a', 'model.onnx'), 'weights');
    const { url } = await startServer({ runs });
    for (const [name, type, isSaved] of [
      ['history.csv', 'text/csv', true],
      ['history.jsonl', 'application/jsonl', true],
      ['model.onnx', 'application/octet-stream', true],
      ['run.json', 'application/json', false],
    ] as const) {
      const { status, headers } = await fetch(`${url}/runs/a/${name}`);
      expect([name, status]).toEqual([name, 200]);
      expect(headers.get('content-type')).toContain(type);
      expect(headers.get('content-disposition')).toBe(isSaved ? 'attachment' : null);
    }
    const head = await fetch(`${url}/runs/a/model.onnx`, { method: 'HEAD' });
    expect([head.headers.get('content-length'), await head.text()]).toEqual(['7', '']);
  });
});

describe('runs side by side', () => {
  it('are two or more of the folder, with the command that makes the page', async () => {
    const runs = temporaryFolder();
    await writeRun(join(runs, 'a'));
    await writeRun(join(runs, 'deep', 'b c'));
    const { url } = await startServer({ runs });
    const page = await textOf(`${url}/compare?run=a&run=deep/b%2520c`);
    expect(page).toContain('2 runs side by side');
    expect(page).toContain('deep/b c');
    expect(page).toContain('passband compare');
    for (const [query, status] of [
      ['', 400],
      ['?run=a', 400],
      ['?run=a&run=a', 400],
      ['?run=a&run=nowhere', 404],
      ['?run=a&run=../x', 404],
      ['?run=a&run=%252e%252e/x', 404],
      ['?run=a&run=deep', 500],
    ] as const) {
      expect([query, (await fetch(`${url}/compare${query}`)).status]).toEqual([query, status]);
    }
  });
});

describe('a file', () => {
  it('of any size comes whole, and is not sent again to who has it', async () => {
    const web = temporaryFolder();
    const bytes = Buffer.alloc(20_000_000, 'wasm');
    writeFiles(web, { 'index.html': '', 'big.wasm': bytes, 'empty.js': '' });
    const { url } = await startServer({ web });
    const response = await fetch(`${url}/lens/big.wasm`);
    expect(response.headers.get('content-type')).toBe('application/wasm');
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
    const again = await fetch(`${url}/lens/big.wasm`, {
      headers: { 'If-None-Match': response.headers.get('etag')! },
    });
    expect(again.status).toBe(304);
    expect(await textOf(`${url}/lens/empty.js`)).toBe('');
  });

  it('is not what a folder is', async () => {
    const web = temporaryFolder();
    mkdirSync(join(web, 'folder.js'));
    const { url } = await startServer({ web });
    expect((await fetch(`${url}/lens/folder.js`)).status).toBe(404);
    expect(await textOf(`${url}/lens/`)).toContain('npm run build');
  });
});
