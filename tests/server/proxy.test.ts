import { writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { chromium } from '../support/browser/chromium.ts';
import { servedPages } from './servedPages.ts';
import { startServer, temporaryFolder, writeRun } from './startServer.ts';

const web = fileURLToPath(new URL('../../dist/web/', import.meta.url));
const token = '0123456789abcdef0123456789abcdef';
const prefix = '/user/ann/proxy/4816';

/** A proxy that puts a server into a folder and lets in who has its cookie, as those of notebooks do. */
async function startProxy(port: number): Promise<string> {
  const server = createServer(({ url = '', headers, method }, response) => {
    const isFirst = url === `${prefix}/${token}/`;
    if (!isFirst && headers.cookie !== 'login=ann') {
      response.writeHead(403).end();
      return;
    }
    if (isFirst) response.setHeader('Set-Cookie', 'login=ann; HttpOnly; SameSite=Strict; Path=/user/ann/');
    const path = url.slice(prefix.length);
    request({ port, host: '127.0.0.1', path, method, headers }, (answer) => {
      response.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(response);
    }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}/${token}/`;
}

describe.skipIf(!chromium)('serve behind a proxy that puts it into a folder', () => {
  const open = servedPages();

  it('shows a report in its frame and the way back, with a token', async () => {
    const runs = temporaryFolder();
    await writeRun(join(runs, 'deep', 'a'));
    writeFileSync(join(runs, 'deep', 'a', 'report.html'), '<h2>the report');
    const { port } = await startServer({ runs, web, token });
    const url = await startProxy(port);
    const { page, complaints } = await open(url);
    await page.getByRole('link', { name: 'deep/a' }).click();
    const frame = page.frameLocator('iframe');
    await frame.getByText('the report').waitFor();
    expect(page.url()).toBe(`${url}runs/deep/a/`);
    writeFileSync(join(runs, 'deep', 'a', 'report.html'), '<h2>another');
    await frame.getByText('another').waitFor();
    await page.getByRole('link', { name: 'All results' }).click();
    await page.getByRole('link', { name: 'deep/a' }).waitFor();
    expect(page.url()).toBe(url);
    expect(complaints()).toEqual([]);
  });
});
