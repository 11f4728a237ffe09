import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { download } from '#passband/data/download.ts';
import { obtain } from '#passband/data/obtain.ts';
import type { OfficialData } from '#passband/data/officialData.ts';
import { temporaryFolder } from '../support/dataFiles.ts';

const content = Buffer.from(Uint8Array.from({ length: 300_000 }, (_, at) => (at * at) >> 3));
const md5 = createHash('md5').update(content).digest('hex');

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A server on the loopback interface that gives each request the next answer, and notes what Range it asked for. */
async function serve(...answers: Answer[]): Promise<{ url: string; ranges: (string | undefined)[] }> {
  const ranges: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    ranges.push(request.headers.range);
    const answer = answers[ranges.length - 1];
    if (answer) answer(request, response);
    else response.writeHead(500).end('more requests than answers');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/set/file.gz`, ranges };
}

const startOf = (request: IncomingMessage) =>
  Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);

const whole: Answer = (_, response) =>
  response.writeHead(200, { 'Content-Length': content.length }).end(content);
const rest: Answer = (request, response) => {
  const start = startOf(request);
  const head = {
    'Content-Length': content.length - start,
    'Content-Range': `bytes ${start}-${content.length - 1}/${content.length}`,
  };
  response.writeHead(206, head).end(content.subarray(start));
};
/** Promises everything that is asked for and breaks the connection off at byte `end` of the file. */
const cutAt =
  (end: number): Answer =>
  (request, response) => {
    const start = startOf(request);
    const head = { 'Content-Length': content.length - start };
    response.writeHead(start > 0 ? 206 : 200, {
      ...head,
      ...(start > 0 && { 'Content-Range': `bytes ${start}-${content.length - 1}/${content.length}` }),
    });
    response.write(content.subarray(start, end), () => setTimeout(() => response.destroy(), 20));
  };
const wrong: Answer = (_, response) => response.writeHead(200).end(Buffer.alloc(content.length));
const status =
  (code: number): Answer =>
  (_, response) =>
    response.writeHead(code).end();

const target = () => join(temporaryFolder(), 'deep', 'file.gz');
const quick = { md5, pauseMs: 1 };

describe('download', () => {
  test('writes the file, makes its folders, and tells the progress', async () => {
    const { url } = await serve(whole);
    const path = target();
    const progress: [number, number | undefined][] = [];
    await download(url, path, {
      ...quick,
      onProgress: ({ bytes, totalBytes }) => progress.push([bytes, totalBytes]),
    });
    expect(readFileSync(path).equals(content)).toBe(true);
    expect(progress.at(-1)).toEqual([content.length, content.length]);
    expect(progress.every(([bytes], at) => at === 0 || bytes > progress[at - 1][0])).toBe(true);
    expect(readdirSync(join(path, '..'))).toEqual(['file.gz']);
  });

  test('resumes where the connection was cut when the server honours Range', async () => {
    const { url, ranges } = await serve(cutAt(100_000), cutAt(200_000), rest);
    const path = target();
    const seen: number[] = [];
    await download(url, path, { ...quick, onProgress: ({ totalBytes }) => seen.push(totalBytes!) });
    expect(readFileSync(path).equals(content)).toBe(true);
    expect(ranges).toEqual([undefined, 'bytes=100000-', 'bytes=200000-']);
    expect(new Set(seen)).toEqual(new Set([content.length]));
  });

  test('starts over when the server ignores Range', async () => {
    const { url, ranges } = await serve(cutAt(100_000), whole);
    const path = target();
    await download(url, path, quick);
    expect(readFileSync(path).equals(content)).toBe(true);
    expect(ranges).toEqual([undefined, 'bytes=100000-']);
  });

  test('starts over when the server sends another range than asked for', async () => {
    const odd: Answer = (_, response) =>
      response
        .writeHead(206, { 'Content-Range': `bytes 5-9/${content.length}` })
        .end(content.subarray(5, 10));
    const { url, ranges } = await serve(cutAt(100_000), odd, whole);
    const path = target();
    await download(url, path, quick);
    expect(readFileSync(path).equals(content)).toBe(true);
    expect(ranges[2]).toBeUndefined();
  });

  test('resumes what an earlier run left', async () => {
    const { url, ranges } = await serve(rest);
    const path = target();
    mkdirSync(join(path, '..'));
    writeFileSync(`${path}.part`, content.subarray(0, 12_345));
    await download(url, path, quick);
    expect(readFileSync(path).equals(content)).toBe(true);
    expect(ranges).toEqual(['bytes=12345-']);
  });

  test('takes an earlier run’s part that was whole already', async () => {
    const { url } = await serve(status(416));
    const path = target();
    mkdirSync(join(path, '..'));
    writeFileSync(`${path}.part`, content);
    await download(url, path, quick);
    expect(readFileSync(path).equals(content)).toBe(true);
  });

  test('starts over once when an earlier run’s part was of another file', async () => {
    const { url, ranges } = await serve(rest, whole);
    const path = target();
    mkdirSync(join(path, '..'));
    writeFileSync(`${path}.part`, Buffer.alloc(1000, 7));
    await download(url, path, quick);
    expect(readFileSync(path).equals(content)).toBe(true);
    expect(ranges).toEqual(['bytes=1000-', undefined]);
  });

  test('refuses a wrong checksum with both values, leaves nothing, and works the next time', async () => {
    const { url } = await serve(wrong, whole);
    const path = target();
    const zeros = createHash('md5').update(Buffer.alloc(content.length)).digest('hex');
    await expect(download(url, path, quick)).rejects.toThrow(
      `download: ${url} must have MD5 ${md5}, got ${zeros}; nothing was kept`,
    );
    expect(readdirSync(join(path, '..'))).toEqual([]);
    await download(url, path, quick);
    expect(readFileSync(path).equals(content)).toBe(true);
  });

  test('never writes over a file before the new one is verified', async () => {
    const { url } = await serve(wrong);
    const path = target();
    mkdirSync(join(path, '..'));
    writeFileSync(path, 'old');
    await expect(download(url, path, quick)).rejects.toThrow('MD5');
    expect(readFileSync(path, 'utf8')).toBe('old');
  });

  test('gives up after connections that bring it no further, and keeps the part', async () => {
    const { url, ranges } = await serve(cutAt(50_000), cutAt(50_000), cutAt(50_000), status(503), whole);
    const path = target();
    await expect(download(url, path, { ...quick, attempts: 3 })).rejects.toThrow(
      /^download: http:.*file\.gz broke off at 50000 bytes \(.+\); run again to resume$/,
    );
    expect(ranges.length).toBe(4);
    expect(existsSync(path)).toBe(false);
    expect(readFileSync(`${path}.part`).equals(content.subarray(0, 50_000))).toBe(true);
  });

  test('does not ask again after 404', async () => {
    const { url, ranges } = await serve(status(404), whole);
    await expect(download(url, target(), quick)).rejects.toThrow(`download: ${url} answered 404 Not Found`);
    expect(ranges.length).toBe(1);
  });

  test('tries again after 503', async () => {
    const { url } = await serve(status(503), whole);
    const path = target();
    await download(url, path, quick);
    expect(readFileSync(path).equals(content)).toBe(true);
  });

  test('stops at its limit of bytes and keeps nothing', async () => {
    const { url } = await serve(whole);
    const path = target();
    await expect(download(url, path, { ...quick, maxBytes: 100_000 })).rejects.toThrow(
      'at most 100000 bytes',
    );
    expect(readdirSync(join(path, '..'))).toEqual([]);
  });

  test('stops when it is aborted and writes no file', async () => {
    const stop = new AbortController();
    const stall: Answer = (_, response) => {
      response.writeHead(200, { 'Content-Length': content.length }).write(content.subarray(0, 1000));
    };
    const { url } = await serve(stall);
    const path = target();
    const running = download(url, path, { ...quick, signal: stop.signal, onProgress: () => stop.abort() });
    await expect(running).rejects.toThrow('aborted');
    expect(existsSync(path)).toBe(false);
  });
});

describe('obtain', () => {
  const dataAt = (...addresses: string[]): OfficialData => ({
    title: 'Tiny',
    places: ['tiny', 'TINY/raw'],
    holds: (path) => existsSync(join(path, 'file.gz')),
    read: () => expect.fail('it is not read'),
    addresses,
    files: [{ name: 'file.gz', md5 }],
  });
  const folderWith = (place: string) => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, place), { recursive: true });
    writeFileSync(join(folder, place, 'file.gz'), content);
    return folder;
  };
  const nowhere = 'http://127.0.0.1:1/';

  test('finds a set in a data folder by its places, and in a folder that is the set', async () => {
    const cache = temporaryFolder();
    for (const place of ['tiny', 'TINY/raw', '.']) {
      const folder = folderWith(place);
      const found = await obtain('tiny', dataAt(nowhere), {
        dataFolders: [temporaryFolder(), folder],
        cache,
      });
      expect(found).toBe(join(folder, place));
    }
  });

  test('prefers the first data folder, then the second, then the cache', async () => {
    const [first, second, cache] = [folderWith('tiny'), folderWith('.'), folderWith('tiny')];
    const search = (...dataFolders: string[]) => obtain('tiny', dataAt(nowhere), { dataFolders, cache });
    expect(await search(first, second)).toBe(join(first, 'tiny'));
    expect(await search(second)).toBe(second);
    expect(await search()).toBe(join(cache, 'tiny'));
  });

  test('downloads to the cache what lies nowhere, from the next address where the first fails', async () => {
    const refusing = await serve(status(403));
    const good = await serve(whole);
    const cache = join(temporaryFolder(), 'passband');
    const addresses = [refusing, good].map(({ url }) => url.replace('file.gz', ''));
    const options = { dataFolders: [], cache, pauseMs: 1 };
    expect(await obtain('tiny', dataAt(...addresses), options)).toBe(join(cache, 'tiny'));
    expect(readFileSync(join(cache, 'tiny', 'file.gz')).equals(content)).toBe(true);
    expect(await obtain('tiny', dataAt(nowhere), options)).toBe(join(cache, 'tiny'));
  });

  test('says in one line where it searched, why the download failed and what to do', async () => {
    const cache = temporaryFolder();
    const folder = temporaryFolder();
    const failed = obtain('tiny', dataAt(nowhere), { dataFolders: [folder], cache, attempts: 1 });
    const { message } = await failed.then(
      () => expect.fail('it was found'),
      (error: Error) => error,
    );
    expect(message).toMatch(
      /^Tiny is not in .* and could not be downloaded \(.+\); name a folder .* --data-dir/,
    );
    expect(message).toContain(folder);
    expect(message).not.toContain('\n');
  });

  test('refuses a data folder that does not exist', async () => {
    const options = { dataFolders: ['/no/such/folder'], cache: folderWith('tiny') };
    await expect(obtain('tiny', dataAt(nowhere), options)).rejects.toThrow(
      '/no/such/folder: the data folder does not exist',
    );
  });
});
