import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { takeLease } from '#passband/files/lease.ts';
import { exampleStudy, picture, runningStudy } from '../report/study/exampleStudy.ts';
import { hostileStudy } from '../report/study/hostile.ts';
import { writeFiles } from '../support/dataFiles.ts';
import { follow } from './follow.ts';
import { frameAddress, startServer, temporaryFolder, writeRun } from './startServer.ts';
import { folderOfRun, writeStudy } from './studyFolder.ts';

const textOf = async (url: string | URL) => (await fetch(url)).text();
const statusOf = async (url: string | URL) => (await fetch(url)).status;
const wordsOf = (page: string) =>
  page
    .replace(/^.*<body>|<script.*$/gs, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
const signal = new AbortController().signal;

describe('the list of a store', () => {
  it('has its studies first: what, on which data, how far, and the claims', async () => {
    const runs = temporaryFolder();
    writeStudy(join(runs, 'store'), 'heuristics-cifar-10-laptop', exampleStudy());
    writeStudy(join(runs, 'store'), 'going', runningStudy());
    const lease = await takeLease(join(runs, 'store', 'going'), { signal });
    await writeRun(join(runs, 'mine'));
    const { url } = await startServer({ runs });
    const page = await textOf(url);
    await lease.release();
    expect([...page.matchAll(/<h2>(.*?)<\/h2>/g)].map(([, title]) => title)).toEqual([
      'Studies',
      'Training runs',
    ]);
    expect(page).toContain('href="runs/store/heuristics-cifar-10-laptop/"');
    expect(wordsOf(page)).toContain(
      'Training heuristics and what they make a network use, on cifar-10, scale laptop finished 5 of 5 runs',
    );
    expect(wordsOf(page)).toContain('✓ 3 hold ✗ 1 does not hold ? 2 are undecided');
    expect(wordsOf(page)).toContain('running 1 of 5 runs, 1 failed, about 42 minutes left');
  });

  it('folds the runs that studies share, called by their settings, and leaves a run of one’s own beside', async () => {
    const runs = temporaryFolder();
    const study = exampleStudy();
    const other = exampleStudy({
      name: 'smoothing',
      runs: [
        { ...study.runs[0], name: 'natural' },
        { ...study.runs[4], name: 'adversarial' },
      ],
    });
    writeStudy(join(runs, 'store'), 'a', study);
    writeStudy(join(runs, 'store'), 'b', other);
    writeStudy(join(runs, 'store'), 'c', { ...other, name: 'svd' });
    for (const place of [0, 1]) await writeRun(join(runs, 'store', 'runs', folderOfRun(study, place)));
    // Nobody names this one any more.
    await writeRun(join(runs, 'store', 'runs', 'f'.repeat(16)), { epochs: 1, status: 'running' });
    await writeRun(join(runs, 'mine'));
    const { url } = await startServer({ runs });
    const page = await textOf(url);
    const [, folded] = /<details[^>]*>(.*)<\/details>/s.exec(page)!;
    expect(wordsOf(folded)).toContain('3 runs of studies');
    expect(wordsOf(folded)).toContain('2 finished');
    expect(wordsOf(folded)).toContain('1 running');
    expect(wordsOf(folded)).toContain(
      'natural, seed 0 six-conv on planted in smoothing, svd, heuristics (as vanilla)',
    );
    expect(wordsOf(folded)).toContain('dropout, seed 0 six-conv on planted in heuristics');
    expect(folded).toContain(`>store/runs/${'f'.repeat(16)}</a>`);
    expect(folded).toContain(`name="run" value="store/runs/${folderOfRun(study, 0)}"`);
    expect(folded).not.toContain('>mine</a>');
    expect(page).toContain('>mine</a>');
    // A list without the studies is one of plain runs.
    expect(await textOf(`${url}/runs/store/runs/`)).not.toContain('<details');
    const paths = [0, 1].map((place) => `run=store/runs/${folderOfRun(study, place)}`);
    expect(await textOf(`${url}/compare?${paths.join('&')}`)).toContain('2 runs side by side');
  });

  it('says of a record that it cannot read why, and not where it lies', async () => {
    const runs = temporaryFolder();
    writeStudy(runs, 'a', { ...exampleStudy(), status: 'elsewhere' });
    const { url } = await startServer({ runs });
    const page = await textOf(url);
    expect(page).toContain('study.json: status');
    expect(page).not.toContain(`${runs.slice(1)}/a`);
    expect(await statusOf(`${url}/runs/a/`)).toBe(500);
  });
});

describe('the page of all claims', () => {
  it('has the claims of all stores by data set, with links to the studies, and leaves out what it cannot read', async () => {
    const runs = temporaryFolder();
    const { dataset } = exampleStudy();
    writeStudy(join(runs, 'one'), 'a b', exampleStudy());
    writeStudy(join(runs, 'two'), 'c', exampleStudy({ dataset: { ...dataset, name: 'planted' } }));
    writeStudy(join(runs, 'two'), 'd', { schema: 'passband.study' });
    const { url } = await startServer({ runs });
    expect(await textOf(url)).toContain('<a href="claims">');
    const page = await textOf(`${url}/claims`);
    expect(wordsOf(page)).toContain('← All results');
    expect(wordsOf(page)).toContain('2 studies of the paper cifar-10 · planted');
    for (const href of ['runs/one/a%20b/', 'runs/two/c/']) {
      expect(page).toContain(`<a href="${href}">Training heuristics`);
      expect(await statusOf(new URL(href, `${url}/claims`))).toBe(200);
    }
    expect(page).toContain('src="./live.js?seen=');
    const { url: empty } = await startServer({ runs: temporaryFolder() });
    expect(await statusOf(`${empty}/claims`)).toBe(404);
    expect(await textOf(empty)).not.toContain('href="claims"');
  });
});

describe('a study', () => {
  it('that goes on has a page made of its record, with links to the pages of its runs', async () => {
    const runs = temporaryFolder();
    const study = runningStudy();
    writeStudy(runs, 'going', study, { 'study.html': '<p>of an earlier time' });
    await writeRun(join(runs, 'runs', folderOfRun(study, 1)), { epochs: 5, status: 'running' });
    const lease = await takeLease(join(runs, 'going'), { signal });
    const { url } = await startServer({ runs });
    const page = await textOf(`${url}/runs/going/`);
    expect(wordsOf(page)).toContain(
      'This study is still running, and shows what there is so far. 5 runs: 1 complete, 1 at work, 1 failed, 2 to come, about 42 minutes left.',
    );
    expect(page).toContain('src="../../live.js?seen=');
    const href = `../runs/${folderOfRun(study, 1)}/report.html`;
    expect(page).toContain(`href="${href}"`);
    expect(await textOf(new URL(href, `${url}/runs/going/`))).toContain('5 of 12 epochs (running)');
    await lease.release();
  });

  it('is followed: an event tells of its record’s next writing, and of the end of a process that was killed', async () => {
    const runs = temporaryFolder();
    const study = runningStudy();
    writeStudy(runs, 'going', study);
    const lease = await takeLease(join(runs, 'going'), { signal });
    const { url } = await startServer({ runs });
    const { next } = await follow(`${url}/runs/going/events`);
    const first = await next();
    writeStudy(runs, 'going', { ...study, secondsLeft: 6 });
    const second = await next();
    expect(second).not.toBe(first);
    expect(await textOf(`${url}/runs/going/`)).toContain('about 6 seconds left');
    await lease.release();
    expect(await next()).not.toBe(second);
    expect(wordsOf(await textOf(`${url}/runs/going/`))).toContain(
      'This study was stopped, and shows what there is; its command goes on with it. 5 runs: 1 complete, 1 begun',
    );
    expect(wordsOf(await textOf(url))).toContain('stopped 1 of 5 runs');
  });

  it('that ended has the page in its folder, in a frame, from which its runs’ pages open and nothing else', async () => {
    const runs = temporaryFolder();
    const study = exampleStudy();
    const store = join(runs, 'deep', 'store');
    writeStudy(store, 'a', study, { 'study.html': '<p>the study', 'notes.svg': '<svg/>' });
    writeStudy(store, 'b', { ...study, runs: study.runs.slice(1) }, { 'study.html': '<p>another' });
    for (const place of [0, 1]) {
      const folder = join(store, 'runs', folderOfRun(study, place));
      await writeRun(folder);
      writeFileSync(join(folder, 'report.html'), `<p>run ${place}`);
      writeFileSync(join(folder, 'model.onnx'), 'weights');
    }
    const token = 'a'.repeat(32);
    const { url } = await startServer({ runs, token });
    const address = await frameAddress(`${url}/${token}/runs/deep/store/a/`);
    expect(await textOf(address)).toBe('<p>the study');
    const [first, second] = [0, 1].map((place) => `../runs/${folderOfRun(study, place)}/`);
    expect(await textOf(new URL(`${first}report.html`, address))).toBe('<p>run 0');
    for (const path of [`${first}model.onnx`, `${first}run.json`, first, '../b/study.html', '../../x.html']) {
      expect([path, await statusOf(new URL(path, address))]).toEqual([path, 404]);
    }
    // The other study does not name the first run.
    const other = await frameAddress(`${url}/${token}/runs/deep/store/b/`);
    expect(await statusOf(new URL(`${first}report.html`, other))).toBe(404);
    expect(await textOf(new URL(`${second}report.html`, other))).toBe('<p>run 1');
    const report = await frameAddress(`${url}/${token}/runs/deep/store/runs/${folderOfRun(study, 0)}/`);
    expect(await statusOf(new URL('../../a/study.html', report))).toBe(404);
  });

  it('without a page has one made, with the pictures beside its record that are regular files', async () => {
    const runs = temporaryFolder();
    const [kernels] = exampleStudy().pictures;
    const names = ['kernels', 'missing', 'linked', 'large'];
    const study = exampleStudy({ pictures: names.map((id) => ({ ...kernels, id, file: `${id}.svg` })) });
    writeStudy(runs, 'a', study, {
      'figures/kernels.svg': picture,
      'figures/large.svg': `<svg>${' '.repeat(2 ** 24)}`,
    });
    writeFiles(runs, { 'secret.svg': '<svg>secret' });
    symlinkSync('../../secret.svg', join(runs, 'a', 'figures', 'linked.svg'));
    const { url } = await startServer({ runs });
    const page = await textOf(`${url}/runs/a/`);
    const shown = [...page.matchAll(/<img class="picture" src="data:image\/svg\+xml;base64,([^"]*)"/g)];
    expect(shown.map(([, text]) => Buffer.from(text, 'base64').toString())).toEqual([picture]);
    writeStudy(runs, 'b', { ...study, pictures: [{ ...kernels, file: '../../secret.svg' }] });
    expect(await statusOf(`${url}/runs/b/`)).toBe(500);
  });

  it('of somebody who means harm is text, in the list and on its page', async () => {
    const runs = temporaryFolder();
    const study = hostileStudy(exampleStudy());
    writeStudy(runs, 'a', study);
    await writeRun(join(runs, 'runs', folderOfRun(study, 0)));
    const { url } = await startServer({ runs });
    for (const path of ['/', '/runs/a/']) {
      const page = await textOf(url + path);
      expect(page).toContain('&lt;img src=x onerror=');
      expect(page).not.toContain('<img src=x');
      expect(page).not.toContain('<script>alert');
    }
  });

  it('is not put side by side with runs, but named as what it is', async () => {
    const runs = temporaryFolder();
    writeStudy(runs, 'a', exampleStudy());
    await writeRun(join(runs, 'b'));
    const { url } = await startServer({ runs });
    expect(await textOf(`${url}/compare?run=b&run=a`)).toContain('‘a’ is a study, and only training runs');
  });
});
