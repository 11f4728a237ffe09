import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exampleAudit, exampleComparison } from '../report/audit/exampleAudit.ts';
import { writeFiles } from '../support/dataFiles.ts';
import { frameAddress, getRaw, startServer, temporaryFolder, writeRun } from './startServer.ts';

const token = '0123456789abcdef0123456789abcdef';
const statusOf = async (url: string, headers: Record<string, string> = {}) =>
  (await fetch(url, { headers })).status;

describe('a document in its frame', () => {
  it('has an address without the token, which opens nothing else', async () => {
    const runs = temporaryFolder();
    for (const name of ['a', 'b']) {
      await writeRun(join(runs, name));
      writeFiles(join(runs, name), {
        'report.html': `<p>${name}`,
        'model.onnx': 'weights',
        'notes.svg': '<svg/>',
      });
    }
    const { url } = await startServer({ runs, token });
    const address = await frameAddress(`${url}/${token}/runs/a/`);
    expect(address).not.toContain(token);
    expect(await (await fetch(address)).text()).toBe('<p>a');
    const other = await frameAddress(`${url}/${token}/runs/b/`);
    const [key, otherKey] = [address, other].map((text) => text.split('/').at(-3)!);
    expect(key).not.toBe(otherKey);
    for (const path of [
      `${key}/b/report.html`,
      `${otherKey}/a/report.html`,
      `${key}/a/run.json`,
      `${key}/a/model.onnx`,
      `${key}/a/`,
      `${key}/a`,
      `${key}/`,
      `${token}/a/report.html`,
      '/a/report.html',
      `${key.slice(1)}/a/report.html`,
    ]) {
      expect([path, await statusOf(`${url}/framed/${path}`)]).toEqual([
        path,
        expect.toSatisfy((status: number) => status === 400 || status === 404),
      ]);
    }
    expect(await statusOf(`${url}/framed/${key}/a/notes.svg`)).toBe(200);
    const post = await fetch(address, { method: 'POST' });
    expect(post.status).toBe(404);
    // Other tokens have other keys.
    const { url: elsewhere } = await startServer({ runs, token: token.replace('0', 'f') });
    expect(await statusOf(address.replace(url, elsewhere))).toBe(404);
  });

  it('is not answered where a browser would open it by itself', async () => {
    const runs = temporaryFolder();
    await writeRun(join(runs, 'a'));
    writeFileSync(join(runs, 'a', 'report.html'), '<p>a');
    const { url } = await startServer({ runs });
    const address = await frameAddress(`${url}/runs/a/`);
    expect(await statusOf(address, { 'Sec-Fetch-Dest': 'iframe' })).toBe(200);
    expect(await statusOf(address, { 'Sec-Fetch-Dest': 'document' })).toBe(404);
  });

  it('leads to the pages of the audits that it puts side by side', async () => {
    const runs = temporaryFolder();
    writeFiles(runs, {
      'two/comparison.json': JSON.stringify(exampleComparison().comparison),
      'two/audit.html': '<a href="a%20b/audit.html">',
      'two/a b/audit.json': JSON.stringify(exampleAudit()),
      'two/a b/audit.html': '<p>of a b',
    });
    const { url } = await startServer({ runs, token });
    const address = await frameAddress(`${url}/${token}/runs/two/`);
    const page = await fetch(new URL('a%20b/audit.html', address));
    expect(await page.text()).toBe('<p>of a b');
  });

  it('is no link, nothing hidden and nothing outside of results', async () => {
    const folder = temporaryFolder();
    const runs = join(folder, 'runs');
    await writeRun(runs);
    writeFiles(folder, { 'secret.html': 'secret' });
    writeFiles(runs, { 'report.html': '<p>', '.hidden.html': 'secret', 'unrelated/secret.html': 'secret' });
    symlinkSync(join(folder, 'secret.html'), join(runs, 'link.html'));
    mkdirSync(join(runs, 'folder.html'));
    const { url, port } = await startServer({ runs });
    const start = new URL(await frameAddress(`${url}/runs/report.html`)).pathname.replace('report.html', '');
    expect((await getRaw(port, `${start}report.html`)).status).toBe(200);
    for (const name of [
      'link.html',
      '.hidden.html',
      'unrelated/secret.html',
      '../secret.html',
      '%2e%2e/secret.html',
      'folder.html',
    ]) {
      const { status, body } = await getRaw(port, start + name);
      expect([name, status]).toEqual([
        name,
        expect.toSatisfy((code: number) => code === 400 || code === 404),
      ]);
      expect(body).not.toContain('secret<');
      expect(body).not.toMatch(/^secret/);
    }
  });
});
