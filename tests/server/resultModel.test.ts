import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runReport } from '#passband/report/run/runReport.ts';
import { exampleRun } from '../report/run/exampleRun.ts';
import { chromium } from '../support/browser/chromium.ts';
import { startStaticServer } from '../support/browser/staticServer.ts';
import { tinyModel } from '../support/models/tinyModels.ts';
import { servedPages } from './servedPages.ts';
import { startServer, temporaryFolder, writeRun } from './startServer.ts';

const web = fileURLToPath(new URL('../../dist/web/', import.meta.url));

const names = '["ant","bee","<b>cow</b>","doe"]';
const says = (page: Page, text: RegExp) => page.locator('.headline').first().getByText(text).waitFor();
const notice = (page: Page) => page.getByRole('alert').locator('span').first().textContent();

/** Links that name no model of a result. */
const wrong = [
  {
    fragment: 'result=gone/model.onnx',
    text: '‘gone’ was not opened: there is no such model among the server’s results',
  },
  { fragment: 'result=broken/model.onnx', text: '‘broken’ was not opened: ' },
  {
    fragment: 'result=deep/../deep/b%20%26%20c/model.onnx',
    text: 'The model of this link was not opened: it names no model',
  },
];

describe.skipIf(!chromium)("a result's model in the page for single images", () => {
  const open = servedPages();

  async function serveModel(token: string | null = null) {
    const runs = temporaryFolder();
    const folder = join(runs, 'deep', 'b & c');
    await writeRun(folder);
    writeFileSync(join(folder, 'model.onnx'), tinyModel({ size: 16, metadata: { classes: names } }));
    writeFileSync(join(folder, 'report.html'), await runReport(exampleRun()));
    await writeRun(join(runs, 'broken'));
    writeFileSync(join(runs, 'broken', 'model.onnx'), 'nonsense');
    const { url } = await startServer({ runs, web, token });
    return { url: token === null ? url : `${url}/${token}` };
  }

  it('opens from its page with its classes, can be left and come back to', async () => {
    const { url } = await serveModel();
    const { page, complaints } = await open(`${url}/runs/deep/b%20%26%20c/`);
    await page.getByRole('link', { name: 'Look at single images with this model' }).click();
    await says(page, /^deep\/b & c says (ant|bee|<b>cow<\/b>|doe)/);
    expect(await page.getByRole('radio', { name: 'deep/b & c' }).isChecked()).toBe(true);
    await page.locator('.model-summary').getByText('Pixels reach the model as').waitFor();
    await page.getByRole('radio', { name: 'robust' }).check();
    await says(page, /^The robust model says/);
    await page.goBack();
    await says(page, /^deep\/b & c says/);
    expect(complaints()).toEqual([]);
  });

  it('opens from the address of its page, on a server with a token too', async () => {
    const { url } = await serveModel('0123456789abcdef');
    const { page, complaints } = await open(`${url}/runs/deep/b%20%26%20c/`);
    const link = page.getByRole('link', { name: 'Look at single images with this model' });
    // As somebody else opens it.
    await page.goto(new URL((await link.getAttribute('href'))!, page.url()).href);
    await says(page, /^deep\/b & c says (ant|bee|<b>cow<\/b>|doe)/);
    expect(await page.getByRole('alert').textContent()).toBe('');
    await page.getByRole('link', { name: 'Results' }).click();
    await page.getByRole('heading', { name: 'Training runs' }).waitFor();
    expect(complaints()).toEqual([]);
  });

  it.each(wrong)('is the natural one in its place for $fragment', async ({ fragment, text }) => {
    const { url } = await serveModel();
    const { page, complaints } = await open(`${url}/lens/#model=result&${fragment}`);
    await says(page, /^The natural model says/);
    const said = await notice(page);
    expect(said).toContain(text);
    expect(said).toContain('You see the natural model instead.');
    expect(new URL(page.url()).hash).toBe('');
    // Chromium itself tells the console of an address that there is nothing at.
    expect(complaints().filter((complaint) => !complaint.includes('404'))).toEqual([]);
  });

  it('is not there on a host without results', async () => {
    const host = await startStaticServer(web);
    onTestFinished(() => host.close());
    const { page } = await open(`${host.url}#model=result&result=a/model.onnx`);
    await says(page, /^The natural model says/);
    expect(await notice(page)).toContain(
      '‘a’ was not opened: this page comes from no server that has results.',
    );
    expect(await page.getByRole('link', { name: 'Results' }).count()).toBe(0);
  });
});
