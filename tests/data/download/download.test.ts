import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { download } from '#passband/data/download/download.ts';
import {
  type Answer,
  content,
  cutAt,
  md5,
  rest,
  serve,
  status,
  whole,
  wrong,
} from '../../support/browser/fileServer.ts';
import { temporaryFolder } from '../../support/dataFiles.ts';

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

  test('a link in the place of the part is refused, and what it leads to stays', async () => {
    const { url } = await serve(whole);
    const path = target();
    mkdirSync(join(path, '..'));
    const other = join(path, '..', '..', 'other');
    writeFileSync(other, 'mine');
    symlinkSync(other, `${path}.part`);
    await expect(download(url, path, quick)).rejects.toThrow('file.gz.part is a link, not a file; delete it');
    expect(readFileSync(other, 'utf8')).toBe('mine');
  });

  test('resumes where the connection was cut when the server honours Range', async () => {
    const path = target();
    const { url, ranges } = await serve(cutAt(100_000, `${path}.part`), cutAt(200_000, `${path}.part`), rest);
    const seen: number[] = [];
    await download(url, path, { ...quick, onProgress: ({ totalBytes }) => seen.push(totalBytes!) });
    expect(readFileSync(path).equals(content)).toBe(true);
    expect(ranges).toEqual([undefined, 'bytes=100000-', 'bytes=200000-']);
    expect(new Set(seen)).toEqual(new Set([content.length]));
  });

  test('starts over when the server ignores Range', async () => {
    const path = target();
    const { url, ranges } = await serve(cutAt(100_000, `${path}.part`), whole);
    await download(url, path, quick);
    expect(readFileSync(path).equals(content)).toBe(true);
    expect(ranges).toEqual([undefined, 'bytes=100000-']);
  });

  test('starts over when the server sends another range than asked for', async () => {
    const path = target();
    const odd: Answer = (_, response) =>
      response
        .writeHead(206, { 'Content-Range': `bytes 5-9/${content.length}` })
        .end(content.subarray(5, 10));
    const { url, ranges } = await serve(cutAt(100_000, `${path}.part`), odd, whole);
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
    const path = target();
    const { url, ranges } = await serve(
      cutAt(50_000, `${path}.part`),
      cutAt(50_000, `${path}.part`),
      cutAt(50_000, `${path}.part`),
      status(503),
      whole,
    );
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
