import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createServer, type ServerOptions } from '#passband/server/createServer.ts';
import { startListening } from '#passband/server/http/startListening.ts';
import { appendHistory, writeHistory } from '#passband/training/run/history.ts';
import { createRun, type Run, type RunStatus, setRunStatus } from '#passband/training/run/runFolder.ts';
import {
  type ClassificationRow,
  classification,
} from '#passband/training/tasks/classification/classification.ts';
import { exampleRun } from '../report/run/exampleRun.ts';
import { writeFiles } from '../support/dataFiles.ts';

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'passband-serve-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder that stands in for the built page. */
export function standInPage(): string {
  const folder = temporaryFolder();
  writeFiles(folder, { 'index.html': '<p>the page', 'live.js': '// live', 'a.wasm': 'wasm', '.hidden': 'x' });
  return folder;
}

/** A server on any port, closed after the test. */
export async function startServer(options: Partial<ServerOptions> = {}) {
  const server = createServer({ web: standInPage(), runs: null, token: null, pollMs: 20, ...options });
  await startListening(server, { host: '127.0.0.1', port: 0 });
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { server, port, url: `http://127.0.0.1:${port}` };
}

/** The address of the document that a page shows in its frame. */
export async function frameAddress(url: string): Promise<string> {
  const response = await fetch(url);
  const address = addressIn(await response.text());
  if (address === undefined) throw new Error(`${url} has no frame`);
  return new URL(address, response.url).href;
}

/** A page's text, or that of the document in its frame. */
export async function documentOf(response: Response): Promise<string> {
  const page = await response.text();
  const address = addressIn(page);
  return address === undefined ? page : (await fetch(new URL(address, response.url))).text();
}

const addressIn = (page: string) => /<iframe [^>]*src="([^"]*)"/.exec(page)?.[1];

/** What comes back for these bytes, up to the end of the connection. */
export function sendRaw(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (part) => (text += part));
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
  });
}

/** The first line and the body of the answer to a path that no client would send as it is. */
export async function getRaw(port: number, path: string): Promise<{ status: number; body: string }> {
  const text = await sendRaw(port, `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  const [head, body = ''] = text.split('\r\n\r\n');
  return { status: Number(head.split(' ')[1]), body };
}

export const exampleRows = exampleRun().rows;

/** The rows of some epochs of the made-up run, counted from 1. */
export const rowsOf = (...epochs: number[]): ClassificationRow[] =>
  exampleRows.filter(({ epoch }) => epochs.includes(epoch));

/** Makes the folder of a run that has come so far. */
export async function writeRun(
  folder: string,
  { epochs = 12, status = 'finished' as RunStatus } = {},
): Promise<Run> {
  const { schema: _, version: __, status: ___, ...content } = exampleRun().run;
  const run = await createRun({ ...content, config: { ...content.config, out: folder } }, classification);
  const rows = exampleRows.filter(({ epoch }) => epoch <= epochs);
  await writeHistory(folder, [], classification.columns);
  await appendHistory(folder, rows, classification.columns);
  return status === 'running' ? run : setRunStatus(run, status);
}
