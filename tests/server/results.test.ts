import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { setRunStatus } from '#passband/training/run/runFolder.ts';
import { exampleAudit, exampleComparison } from '../report/audit/exampleAudit.ts';
import { writeFiles } from '../support/dataFiles.ts';
import { frameAddress, startServer, temporaryFolder, writeRun } from './startServer.ts';

const textOf = async (url: string) => (await fetch(url)).text();
const framedText = async (url: string) => textOf(await frameAddress(url));
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
    expect(page).toMatch(/<td class="lfc"[^>]*>\d+\.\d%/);
    expect(page).toMatch(/<td class="hfc"[^>]*>\d+\.\d%/);
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
    const page = await textOf(`${url}/${href}`);
    expect(page).toContain('six-conv on planted');
    expect(linksOf(page)[0]).toBe('../');
  });
});

describe('a result', () => {
  it('is shown by the report in its folder', async () => {
    const runs = temporaryFolder();
    await writeRun(join(runs, 'a'));
    writeFileSync(join(runs, 'a', 'report.html'), '<p>the report');
    const { url } = await startServer({ runs });
    for (const path of ['/runs/a/', '/runs/a', '/runs/a/report.html']) {
      expect(await framedText(url + path)).toBe('<p>the report');
    }
  });

  it('is shown by a page made of its history while it runs, whatever report an earlier stop left', async () => {
    const runs = temporaryFolder();
    const run = await writeRun(join(runs, 'a'), { epochs: 2, status: 'stopped' });
    writeFileSync(join(runs, 'a', 'report.html'), '<p>the report');
    const { url } = await startServer({ runs });
    expect(await framedText(`${url}/runs/a/`)).toBe('<p>the report');
    await setRunStatus(run, 'running');
    const page = await textOf(`${url}/runs/a/`);
    expect(page).toContain('2 of 12 epochs (running)');
    expect(page).toContain('src="../../live.js?seen=');
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
    expect(page).toContain('src="../../live.js?seen=');
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
    expect(linksOf(page)[0]).toBe('./');
  });

  it('are refused with what is wrong and what to do', async () => {
    const runs = temporaryFolder();
    await writeRun(join(runs, 'a'));
    writeFiles(runs, {
      'deep/audit/audit.json': JSON.stringify(exampleAudit()),
      'old/run.json': '{"schema":"passband.run","version":1}',
    });
    const { url } = await startServer({ runs });
    for (const [query, status, text] of [
      ['', 400, 'The address names no runs. Tick two'],
      ['?run=a', 400, 'The address names one run only. Tick two'],
      ['?run=a&run=a', 400, 'The address names one run only.'],
      ['?run=a&run=nowhere', 404, 'There is no run ‘nowhere’. Tick'],
      ['?run=a&run=../x', 404, 'There is no run ‘../x’.'],
      ['?run=a&run=%252e%252e/x', 404, 'There is no run ‘%2e%2e/x’.'],
      ['?run=a&run=deep', 404, 'There is no run ‘deep’.'],
      ['?run=a&run=%3Cb%3E', 404, 'There is no run ‘&lt;b&gt;’.'],
      [
        '?run=a&run=deep/audit',
        400,
        '‘deep/audit’ is an audit, and only training runs are put side by side here. Audits come side by side where one command makes them. passband audit',
      ],
      ['?run=a&run=old', 500, '‘old’ cannot be read: run.json: written by an older passband'],
    ] as const) {
      const response = await fetch(`${url}/compare${query}`);
      const page = await response.text();
      expect([query, response.status]).toEqual([query, status]);
      expect(
        page
          .match(/<main>(.*)<\/main>/s)![1]
          .replace(/<[^>]*>\n?/g, ' ')
          .replace(/ +/g, ' '),
      ).toContain(text);
      expect(page).not.toContain(runs);
      expect(linksOf(page)).toEqual(['./']);
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

describe('an address that there is nothing at', () => {
  it('has a page that says so, in the same look and with the way to the list', async () => {
    const runs = temporaryFolder();
    await writeRun(join(runs, 'a'));
    const { url } = await startServer({ runs });
    for (const [path, home] of [
      ['/runs/b/', '../../'],
      ['/runs/a/none.json', '../../'],
      ['/nowhere', './'],
      ['/lens/assets/none.js', '../../'],
      ['/runs/a%5Cb/', '/'],
    ]) {
      const response = await fetch(url + path);
      const page = await response.text();
      expect([400, 404]).toContain(response.status);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(page).toContain(`http-equiv="Content-Security-Policy" content="default-src 'none'`);
      expect(linksOf(page)).toEqual([home]);
    }
    expect(await textOf(`${url}/runs/%3Cimg%20src=x%3E/`)).toContain(
      'There is nothing at ‘runs/&lt;img src=x&gt;/’.',
    );
  });

  it('says of a result what cannot be read in it, and not where it lies', async () => {
    const runs = temporaryFolder();
    writeFiles(runs, { 'deep/a/run.json': '{', 'b/audit.json/x': '' });
    const { url } = await startServer({ runs });
    const page = await textOf(`${url}/runs/deep/a/`);
    expect(page).toContain('‘deep/a’ cannot be read: run.json: not JSON');
    expect(page).not.toContain(runs);
  });
});

describe('the way back', () => {
  it('is on every page, whatever stands before the path', async () => {
    const runs = temporaryFolder();
    const token = 'f'.repeat(32);
    await writeRun(join(runs, 'deep', 'done'));
    writeFileSync(join(runs, 'deep', 'done', 'report.html'), '<html><body class="x"><p>the report');
    await writeRun(join(runs, 'deep', 'live'), { epochs: 2, status: 'running' });
    const { url } = await startServer({ runs, token });
    for (const path of [
      'runs/deep/done/',
      'runs/deep/done/report.html',
      'runs/deep/live/',
      'runs/deep/',
      'compare?run=deep/done&run=deep/live',
      'runs/nowhere/',
    ]) {
      const page = await textOf(`${url}/${token}/${path}`);
      const [home] = linksOf(page);
      expect([path, new URL(home, `${url}/${token}/${path}`).href]).toEqual([path, `${url}/${token}/`]);
      expect(page).toContain('← All results</a>');
    }
    expect(linksOf(await textOf(`${url}/${token}/`))[0]).not.toBe('./');
  });

  it('stands beside a finished report, which is sent as it lies in its folder, and comes again when it is another', async () => {
    const runs = temporaryFolder();
    const folder = join(runs, 'a');
    await writeRun(folder);
    const file = '<!doctype html><head></head><body class="x"><p>the report €';
    writeFileSync(join(folder, 'report.html'), file);
    const { url } = await startServer({ runs });
    expect(await textOf(`${url}/runs/a/`)).toMatch(/<nav class="served" .*← All results.*<\/nav>/);
    const address = await frameAddress(`${url}/runs/a/`);
    const response = await fetch(address);
    expect(await response.text()).toBe(file);
    const seen = { 'If-None-Match': response.headers.get('etag')! };
    expect((await fetch(address, { headers: seen })).status).toBe(304);
    writeFileSync(join(folder, 'report.html'), `${file}.`);
    const next = await frameAddress(`${url}/runs/a/`);
    expect(next).not.toBe(address);
    expect(await textOf(next)).toBe(`${file}.`);
  });

  it('has a link beside it with which a document is saved as it is', async () => {
    const runs = temporaryFolder();
    await writeRun(join(runs, 'a'));
    writeFiles(join(runs, 'a'), { 'report.html': '<p>the report', 'b & c.svg': '<svg/>' });
    const { url } = await startServer({ runs });
    for (const [path, name, text] of [
      ['runs/a/', 'report.html', '<p>the report'],
      ['runs/a/b%20%26%20c.svg', 'b & c.svg', '<svg/>'],
    ]) {
      const page = await textOf(`${url}/${path}`);
      expect(page).toContain(`>Save ${name.replace('&', '&amp;')}</a>`);
      const address = new URL(linksOf(page).at(-1)!, `${url}/${path}`);
      const saved = await fetch(address);
      expect(saved.headers.get('content-disposition')).toBe('attachment');
      expect(await saved.text()).toBe(text);
      expect(await framedText(`${url}/${path}`)).toBe(text);
    }
  });

  it('is in the page for single images where there are results', async () => {
    const meta = '<meta name="passband-results" content="../">';
    const { url } = await startServer({ runs: temporaryFolder() });
    expect(await textOf(`${url}/lens/`)).toContain(meta);
    expect(await textOf(`${url}/lens/index.html`)).toContain(meta);
    const { url: alone } = await startServer();
    expect(await textOf(`${alone}/lens/`)).not.toContain(meta);
  });
});

describe('a model of a result', () => {
  const lensLinks = (page: string) =>
    [...page.matchAll(/<a href="([^"]*lens\/#[^"]*)"/g)].map(([, href]) =>
      Object.fromEntries(new URLSearchParams(href.split('#')[1].replaceAll('&amp;', '&'))),
    );

  it('opens in the page for single images, by a link on the page of its run', async () => {
    const runs = temporaryFolder();
    const folder = join(runs, 'deep', 'b & c');
    await writeRun(folder);
    const { url } = await startServer({ runs });
    const path = `${url}/runs/deep/b%20%26%20c/`;
    expect(lensLinks(await textOf(path))).toEqual([]);
    writeFileSync(join(folder, 'model.onnx'), '');
    const link = { model: 'result', result: 'deep/b & c/model.onnx' };
    expect(lensLinks(await textOf(path))).toEqual([link]);
    writeFileSync(join(folder, 'report.html'), '<body>');
    expect(lensLinks(await textOf(path))).toEqual([link]);
    const { url: withoutLens } = await startServer({ runs, web: temporaryFolder() });
    expect(lensLinks(await textOf(`${withoutLens}/runs/deep/b%20%26%20c/`))).toEqual([]);
  });

  it('that was smoothed has a link for each ρ', async () => {
    const runs = temporaryFolder();
    writeFiles(runs, {
      's/smooth.json': '{"schema":"passband.smooth","version":1}',
      's/smooth.html': '<body>',
      's/net-rho-1.onnx': '',
      's/net-rho-0.5.onnx': '',
    });
    const { url } = await startServer({ runs });
    const page = await textOf(`${url}/runs/s/`);
    expect(lensLinks(page).map(({ result }) => result)).toEqual(['s/net-rho-0.5.onnx', 's/net-rho-1.onnx']);
    expect(page).toContain('Look at single images with net-rho-0.5</a>');
  });
});
